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
    nb.cells.append(
        new_markdown_cell("Because.\n\n=== BEGIN MARK SCHEME ===\nTwo points for the reason.\n=== END MARK SCHEME ===", metadata={"nbgrader": WHY})
    )
    write_source(tmp_path, nb, "assignment")
    (tmp_path / "roster.csv").write_text("id\n101\n102\n103\n104\n")
    (tmp_path / "canvas.csv").write_text(CANVAS)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def call(*arguments: str) -> object:
    result = CliRunner().invoke(cli.main, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result


def answered(path: Path, *answers: str) -> str:
    nb, left = nbformat.read(path, 4), list(answers)
    for cell in nb.cells:
        if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source = left.pop(0)
    return nbformat.writes(nb)


def test_from_the_source_to_the_gradebook(course: Path) -> None:
    call("release", "part", "--out", "out", "--secret", "key", "--roster", "roster.csv")
    own = {student: Path(f"out/variants/{student}/part-assignment.ipynb") for student in ("101", "102", "103")}
    descent = "def minimum(start, steps):\n    return start * 0.8**steps"
    right = "def slope(x):\n    return 2 * coefficient(variant) * x"
    constant = next(line for line in nbformat.read(own["102"], 4).cells[3].source.split("\n") if line.startswith("variant"))
    with zipfile.ZipFile("in.zip", "w") as archive:
        archive.writestr("lovelaceada_101_1_part-assignment.ipynb", answered(own["101"], right, descent))
        archive.writestr("wang_LATE_102_2_part-assignment.ipynb", answered(own["102"], right, "def minimum(start, steps):\n    return 0.0"))
        archive.writestr("hoppergrace_103_3_part-assignment.ipynb", answered(own["103"], f"{constant}\n{right}", descent))
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
    )
    rows = {row["student"]: row for row in csv.DictReader(io.StringIO(Path("marks/grades.csv").read_text(encoding="utf-8-sig")))}
    assert {name: (row["ex-slope-test"], row["ex-minimum-test"], row["earned"], row["possible"], row["late"]) for name, row in rows.items()} == {
        "101": ("3", "2", "5", "5", ""), "102": ("3", "0", "3", "5", "yes"), "103": ("0", "2", "2", "5", ""),
    }  # fmt: skip
    assert all(row["why (by hand)"] == "" for row in rows.values())
    assert "`why`: marked by hand, 4 points." in Path("marks/feedback/101.md").read_text()
    assert "Without a step you stay." in Path("marks/feedback/102.md").read_text()
    assert "Hidden check: `Twice the coefficient of your own parabola.`" in Path("marks/feedback/103.md").read_text(), (
        "the neighbour's number is no use"
    )
    filled = list(csv.reader(io.StringIO(Path("marks/grades-gradebook.csv").read_text(encoding="utf-8-sig"))))
    assert [row[5] for row in filled] == ["Parabolas (77)", "9", "5", "3", "2", ""]
    assert Path("marks/grades-moodle.csv").read_text(encoding="utf-8-sig").splitlines() == ["username,Parabolas", "101,5", "102,3", "103,2"]
    assert "3 graded, mean 3.33 of 5 points" in result.stderr
