"""An assignment from the source to the gradebook: released with variants, answered, handed in through Canvas, graded, filled in."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner
from conftest import exercise, source_notebook, write_source
from nbformat.v4 import new_code_cell, new_markdown_cell

from dlcourse import cli

SLOPE = "def slope(x):\n    ### BEGIN SOLUTION\n    return 2 * coefficient(variant) * x\n    ### END SOLUTION"
SLOPE_TESTS = """\
assert slope(0.0) == 0, "At zero the parabola is flat."
### BEGIN HIDDEN TESTS
hidden_seed = 0
x = float(np.random.default_rng(hidden_seed).normal())
assert np.isclose(slope(x), 2 * coefficient(variant) * x), "Twice the coefficient of your own parabola."
### END HIDDEN TESTS"""
DESCENT = "def minimum(start, steps):\n    ### BEGIN SOLUTION\n    x = start\n    for _ in range(steps):\n        x = x - 0.1 * 2 * x\n    return x\n    ### END SOLUTION"
DESCENT_TESTS = 'assert abs(minimum(1.0, 100)) < 1e-6, "Go on to the minimum."\nassert minimum(1.0, 0) == 1.0, "Without a step you stay."'
WHY = {"grade_id": "why", "solution": True, "grade": True, "points": 4, "locked": False, "schema_version": 3, "cell_type": "markdown", "task": False}

CANVAS = """Student,ID,SIS User ID,SIS Login ID,Section,Parabolas (77)
    Points Possible,,,,,9
"Lovelace, Ada",101,,ada,A,
"王, 小明",102,,wang,A,
"Hopper, Grace",103,,grace,A,
"Absent, Al",104,,al,A,
"""


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    nb = source_notebook(exercise("ex-slope", SLOPE, SLOPE_TESTS, 3), exercise("ex-minimum", DESCENT, DESCENT_TESTS, 2), title="Parabolas")
    nb.cells[3:4] = [
        new_code_cell("# Yours alone: the release writes your number here.\nvariant = 0", id="variant"),
        new_code_cell("def coefficient(number):\n    return 1 + number % 1_000", id="given"),
    ]
    nb.cells += [
        new_markdown_cell("```{exercise-start} Say why\n:label: why\n```"),
        new_markdown_cell("Because.\n\n=== BEGIN MARK SCHEME ===\nTwo points for the reason.\n=== END MARK SCHEME ===", metadata={"nbgrader": WHY}),
        new_markdown_cell("```{exercise-end}\n```"),
    ]
    write_source(tmp_path, nb, "assignment")
    (tmp_path / "roster.csv").write_text("id\n101\n102\n103\n104\n")
    (tmp_path / "canvas.csv").write_text(CANVAS)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def call(*arguments: str) -> object:
    result = CliRunner().invoke(cli.main, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result


def answered(path: Path, *answers: str, words: str = "") -> str:
    nb, left = nbformat.read(path, 4), list(answers)
    for cell in nb.cells:
        if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source = left.pop(0)
        elif cell.metadata.get("nbgrader", {}).get("grade_id") == "why" and words:
            cell.source = words
    return nbformat.writes(nb)


def test_from_the_source_to_the_gradebook(course: Path) -> None:
    call("release", "part", "--out", "out", "--secret", "key", "--roster", "roster.csv")
    own = {student: Path(f"out/variants/{student}/part-assignment.ipynb") for student in ("101", "102", "103")}
    descent = "def minimum(start, steps):\n    return start * 0.8**steps"
    right = "def slope(x):\n    return 2 * coefficient(variant) * x"
    constant = next(line for line in nbformat.read(own["102"], 4).cells[3].source.split("\n") if line.startswith("variant"))
    with zipfile.ZipFile("in.zip", "w") as archive:
        archive.writestr("lovelaceada_101_1_part-assignment.ipynb", answered(own["101"], right, descent, words="A slope tells where down is."))
        archive.writestr("wang_LATE_102_2_part-assignment.ipynb", answered(own["102"], right, "def minimum(start, steps):\n    return 0.0"))
        archive.writestr("hoppergrace_103_3_part-assignment.ipynb", answered(own["103"], f"{constant}\n{right}", descent))
    first = grade()
    assert "why: 3 not marked yet; read marks/grades-answers.md, fill in marks/grades-marks.csv, give it as --marks." in first.stderr
    answers = Path("marks/grades-answers.md").read_text()
    assert "Two points for the reason." in answers and "A slope tells where down is." in answers and answers.count("(no answer)") == 2
    filled_in = Path("marks/grades-marks.csv").read_text().replace("101,why,,", "101,why,3.5,<b>Nearly</b>").replace("103,why,,", "103,why,0,")
    Path("mine.csv").write_text(filled_in)
    second = grade("--marks", "mine.csv")
    rows = table()
    assert {name: (row["why (by hand)"], row["earned"], row["possible"]) for name, row in rows.items()} == {
        "101": ("3.5", "8.5", "9"), "102": ("", "3", "5"), "103": ("0", "2", "9"),
    }  # fmt: skip
    assert "why: 1 not marked yet" in second.stderr
    page = Path("marks/feedback/101.md").read_text()
    assert "**8.5 of 9 points**." in page and "- Say why: 3.5 of 4, marked by hand\n  `<b>Nearly</b>`" in page
    assert [row[5] for row in csv.reader(io.StringIO(Path("marks/grades-gradebook.csv").read_text(encoding="utf-8-sig")))][2:] == ["8.5", "3", "2", ""]
    assert Path("marks/grades-marks.csv").read_text().count("why,,") == 3, "what a person may have begun to fill in is never written over"


def table() -> dict[str, dict[str, str]]:
    return {row["student"]: row for row in csv.DictReader(io.StringIO(Path("marks/grades.csv").read_text(encoding="utf-8-sig")))}


def grade(*arguments: str) -> object:
    result = call(
        "grade",
        "in.zip",
        "--assignment",
        "part",
        "--secret",
        "key",
        "--out",
        "marks/grades.csv",
        "--feedback",
        "marks/feedback",
        "--gradebook",
        "canvas.csv",
        "--moodle-item",
        "Parabolas",
        "--time-limit",
        "60",
        *arguments,
    )
    if arguments:
        return result
    rows = table()
    assert {name: (row["ex-slope-test"], row["ex-minimum-test"], row["earned"], row["possible"], row["late"]) for name, row in rows.items()} == {
        "101": ("3", "2", "5", "5", ""), "102": ("3", "0", "3", "5", "yes"), "103": ("0", "2", "2", "5", ""),
    }  # fmt: skip
    assert all(row["why (by hand)"] == "" for row in rows.values())
    assert "- Say why: marked by hand, 4 points." in Path("marks/feedback/101.md").read_text()
    assert "Without a step you stay." in Path("marks/feedback/102.md").read_text()
    assert "Hidden check: `Twice the coefficient of your own parabola.`" in Path("marks/feedback/103.md").read_text(), (
        "the neighbour's number is no use"
    )
    filled = list(csv.reader(io.StringIO(Path("marks/grades-gradebook.csv").read_text(encoding="utf-8-sig"))))
    assert [row[5] for row in filled] == ["Parabolas (77)", "9", "5", "3", "2", ""]
    assert Path("marks/grades-moodle.csv").read_text(encoding="utf-8-sig").splitlines() == ["username,Parabolas", "101,5", "102,3", "103,2"]
    assert "3 graded, mean 3.33 of 5 points" in result.stderr
    return result
