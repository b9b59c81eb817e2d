"""``dlcourse grade`` from end to end: what is handed in, in whatever state, becomes a table, feedback and a log."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import IMPORTS, RIGHT, RIGHT_SCALE, WRONG, numbers, write_source
from nbformat.v4 import new_code_cell, new_notebook

from dlcourse import cli, notebook
from dlcourse.classroom import feedback, grade, journal, submissions
from dlcourse.classroom.submissions import NotGradable
from dlcourse.errors import CourseError

ROOT = Path(__file__).resolve().parents[2]


def answer(code: str) -> str:
    return notebook.dumps(new_notebook(cells=[new_code_cell(IMPORTS), new_code_cell(code)]))


def hand_in(folder: Path, path: str, content: str | bytes, mtime: int | None = None) -> Path:
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content.encode() if isinstance(content, str) else content)
    if mtime:
        os.utime(target, (mtime, mtime))
    return target


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_source(tmp_path, numbers())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str, source: str = "in") -> object:
    options = [
        "grade",
        source,
        "--assignment",
        "numbers",
        "--out",
        "out/grades.csv",
        "--feedback",
        "out/feedback",
        "--workers",
        "2",
        "--time-limit",
        "30",
    ]
    return CliRunner().invoke(cli.main, [*options, *arguments], catch_exceptions=False)


def table(path: str = "out/grades.csv") -> dict[str, dict[str, str]]:
    return {row["student"]: row for row in csv.DictReader(io.StringIO(Path(path).read_text(encoding="utf-8-sig")))}


def test_a_folder_of_all_sorts(course: Path) -> None:
    """Every student gets a row, every trouble a line, and nobody's trouble touches anybody else."""
    folder = course / "in"
    hand_in(folder, "ada/numbers.ipynb", answer(RIGHT))
    hand_in(folder, "王 小明/作业 一.ipynb", answer(RIGHT_SCALE))
    hand_in(folder, "=cmd|'C calc'!A0/numbers.ipynb", answer(RIGHT))
    hand_in(folder, "bomb/numbers.ipynb", answer("import os\nos._exit(0)\n" + RIGHT))
    hand_in(folder, "broken/numbers.ipynb", '{"cells": [')
    hand_in(folder, "deep/numbers.ipynb", b"[" * 200_000)
    hand_in(folder, "list/numbers.ipynb", "[]")
    hand_in(folder, "other/elsewhere.ipynb", answer("def another():\n    return 1"))
    hand_in(folder, "pdf/numbers.pdf", "%PDF")
    hand_in(folder, "twice/numbers.ipynb", answer(WRONG), mtime=1_000_000_000)
    hand_in(folder, "twice/numbers (1).ipynb", answer(RIGHT), mtime=1_000_000_100)
    hand_in(folder, "flat.ipynb", answer(RIGHT))
    (folder / "empty").mkdir()
    (folder / "link").mkdir()
    os.symlink(course / "chapters" / "part" / "numbers.ipynb", folder / "link" / "numbers.ipynb")
    os.mkfifo(folder / "pipe.ipynb")
    hand_in(folder, ".DS_Store", "x")
    hand_in(folder, "ada/.ipynb_checkpoints/numbers-checkpoint.ipynb", answer(WRONG))

    result = run()
    assert result.exit_code == 0, result.output
    rows = table()
    assert {name: (row["status"], row["earned"]) for name, row in rows.items()} == {
        "ada": ("graded", "5"), "王 小明": ("graded", "2"), "'=cmd|'C calc'!A0": ("graded", "5"), "bomb": ("graded", "0"),
        "broken": ("not gradable", ""), "deep": ("not gradable", ""), "list": ("not gradable", ""), "other": ("another notebook", ""),
        "pdf": ("nothing handed in", ""), "twice": ("graded", "5"), "flat": ("graded", "5"), "empty": ("nothing handed in", ""),
        "link": ("nothing handed in", ""), "pipe": ("nothing handed in", ""),
    }  # fmt: skip
    remarks = {name: row["remarks"] for name, row in rows.items()}
    assert remarks["broken"] == "The file is not a notebook: it is no valid JSON."
    assert remarks["deep"] == "The file is not a notebook: its JSON is nested or crowded as no notebook is."
    assert remarks["list"] == "The file is not a notebook of version 4: save it again with a current Jupyter."
    assert remarks["other"] == "The notebook is none of numbers: it has none of its exercises."
    assert remarks["pdf"] == "pdf/numbers.pdf: not a notebook (.ipynb), so not graded."
    assert remarks["twice"] == "twice/numbers.ipynb: not graded, because twice/numbers (1).ipynb is newer."
    assert remarks["link"] == "link/numbers.ipynb: a link, which is not followed."
    assert remarks["pipe"] == "pipe.ipynb: not a regular file."
    assert remarks["empty"] == "No file was handed in."
    for name, remark in remarks.items():
        assert f"{name.removeprefix(chr(39))}: {remark}" in result.stderr or not remark
    assert "5 of 5 points" in Path("out/feedback/ada.md").read_text()
    assert "Your code ended the Python process." in Path("out/feedback/bomb.md").read_text()
    assert len(list(Path("out/feedback").iterdir())) == len(rows)


