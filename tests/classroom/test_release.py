"""What students get holds no solution, no hidden test, no output and no trace of them, and can be graded."""

from __future__ import annotations

import json
import stat
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import LIMITS, exercise, numbers, source_notebook, write_source
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from dlcourse import cli, notebook
from dlcourse.classroom import judge, problems, release, secret, submissions
from dlcourse.classroom.judge import Judge
from dlcourse.errors import CourseError

ROOT = Path(__file__).resolve().parents[2]
CHAPTERS = sorted(path for path in ROOT.glob("chapters/*/*.ipynb") if notebook.exercises(notebook.read(path)))


def rich_source():
    """Everything that must not get out: outputs, a mark scheme, a solution in words."""
    nb = numbers()
    nb.cells[3].outputs = [new_output("stream", text="an output with the answer 4321")]
    nb.cells += [
        new_markdown_cell("Say why.\n\n=== BEGIN MARK SCHEME ===\nA point for the chain rule.\n=== END MARK SCHEME ===", metadata={"nbgrader": {"grade_id": "why", "solution": True, "grade": True, "points": 2, "locked": False, "schema_version": 3, "cell_type": "markdown", "task": False}}),
        new_markdown_cell("```{solution-start} ex-words\n:class: dropdown\n```"),
        new_markdown_cell("Because of the solution in words."),
        new_markdown_cell("```{solution-end}\n```"),
        new_markdown_cell("````{quiz}\nWhich?\n\n- [ ] The first, $|x|$. | Wrong because.\n- [x] The second. | Right, because of the quiz.\n````"),
        new_markdown_cell("The end."),
    ]  # fmt: skip
    return nb


def test_students_get_stubs_and_public_checks_and_nothing_else() -> None:
    source = rich_source()
    before = notebook.dumps(source)
    text = notebook.dumps(release.student_notebook(source))
    assert notebook.dumps(source) == before
    for kept in (
        "def scale(x, factor):",
        "raise NotImplementedError()",
        "Multiply every element by the factor.",
        "The end.",
        "YOUR ANSWER HERE",
        "### Exercise. scale",
        "**Question.** Which?\\n",
        "- The second.",
    ):
        assert kept in text, kept
    for gone in (
        "return x * factor",
        "return sum(values)",
        "secret_input",
        "Negative numbers",
        "4321",
        "an output",
        "chain rule",
        "solution in words",
        "[x]",
        "of the quiz",
        "{quiz}",
        "{exercise",
        "BEGIN",
        "MARK SCHEME",
    ):
        assert gone not in text, gone
    grading = [cell.metadata.nbgrader for cell in json_cells(text) if "nbgrader" in cell.metadata]
    assert all(g["locked"] for g in grading if g["grade"] and not g["solution"])
    assert [cell.metadata.get("editable", True) for cell in json_cells(text) if cell.metadata.get("nbgrader", {}).get("locked")] == [False, False]


def json_cells(text: str):
    import nbformat

    return nbformat.reads(text, as_version=4).cells


def test_a_marker_that_does_not_stand_alone_stops_the_release() -> None:
    nb = source_notebook(exercise("ex-one", "def f():\n    ### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION", "assert f() == 1"))
    nb.cells[3].source = "x = 1  ### BEGIN HIDDEN TESTS"
    with pytest.raises(CourseError, match="would still hold|do not pair up"):
        release.student_notebook(nb)


def test_the_command_writes_both_notebooks_and_an_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_source(tmp_path, rich_source())
    monkeypatch.chdir(tmp_path)
    for _ in range(2):
        result = CliRunner().invoke(cli.main, ["release", "numbers", "--out", "out"], catch_exceptions=False)
        assert result.exit_code == 0, result.output
        archive = Path("out/numbers.zip").read_bytes()
    assert "return x * factor" in Path("out/instructor/numbers.ipynb").read_text()
    assert "an output" not in Path("out/instructor/numbers.ipynb").read_text()
    assert zipfile.ZipFile("out/numbers.zip").namelist() == ["numbers.ipynb"]
    assert zipfile.ZipFile("out/numbers.zip").read("numbers.ipynb").decode() == Path("out/student/numbers.ipynb").read_text()
    assert Path("out/numbers.zip").read_bytes() == archive
    assert not list(Path("out").rglob("*.part"))


def test_every_student_gets_a_number_of_their_own_and_the_judge_knows_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    solution = "def add(x):\n    ### BEGIN SOLUTION\n    return x + variant\n    ### END SOLUTION"
    nb = source_notebook(exercise("ex-add", solution, "assert add(1) == 1 + variant, 'Add your number.'"))
    nb.cells[3] = new_code_cell("# Yours alone.\nvariant = 0", id="variant")
    path = write_source(tmp_path, nb, "assignment")
    (tmp_path / "roster.csv").write_text("student\nada\n王 小明\n")
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(cli.main, ["release", "--out", "out", "--secret", "key", "--roster", "roster.csv"], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    assert stat.S_IMODE(Path("key").stat().st_mode) == 0o600
    key = secret.read(Path("key"))
    found = problems.read(path)
    mine = Judge(found, LIMITS, judge.calibrate(found, LIMITS, secret.seeds(key, found.name, "")))
    ada, wang = (Path(p).read_text() for p in sorted(map(str, Path("out/variants").glob("*/part-assignment.ipynb"))))
    assert f"variant = {secret.variant(key, 'part-assignment', 'ada')}" in ada and ada != wang
    hard_coded = ada.replace(
        '# YOUR CODE HERE\\n",\n    "    raise NotImplementedError()', f"return x + {secret.variant(key, 'part-assignment', 'ada')}"
    )
    assert hard_coded != ada
    cells = submissions.cells(hard_coded.encode())
    assert mine.grade(cells, secret.seeds(key, found.name, "ada")).earned == 1
    assert mine.grade(cells, secret.seeds(key, found.name, "王 小明")).earned == 0


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_no_chapter_leaks_through_its_release(path: Path) -> None:
    """Line by line: nothing of a solution or a hidden test that stands nowhere else in the chapter."""
    nb = notebook.read(path)
    text = notebook.dumps(release.student_notebook(nb))
    open_text = "\n".join(
        "" if cell.metadata.get("nbgrader") and cell.cell_type == "markdown" else notebook.stub(cell.source) if cell.metadata.get("nbgrader", {}).get("solution") else notebook.public_tests(cell.source) if cell.metadata.get("nbgrader", {}).get("grade") else cell.source
        for cell in nb.cells
    )  # fmt: skip
    hidden = [line.strip() for cell in nb.cells if cell.metadata.get("nbgrader") for line in cell.source.split("\n")]
    secret_lines = [line for line in hidden if len(line) > 8 and line not in open_text]
    assert secret_lines and not [line for line in secret_lines if json.dumps(line, ensure_ascii=False)[1:-1] in text]
    assert all(not cell.get("outputs") for cell in json_cells(text))
    assert "- [x]" not in text and "{exercise-" not in text and "{quiz}" not in text


def test_variants_need_a_secret_and_a_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_source(tmp_path, numbers())
    (tmp_path / "roster.csv").write_text("ada\n")
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(cli.main, ["release", "numbers", "--out", "out", "--roster", "roster.csv"])
    assert result.exit_code == 2 and "give --secret FILE" in result.stderr
    result = CliRunner().invoke(cli.main, ["release", "numbers", "--out", "out", "--roster", "roster.csv", "--secret", "key"])
    assert result.exit_code == 2 and "has no variants" in result.stderr
