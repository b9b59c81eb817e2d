"""The comparison of stored outputs catches a wrong one, and what nbval cannot see, ``dlcourse check`` does."""

from __future__ import annotations

import copy
import os
import subprocess
import sys
from pathlib import Path

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook, new_output

sys.path.insert(0, str(Path(__file__).parents[1] / "notebooks"))
from replay import differences

from dlcourse import notebook
from dlcourse.book.check.form import portable_output, stored_output
from dlcourse.book.check.page import Course, Page


def notebook_with(stored: str | None, source: str = "print(6 * 7)"):
    """A notebook of one checked cell that prints 42, and of what is stored for it."""
    outputs = [] if stored is None else [new_output("stream", name="stdout", text=stored)]
    cell = new_code_cell(source, metadata={"tags": ["nbval-check-output"]}, outputs=outputs)
    return notebook.normalise(new_notebook(cells=[cell]))


def nbval(path) -> subprocess.CompletedProcess:
    """Compare as ``make test-notebooks`` does."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--nbval-lax", "--nbval-cell-timeout=60", path.name]
    environment = {**os.environ, "DLCOURSE_PROFILE": "smoke"}
    return subprocess.run(command, cwd=path.parent, capture_output=True, text=True, timeout=120, env=environment)


@pytest.mark.timeout(150)
def test_nbval_accepts_the_right_output_and_rejects_a_wrong_one(tmp_path):
    right, wrong = tmp_path / "right.ipynb", tmp_path / "wrong.ipynb"
    notebook.write(notebook_with("42\n"), right)
    notebook.write(notebook_with("43\n"), wrong)
    accepted, rejected = nbval(right), nbval(wrong)
    assert accepted.returncode == 0, accepted.stdout
    assert rejected.returncode == 1
    assert "Cell outputs differ" in rejected.stdout


def executed(source: NotebookNode, *outputs: NotebookNode, profile: str = "smoke") -> NotebookNode:
    """What the smoke book keeps of the notebook."""
    nb = copy.deepcopy(source)
    nb.cells[0].outputs = list(outputs)
    nb.metadata["dlcourse_run"] = {"profile": profile, "source_digest": notebook.digest(source)}
    return nb


SAYS_42 = new_output("stream", name="stdout", text="42\n")
SPLIT = (new_output("stream", name="stdout", text="4"), new_output("stream", name="stdout", text="2\n"))
SAYS_43 = new_output("stream", name="stdout", text="43\n")
RAISES = new_output("error", ename="ValueError", evalue="no", traceback=["ValueError: no"])


@pytest.mark.parametrize(
    ("outputs", "message"),
    [([SAYS_42], None), (SPLIT, None), ([SAYS_43], "Cell outputs differ"), ([], "Cell outputs differ"), ([SAYS_42, RAISES], "caused an exception")],
)
def test_the_comparison_with_the_smoke_book_judges_as_nbval_does(outputs, message, tmp_path, request):
    source = notebook_with("42\n")
    notebook.write(source, tmp_path / "x.ipynb")
    notebook.write(executed(source, *outputs), tmp_path / "executed.ipynb")
    found = differences(tmp_path / "x.ipynb", tmp_path / "executed.ipynb", request.node.parent)
    assert (found == []) if message is None else (message in found[0])


def test_the_comparison_needs_an_execution_of_this_notebook_in_the_smoke_profile(tmp_path, request):
    source, place = tmp_path / "x.ipynb", tmp_path / "executed.ipynb"
    notebook.write(notebook_with("42\n"), source)
    assert "has not been executed" in differences(source, place, request.node.parent)[0]
    for other in (executed(notebook_with("42\n"), SAYS_42, profile="standard"), executed(notebook_with("42\n", "print(42)"), SAYS_42)):
        notebook.write(other, place)
        assert "has changed since" in differences(source, place, request.node.parent)[0]


@pytest.mark.parametrize(
    ("stored", "tagged", "message"), [(None, True, "not stored"), ("42\n", False, "no output is checked"), ("42\n", True, None)]
)
def test_stripped_or_untagged_outputs_which_nbval_would_pass_fail_the_check(tmp_path, stored, tagged, message):
    nb = notebook_with(stored)
    if not tagged:
        nb.cells[0].metadata.tags = []
    messages = [finding.message for finding in stored_output(Page(tmp_path / "x.ipynb", nb, True), Course(tmp_path))]
    assert (messages == []) if message is None else (message in messages[0])


def test_an_output_that_differs_from_machine_to_machine_may_not_be_stored(tmp_path):
    nb = notebook_with("cpu\n", "print(run.device)")
    assert "run.device" in next(portable_output(Page(tmp_path / "x.ipynb", nb, True), Course(tmp_path))).message