def test_what_is_graded_is_not_graded_again(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hand_in(course / "in", "ada.ipynb", answer(RIGHT))
    assert run().exit_code == 0
    first = Path("out/grades.csv").read_bytes()
    real, graded = grade._grade, []
    monkeypatch.setattr(
        grade, "_grade", lambda assignment, to_do, *rest: (graded.extend(s.student for s in to_do.values()), real(assignment, to_do, *rest))
    )
    assert run().exit_code == 0 and graded == [] and Path("out/grades.csv").read_bytes() == first
    hand_in(course / "in", "bob.ipynb", answer(WRONG))
    assert run().exit_code == 0 and graded == ["bob"]
    hand_in(course / "in", "ada.ipynb", answer(WRONG))
    assert run().exit_code == 0 and graded == ["bob", "ada"]
    assert {name: row["earned"] for name, row in table().items()} == {"ada": "0", "bob": "0"}


def test_a_killed_run_loses_nothing(course: Path) -> None:
    """kill -9 in the middle: what was graded stands in the log, and the next run does the rest."""
    for number in range(12):
        hand_in(course / "in", f"student{number:02}.ipynb", answer(f"import time\ntime.sleep(0.2)\n# {number}\n{RIGHT}"))
    command = [
        sys.executable,
        "-m",
        "dlcourse.cli",
        "grade",
        "in",
        "--assignment",
        "numbers",
        "--out",
        "out/grades.csv",
        "--feedback",
        "out/feedback",
        "--workers",
        "1",
        "--time-limit",
        "30",
    ]
    process = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, stderr=subprocess.DEVNULL)
    log = Path("out/grades.log.jsonl")
    deadline = time.monotonic() + 90
    while (not log.exists() or log.read_text().count("\n") < 3) and time.monotonic() < deadline and process.poll() is None:
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()
    done = log.read_text().splitlines()
    assert 3 <= len(done) < 12
    with log.open("a") as file:
        file.write('{"key": "cut off in the mid')
    assert run().exit_code == 0
    assert log.read_text().splitlines()[: len(done)] == done
    assert len(log.read_text().splitlines()) == 12 + 1
    assert {row["earned"] for row in table().values()} == {"5"} and len(table()) == 12


def test_two_runs_do_not_write_one_log(course: Path) -> None:
    hand_in(course / "in", "ada.ipynb", answer(RIGHT))
    with journal.opened(Path("out/grades.log.jsonl")):
        result = run()
    assert result.exit_code == 2 and "Another run is writing out/grades.log.jsonl" in result.stderr


def test_what_was_written_after_the_deadline_is_late(course: Path) -> None:
    moment = 1_772_000_000
    hand_in(course / "in", "ada.ipynb", answer(RIGHT), mtime=moment)
    hand_in(course / "in", "bob.ipynb", answer(RIGHT), mtime=moment + 7200)
    due = time.strftime("%Y-%m-%dT%H:%M:%S", time.localtime(moment + 60))
    assert run("--due", due).exit_code == 0
    assert {name: (row["late"], row["remarks"], row["earned"]) for name, row in table().items()} == {
        "ada": ("", "", "5"),
        "bob": ("yes", "Handed in late.", "5"),
    }


