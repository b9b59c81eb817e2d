"""What a notebook of the course is: normal form, digest, metadata, exercises, stubs."""

from __future__ import annotations

import copy

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader.preprocessors import ClearSolutions

from dlcourse import notebook
from dlcourse.errors import CourseError


def messy() -> nbformat.NotebookNode:
    """A notebook as tools leave it behind."""
    shown = [new_output("execute_result", data={"text/plain": "2"}, execution_count=7, metadata={"papermill": {"x": 1}})]
    nb = new_notebook(
        cells=[
            new_markdown_cell("# Title  \n\ntext \n", id="title"),
            new_code_cell("1 + 1", id="kept", outputs=copy.deepcopy(shown), execution_count=7, metadata={"tags": ["nbval-check-output"]}),
            new_code_cell("2 + 2\n", id="dropped", outputs=shown, execution_count=8, metadata={"papermill": {}, "tags": []}),
        ]
    )
    nb.metadata.update(dlcourse={"minutes": 5}, papermill={"status": "completed"}, language_info={"name": "python", "version": "3.11.7"})
    return nb


def test_normal_form_keeps_checked_outputs_and_drops_what_tools_left():
    nb = notebook.normalise(messy())
    title, kept, dropped = nb.cells
    assert title.source == "# Title\n\ntext"
    assert (kept.execution_count, kept.outputs[0].execution_count, kept.outputs[0].metadata) == (1, 1, {})
    assert (dropped.execution_count, dropped.outputs, dropped.metadata) == (None, [], {})
    assert [cell.id for cell in nb.cells] == ["title", "kept", "dropped"]
    assert set(nb.metadata) == {"dlcourse", "kernelspec", "language_info"}


def test_normal_form_is_recognised_and_stable():
    nb = messy()
    assert not notebook.is_normal(nb)
    once = notebook.dumps(notebook.normalise(nb))
    assert notebook.is_normal(nb)
    assert notebook.dumps(notebook.normalise(nbformat.reads(once, as_version=4))) == once


def test_what_is_written_reads_back_alike_and_leaves_no_partial_file(tmp_path):
    path = tmp_path / "x.ipynb"
    nb = notebook.normalise(messy())
    notebook.write(nb, path)
    assert notebook.dumps(notebook.read(path)) == path.read_text() == notebook.dumps(nb)
    assert [p.name for p in tmp_path.iterdir()] == ["x.ipynb"]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"cells": 3}', '{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{}]}'])
def test_a_file_that_is_no_notebook_is_refused_in_one_sentence(tmp_path, text):
    path = tmp_path / "x.ipynb"
    path.write_text(text)
    with pytest.raises(CourseError, match="is not a notebook"):
        notebook.read(path)


def test_metadata_is_read_and_unknown_or_missing_fields_are_refused():
    nb = messy()
    nb.metadata.dlcourse.update(data=["mnist"])
    assert notebook.info(nb).data == ("mnist",)
    nb.metadata.dlcourse.update(dta=[])
    with pytest.raises(CourseError, match="dta"):
        notebook.info(nb)
    with pytest.raises(CourseError, match="minutes"):
        notebook.info(new_notebook())


def test_the_digest_follows_the_code_and_ignores_ids_and_outputs():
    nb = messy()
    before = notebook.digest(nb)
    nb.cells[1].outputs, nb.cells[1].id = [], "renamed"
    assert notebook.digest(nb) == before
    nb.cells[1].source = "1 + 2"
    assert notebook.digest(nb) != before


def gated(*labels: str) -> list[nbformat.NotebookNode]:
    return [new_markdown_cell(f"```{{exercise-start}} T\n:label: {label}\n```") for label in labels]


END = "```{exercise-end}\n```"


def test_exercises_are_found_with_their_cells():
    cells = [
        new_markdown_cell("# Title"),
        *gated("ex-a"),
        new_code_cell("x", metadata={"nbgrader": {"solution": True}}),
        new_code_cell("y", metadata={"nbgrader": {"grade": True}}),
        new_markdown_cell(END),
        new_markdown_cell("```{exercise-start} In one cell\n:label: ex-b\n```\nWords.\n" + END),
    ]
    first, second = notebook.exercises(new_notebook(cells=cells))
    assert first == notebook.Exercise("ex-a", "T", start=1, end=4, answer=[2], tests=[3])
    assert (second.label, second.title, second.start, second.end) == ("ex-b", "In one cell", 5, 5)


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        (gated("ex-a"), "never closed"),
        (gated("ex-a", "ex-b"), "not closed before"),
        ([new_markdown_cell(END)], "Cell 1 closes"),
        ([new_markdown_cell("```{exercise-start} T\n```")], "no :label:"),
    ],
)
def test_a_malformed_exercise_is_refused(cells, message):
    with pytest.raises(CourseError, match=message):
        notebook.exercises(new_notebook(cells=cells))


def test_the_stub_keeps_what_stands_outside_the_markers():
    source = "def f(x):\n    y = x\n    ### BEGIN SOLUTION\n    y = 2 * y\n    ### END SOLUTION\n    return y"
    assert notebook.stub(source) == "def f(x):\n    y = x\n    # YOUR CODE HERE\n    raise NotImplementedError()\n    return y"


def test_hidden_tests_are_taken_out():
    source = 'assert a, "b"\n### BEGIN HIDDEN TESTS\nassert secret\n### END HIDDEN TESTS'
    assert notebook.public_tests(source) == 'assert a, "b"'
    assert notebook.public_tests('assert a, "b"') == 'assert a, "b"'


@pytest.mark.parametrize("region", [["BEGIN"], ["END"], ["END", "BEGIN"], ["BEGIN", "BEGIN", "END"], []])
def test_markers_that_do_not_pair_up_are_refused(region):
    with pytest.raises(CourseError, match="### BEGIN SOLUTION"):
        notebook.stub("\n".join(f"### {word} SOLUTION" for word in region))


@settings(deadline=None)
@given(st.lists(st.text(alphabet="abc #\n", max_size=8), max_size=6), st.text(alphabet="xyz", min_size=1, max_size=8))
def test_no_part_of_a_solution_survives_in_the_stub(outside, secret):
    source = "\n".join([*outside, "### BEGIN SOLUTION", secret, "### END SOLUTION", *outside])
    assert secret not in notebook.stub(source).replace("# YOUR CODE HERE", "")
    # nbgrader, which instructors may use instead, makes the same stub.
    cell = new_code_cell(source)
    ClearSolutions()._replace_solution_region(cell, "python")
    assert notebook.stub(source) == cell.source
