"""Proofs of exercises: what is accepted, what is rejected, and what goes wrong while it is tried."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from dlcourse.book.check import proofs
from dlcourse.book.check.proofs import Attempt, Proof, prove
from dlcourse.errors import CourseError
from dlcourse.wrong_answers import read_wrong_answers

TESTS = 'assert double(2) == 4, "twice two is four"\n### BEGIN HIDDEN TESTS\nassert double(-1) == -2, "keep the sign"\n### END HIDDEN TESTS'
WRONG = """\
# %% hint: twice two
def double(x):
    return x
# %% hint: keep the sign
def double(x):
    return abs(2 * x)
"""


def exercise(body: str = "return number(2) * x", tests: str = TESTS, imports: str = "%matplotlib inline\nfrom builtins import int as number"):
    """A notebook with one exercise, whose solution is ``body``."""
    solution = f"def double(x):\n    ### BEGIN SOLUTION\n    {body}\n    ### END SOLUTION"
    return new_notebook(
        cells=[
            new_code_cell(imports, metadata={"tags": ["imports"]}),
            new_code_cell("raise RuntimeError('the body of the chapter must not run')"),
            new_markdown_cell("```{exercise-start} Double\n:label: ex-double\n```"),
            new_code_cell(solution, metadata={"nbgrader": {"solution": True}}),
            new_code_cell(tests, metadata={"nbgrader": {"grade": True}}),
            new_markdown_cell("```{exercise-end}\n```"),
        ]
    )


@pytest.fixture
def answers(tmp_path):
    (tmp_path / "ex-double.py").write_text(WRONG)
    return tmp_path


def test_a_good_exercise_is_proven(answers):
    found = prove(exercise(), answers)
    assert [(proof.attempt.kind, proof.outcome) for proof in found] == [
        ("stub", "NotImplementedError"),
        ("solution", "passed"),
        ("wrong answer", "AssertionError"),
        ("wrong answer", "AssertionError"),
    ]
    assert all(proof.holds for proof in found)


def test_a_wrong_solution_is_reported(answers):
    broken = [proof for proof in prove(exercise("return 3 * x"), answers) if not proof.holds]
    assert [proof.attempt.kind for proof in broken] == ["solution"]
    assert "twice two is four" in str(broken[0])


def test_a_test_that_lets_a_wrong_answer_pass_is_reported(answers):
    broken = [proof for proof in prove(exercise(tests=TESTS.split("\n")[0]), answers) if not proof.holds]
    assert [proof.attempt.hint for proof in broken] == ["keep the sign"]
    assert "passed" in str(broken[0])


def test_a_test_that_accepts_the_stub_is_reported(answers):
    lenient = "try:\n    double(2)\nexcept NotImplementedError:\n    pass"
    assert "stub" in [proof.attempt.kind for proof in prove(exercise(tests=lenient), answers) if not proof.holds]


@pytest.mark.parametrize(
    ("kind", "outcome", "message", "holds"),
    [
        ("stub", "NameError", "", False),
        ("solution", "NotImplementedError", "", False),
        ("wrong answer", "TypeError", "keep the sign", False),
        ("wrong answer", "AssertionError", "another hint", False),
        ("wrong answer", "AssertionError", "please keep the sign", True),
    ],
)
def test_what_proves_an_attempt(kind, outcome, message, holds):
    assert Proof(Attempt("ex-double", kind, "", "keep the sign"), outcome, message).holds is holds


def test_an_attempt_that_never_ends_is_stopped_and_the_next_one_runs(answers, monkeypatch):
    monkeypatch.setattr(proofs, "ATTEMPT_SECONDS", 1)
    found = prove(exercise("while True: pass"), answers)
    assert [proof.outcome for proof in found] == ["NotImplementedError", "TimeoutError", "AssertionError", "AssertionError"]


def test_what_an_answer_prints_or_redefines_does_not_reach_the_next_attempt(answers):
    noisy = exercise("print('{}'); globals()['number'] = None; return 2 * x")
    assert all(proof.holds for proof in prove(noisy, answers))


def test_proofs_start_from_one_process_that_has_the_frameworks_and_no_threads(answers):
    """In a process of its own, since what a process forks from is settled with its first proof."""
    script = (
        "import sys\nfrom pathlib import Path\nfrom dlcourse.book.check import proofs\n"
        "import test_check_proofs as here\n"
        "if __name__ == '__main__':\n"
        "    proofs.warm_up()\n"
        "    state = \"assert {'torch', 'keras', 'numpy'} <= set(__import__('sys').modules); assert len(__import__('os').listdir('/proc/self/task')) == 1\"\n"
        "    for _ in range(2):\n"
        "        print([str(p) for p in proofs.prove(here.exercise(f'{state}; return 2 * x'), Path(sys.argv[1])) if not p.holds])"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path])}
    done = subprocess.run([sys.executable, "-c", script, str(answers)], capture_output=True, text=True, env=environment)
    assert done.stdout == "[]\n[]\n", done.stderr


def test_an_imports_cell_that_fails_is_named(answers):
    with pytest.raises(CourseError, match="imports cell.*ModuleNotFoundError"):
        prove(exercise(imports="import no_such_module"), answers)


def test_an_answer_that_ends_the_process_is_named(answers):
    with pytest.raises(CourseError, match="died in attempt 2 of 4"):
        prove(exercise("__import__('os')._exit(0)"), answers)


def test_an_exercise_without_wrong_answers_is_refused(tmp_path):
    with pytest.raises(CourseError, match="has no wrong answers"):
        prove(exercise(), tmp_path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("def double(x): ...", "no wrong answer"),
        ("x = 1\n# %% hint: a\nx = 2", "before its first line"),
        ("# %% a\nx = 2", "not '# %% hint: …'"),
        ("# %% hint: a\n\n# %% hint: b\nx = 1", "not '# %% hint: …'"),
    ],
)
def test_a_malformed_file_of_wrong_answers_is_refused(tmp_path, text, message):
    path = tmp_path / "ex-double.py"
    path.write_text(text)
    with pytest.raises(CourseError, match=message):
        read_wrong_answers(path)


def test_wrong_answers_keep_their_code_and_hint(answers):
    found = read_wrong_answers(answers / "ex-double.py")
    assert [answer.hint for answer in found] == ["twice two", "keep the sign"]
    assert found[1].code == "def double(x):\n    return abs(2 * x)"