def test_an_archive_of_canvas(course: Path) -> None:
    """LASTFIRST_LATE_USER_SUBMISSION_NAME-1.ipynb; the highest number is the newest."""
    with zipfile.ZipFile(course / "in.zip", "w") as archive:
        archive.writestr("lovelaceada_101_9001_numbers.ipynb", answer(WRONG))
        archive.writestr("lovelaceada_101_9002_numbers-1.ipynb", answer(WRONG))
        archive.writestr("lovelaceada_101_9003_numbers-2.ipynb", answer(RIGHT))
        archive.writestr("wangxiaoming_LATE_102_9004_numbers.ipynb", answer(RIGHT_SCALE))
        archive.writestr("evil_103_9005_../../../tmp/x.ipynb", answer(RIGHT))
        archive.writestr("__MACOSX/._lovelaceada_101_9001_numbers.ipynb", "x")
    assert run(source="in.zip").exit_code == 0
    rows = table()
    assert (rows["101"]["earned"], rows["101"]["name"], rows["101"]["late"]) == ("5", "lovelaceada", "")
    assert (rows["102"]["earned"], rows["102"]["late"], rows["102"]["remarks"]) == ("2", "yes", "Handed in late.")
    assert rows["101"]["remarks"].count("not graded, because lovelaceada_101_9003_numbers-2.ipynb is newer.") == 2
    assert any("a name that points outside the archive" in row["remarks"] for row in rows.values())


def test_an_archive_of_moodle(course: Path) -> None:
    with zipfile.ZipFile(course / "in.zip", "w") as archive:
        archive.writestr("Ada Lovelace_101_assignsubmission_file_/numbers.ipynb", answer(RIGHT))
        archive.writestr("王 小明_102_assignsubmission_file/作业.ipynb", answer(RIGHT_SCALE))
        link = zipfile.ZipInfo("Eve_103_assignsubmission_file_/numbers.ipynb")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert run(source="in.zip").exit_code == 0
    rows = table()
    assert {name: (row["name"], row["earned"]) for name, row in rows.items()} == {
        "101": ("Ada Lovelace", "5"),
        "102": ("王 小明", "2"),
        "103": ("Eve", ""),
    }
    assert rows["103"]["remarks"].endswith("a link, which is not followed.")


def test_an_archive_that_unpacks_to_too_much_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(submissions, "MAX_NOTEBOOK_BYTES", 2**20)
    with zipfile.ZipFile(tmp_path / "in.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.ipynb", bytes(50 * 2**20))
        archive.writestr("ada.ipynb", answer(RIGHT))
    found = {s.student: s for s in submissions.collect(tmp_path / "in.zip")}
    assert found["ada"].cells and found["bomb"].cells is None
    assert found["bomb"].remarks == ["bomb.ipynb: 50 MiB, more than the 1 MiB that a notebook may have: clear its outputs."]


def collected(folder: Path) -> dict[str, str]:
    return {s.student: s.file for s in submissions.collect(folder)}


def test_a_file_in_a_students_folder_is_theirs_whatever_it_is_called(tmp_path: Path) -> None:
    hand_in(tmp_path, "1001/hw.ipynb", answer(RIGHT))
    hand_in(tmp_path, "1002/hw.ipynb", answer(RIGHT))
    hand_in(tmp_path, "1002/x_1001_1_hw-999.ipynb", answer(WRONG), mtime=1_000_000_000)
    assert collected(tmp_path) == {"1001": "1001/hw.ipynb", "1002": "1002/hw.ipynb"}


@pytest.mark.parametrize(
    ("paths", "students"),
    [
        (["all/ada/hw.ipynb", "all/bob/hw.ipynb"], {"ada", "bob"}),
        (["all/ada/hw.ipynb", "all/bob/hw.ipynb", "all/list.txt"], {"ada", "bob", "list"}),
        (["all/Ada Lovelace_11_assignsubmission_file_/hw.ipynb"], {"11"}),
        (["all/lovelaceada_11_9001_hw.ipynb", "all/raybob_12_9002_hw.ipynb"], {"11", "12"}),
        (["ada/hw.ipynb", "ada/hw (1).ipynb"], {"ada"}),
        (["Ada Lovelace_11_assignsubmission_file_/one/hw.ipynb", "Ada Lovelace_11_assignsubmission_file_/two/hw.ipynb"], {"11"}),
        (["ada/one/hw.ipynb", "bob/hw.ipynb"], {"ada", "bob"}),
    ],
)
def test_one_folder_around_all_submissions_is_nobodys(paths: list[str], students: set[str], tmp_path: Path) -> None:
    """What packing a folder makes of it; the same in a folder and in an archive."""
    with zipfile.ZipFile(tmp_path / "in.zip", "w") as archive:
        for path in paths:
            archive.writestr(path, answer(RIGHT))
            hand_in(tmp_path / "in", path, answer(RIGHT))
    assert set(collected(tmp_path / "in")) == set(collected(tmp_path / "in.zip")) == students


