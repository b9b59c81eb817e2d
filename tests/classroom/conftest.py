"""A small assignment, and ways to hand something in and have it judged."""

from __future__ import annotations

import itertools
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from dlcourse import notebook
from dlcourse.classroom import judge, problems
from dlcourse.classroom.judge import Cell, Judge, Result
from dlcourse.classroom.sandbox import Limits, MiB
from dlcourse.wrong_answers import read_wrong_answers

# Generous, because the machine may be busy; attacks that hang are judged with PATIENCE instead.
LIMITS = Limits(seconds=30.0, memory=1024 * MiB)
PATIENCE = Limits(seconds=3.0, memory=1024 * MiB)

IMPORTS = "import math\n\nimport numpy as np"
SCALE = "def scale(x, factor):\n    ### BEGIN SOLUTION\n    return x * factor\n    ### END SOLUTION"
SCALE_TESTS = """\
assert np.allclose(scale(np.array([1.0, 2.0]), 3.0), [3.0, 6.0]), "Multiply every element by the factor."
### BEGIN HIDDEN TESTS
secret_input = np.array([0.5, -7.25, 1234.5])
answer = scale(secret_input, 2.0)
assert np.allclose(answer, [1.0, -14.5, 2469.0]), f"Negative numbers count too, not only {answer}."
### END HIDDEN TESTS"""
TOTAL = "def total(values):\n    ### BEGIN SOLUTION\n    return sum(values)\n    ### END SOLUTION"
TOTAL_TESTS = """\
assert total([1, 2, 3]) == 6, "Add all values."
### BEGIN HIDDEN TESTS
assert total([10, 20.25, 4321.0]) == 4351.25, "Decimals count too."
### END HIDDEN TESTS"""

RIGHT_SCALE = "def scale(x, factor):\n    return x * factor\n"
RIGHT_TOTAL = "def total(values):\n    return sum(values)\n"
RIGHT = RIGHT_SCALE + RIGHT_TOTAL
WRONG = "def scale(x, factor):\n    return x + factor\ndef total(values):\n    return -1\n"
WRONG_ANSWERS = Path(__file__).resolve().parents[1] / "exercises"
FULL, SCALE_POINTS, TOTAL_POINTS = 5.0, 2.0, 3.0


def graded(grade_id: str, source: str, solution: bool = False, points: float = 0) -> NotebookNode:
    kind = {"grade_id": grade_id, "solution": solution, "grade": not solution, "locked": not solution, "points": points}
    return new_code_cell(source, metadata={"nbgrader": {**kind, "schema_version": 3, "cell_type": "code", "task": False}})


def exercise(label: str, solution: str, tests: str, points: float = 1) -> list[NotebookNode]:
    return [
        new_markdown_cell(f"```{{exercise-start}} {label.removeprefix('ex-')}\n:label: {label}\n```"),
        graded(label, solution, solution=True),
        graded(f"{label}-test", tests, points=points),
        new_markdown_cell("```{exercise-end}\n```"),
    ]


def source_notebook(*exercises: list[NotebookNode], title: str = "Numbers", imports: str = IMPORTS) -> NotebookNode:
    opening = [
        new_markdown_cell(f"# {title}\n\nWhat numbers do."),
        new_code_cell("profile, seed = None, 0", metadata={"tags": ["parameters"]}),
        new_code_cell(imports, metadata={"tags": ["imports"]}),
        new_code_cell("raise RuntimeError('the body of a chapter is not run when it is graded')"),
    ]
    nb = new_notebook(cells=[*opening, *(cell for cells in exercises for cell in cells)], metadata={"dlcourse": {"minutes": 5}})
    return nbformat.reads(nbformat.writes(nb), as_version=4)


def numbers() -> NotebookNode:
    return source_notebook(exercise("ex-scale", SCALE, SCALE_TESTS, 2), exercise("ex-total", TOTAL, TOTAL_TESTS, 3))


def write_source(folder: Path, nb: NotebookNode, name: str = "numbers") -> Path:
    path = folder / "chapters" / "part" / f"{name}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    notebook.write(nb, path)
    return path


@pytest.fixture(scope="session")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_source(tmp_path_factory.mktemp("course"), numbers())


@pytest.fixture(scope="session")
def assignment(source: Path) -> problems.Assignment:
    return problems.read(source)


@pytest.fixture(scope="session")
def calibrations(assignment: problems.Assignment) -> dict[str, judge.Calibration]:
    return judge.calibrate(assignment, LIMITS)


@pytest.fixture(scope="session")
def grade(assignment: problems.Assignment, calibrations: dict[str, judge.Calibration]):
    """Judge code as the one cell, after the imports, of a submission."""
    judges = {limits: Judge(assignment, limits, calibrations) for limits in (LIMITS, PATIENCE)}

    def run(code: str, limits: Limits = LIMITS) -> Result:
        judges.setdefault(limits, Judge(assignment, limits, calibrations))
        return judges[limits].grade([Cell(3, IMPORTS), Cell(6, code)])

    return run


def messages(result: Result) -> str:
    return "\n".join([*(verdict.message for verdict in result.verdicts), *result.notes])


def answered_cells(found: problems.Assignment, code: list[str]) -> list[Cell]:
    """The cells of a submission that answers the problems of ``found``, in their order, with ``code``."""
    return [Cell(0, found.imports), *(Cell(i, source) for i, source in enumerate(code, 1))]


def wrong_answers_lose(path: Path, found: problems.Assignment, mine: Judge, seeds: dict[str, int] | None = None) -> None:
    """Assert that each wrong answer to the notebook at ``path`` loses its marks with its own hint, and a right one beside it none.

    One wrong answer to each problem at a time, all problems side by side.
    """
    folder = WRONG_ANSWERS / path.parent.name / path.stem
    wrong = {problem.label: read_wrong_answers(folder / f"{problem.label}.py") for problem in found.problems}
    for row in itertools.zip_longest(*wrong.values()):
        given = dict(zip(wrong, row))
        code = [given[p.label].code if given[p.label] else p.solution for p in found.problems]
        result = mine.grade(answered_cells(found, code), seeds)
        for verdict in result.verdicts:
            answer = given[verdict.problem]
            assert verdict.earned == (0 if answer else verdict.points), (verdict, answer, messages(result))
            assert not answer or answer.hint in verdict.message, (verdict, answer)


def earned(result: Result) -> dict[str, float]:
    return {verdict.problem: verdict.earned for verdict in result.verdicts}


def judge_for(tmp_path: Path, nb: NotebookNode, limits: Limits = LIMITS) -> Judge:
    found = problems.read(write_source(tmp_path, nb))
    return Judge(found, limits, judge.calibrate(found, limits))
