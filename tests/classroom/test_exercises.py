"""Every exercise of the book through the judge: nothing for the untouched notebook, full marks for the source, and for each wrong answer
its own hint and no marks. And nothing for a function that returns the same whatever it is asked."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from conftest import LIMITS, wrong_answers_lose

from dlcourse import notebook
from dlcourse.classroom import judge, problems, release, submissions
from dlcourse.classroom.judge import Cell, Judge
from dlcourse.classroom.problems import Assignment

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted(path for path in ROOT.glob("chapters/*/*.ipynb") if any(e.tests for e in notebook.exercises(notebook.read(path))))

# What a submission could return without an idea of the question.
CONSTANTS = [
    "None", "0", "1", "-1.0", "True", "float('nan')", "float('inf')", "''", "[]", "{}", "()", "np.zeros((0, 1))", "np.nan * np.zeros((2, 2))", "np.zeros(())", "args[0]", "args",
]  # fmt: skip


def name(path: Path) -> str:
    return f"{path.parent.name}-{path.stem}"


@pytest.fixture(scope="module", params=NOTEBOOKS, ids=name)
def case(request: pytest.FixtureRequest) -> tuple[Path, Assignment, Judge]:
    """A notebook's judge; that it can be calibrated means that the source, graded against itself, earns full marks."""
    found = problems.read(request.param)
    return request.param, found, Judge(found, LIMITS, judge.calibrate(found, LIMITS))


def test_the_untouched_notebook_earns_nothing_and_the_source_everything(case) -> None:
    path, found, mine = case
    source = notebook.read(path)
    untouched = mine.grade(submissions.cells(notebook.dumps(release.student_notebook(source)).encode()))
    assert untouched.earned == 0 and {v.message for v in untouched.verdicts} == {"This exercise is not answered yet."}
    assert mine.grade(submissions.cells(notebook.dumps(source).encode())).earned == found.points


def test_every_wrong_answer_loses_its_marks_with_its_own_hint(case) -> None:
    wrong_answers_lose(*case)


@pytest.mark.parametrize("constant", CONSTANTS)
def test_a_function_that_knows_nothing_earns_nothing(case, constant: str) -> None:
    _, found, mine = case
    code = "\n".join(stand_in(problem, constant) for problem in found.problems)
    assert mine.grade([Cell(0, "import numpy as np"), Cell(1, code)]).earned == 0


def stand_in(problem: problems.Problem, constant: str) -> str:
    functions = {node.name for node in ast.parse(problem.solution).body if isinstance(node, ast.FunctionDef)}
    return "\n".join(
        f"def {e}(*args, **kwargs):\n    return {constant}" if e in functions else f"args = [0]\n{e} = {constant}" for e in problem.exports
    )
