"""Every exercise in code is proven: the stub fails, the solution passes, and each wrong answer gets its own hint."""

from pathlib import Path

import pytest

from dlcourse import notebook
from dlcourse.book.check.page import Course
from dlcourse.book.check.proofs import prove, warm_up

COURSE = Course(Path(__file__).resolve().parents[2])
NOTEBOOKS = sorted(path for path in COURSE.root.glob("chapters/**/*.ipynb") if ".ipynb_checkpoints" not in path.parts)

# Before the first proof, so that the frameworks are imported once for all notebooks.
warm_up()


@pytest.mark.timeout(300)
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_exercises_accept_the_solution_and_reject_everything_else(path):
    proofs = prove(notebook.read(path), COURSE.wrong_answers(path))
    assert not [str(proof) for proof in proofs if not proof.holds]