def test_a_name_with_a_number_of_thousands_of_digits_is_a_name(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "in.zip", "w") as archive:
        archive.writestr(f"x_1_2_h-{'9' * 5_000}.ipynb", answer(RIGHT))
        archive.writestr("y_2_3_h.ipynb", answer(RIGHT))
    assert set(collected(tmp_path / "in.zip")) == {"1", "2"}


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not an archive", b"text"])
def test_what_is_no_collection_of_submissions_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "in.zip").write_bytes(content)
    with pytest.raises(CourseError, match="neither a folder nor a .zip archive"):
        submissions.collect(tmp_path / "in.zip")


@pytest.mark.parametrize(
    "nb",
    [
        {"cells": [None, 3, {"cell_type": "code"}, {"cell_type": "code", "source": 3, "metadata": []}]},
        {"cells": [{"cell_type": "code", "source": ["a", 1, "\ud800"], "id": 3}]},
    ],
)
def test_a_strange_notebook_does_no_harm(nb: dict) -> None:
    assert all(isinstance(cell.source, str) and cell.source.encode() for cell in submissions.cells(json.dumps(nb).encode()))


def test_a_notebook_with_more_code_than_an_answer_needs_is_refused() -> None:
    nb = {"cells": [{"cell_type": "code", "source": "x"}] * 4_000}
    with pytest.raises(NotGradable, match="more code than an answer can need"):
        submissions.cells(json.dumps(nb).encode())


def test_names_that_differ_only_for_people_get_files_of_their_own() -> None:
    names = ["ada", "Ada", "a/da", "a_da", "../../etc/passwd", "王小明", "", ".", "x" * 300, "CON\n"]
    files = [feedback.file_name(name) for name in names]
    assert len({file.casefold() for file in files}) == len(files)
    assert all("/" not in file and not file.startswith(".") and len(file) < 120 for file in files)


def test_what_students_say_is_shown_and_never_interpreted(course: Path) -> None:
    code = "def scale(x, factor): raise ValueError('`</code>` **bold** <script>alert(1)</script> [x](javascript:alert(1))')"
    hand_in(course / "in", "eve.ipynb", answer(code))
    assert run().exit_code == 0
    page = Path("out/feedback/eve.md").read_text()
    from markdown_it import MarkdownIt

    html = MarkdownIt().render(page)
    assert "<script>" not in html and "<strong>bold" not in html and "href" not in html and "alert(1)" in html


def test_a_grader_that_cannot_grade_marks_nobody(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A judge that dies is not the student's fault: no mark, a line for a person, and another try in the next run."""
    from dlcourse.classroom import schedule
    from dlcourse.classroom.referee import JudgeError

    def die(*_: object) -> None:
        raise JudgeError("The judge's process ended unexpectedly.")

    hand_in(course / "in", "ada.ipynb", answer(RIGHT))
    with monkeypatch.context() as broken:
        broken.setattr(schedule.Referee, "grade", die)
        result = run()
    assert result.exit_code == 0 and table()["ada"]["status"] == "not graded" and table()["ada"]["earned"] == ""
    assert "ada: The judge's process ended unexpectedly." in result.stderr
    assert run().exit_code == 0 and table()["ada"]["earned"] == "5"


def test_without_a_sandbox_the_command_refuses_in_one_sentence(course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hand_in(course / "in", "ada.ipynb", answer(RIGHT))
    broken = tmp_path / "site"
    broken.mkdir()
    from dlcourse.classroom import referee

    real = referee._environment
    (broken / "sitecustomize.py").write_text("import shutil\nshutil.which = lambda *_, **__: None\n")
    monkeypatch.setattr(referee, "_environment", lambda: {**real(), "PYTHONPATH": f"{broken}:{real()['PYTHONPATH']}"})
    result = run()
    assert result.exit_code == 2 and result.stderr.strip().endswith("submissions are never run without a sandbox.")
    assert "Grading needs bubblewrap" in result.stderr and not Path("out/grades.csv").exists()


def test_asserts_are_never_switched_off(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONOPTIMIZE", "2")
    hand_in(course / "in", "eve.ipynb", answer(WRONG))
    assert run().exit_code == 0 and table()["eve"]["earned"] == "0"


@pytest.mark.parametrize(("name", "message"), [("nothing", "There is no notebook 'nothing'"), ("../x", "There is no notebook")])
def test_an_assignment_that_is_not_there_is_named(name: str, message: str, course: Path) -> None:
    (course / "in").mkdir()
    result = CliRunner().invoke(cli.main, ["grade", "in", "--assignment", name])
    assert result.exit_code == 2 and message in result.stderr
