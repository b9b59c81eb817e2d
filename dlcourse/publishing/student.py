"""The student form of a notebook: without solutions, hidden tests, mark schemes and outputs."""

from __future__ import annotations

import copy
import re

from nbformat import NotebookNode

from dlcourse import notebook
from dlcourse.errors import CourseError
from dlcourse.publishing import plain

MARKERS = ("### BEGIN SOLUTION", "### END SOLUTION", "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS", "=== BEGIN MARK SCHEME ===")
_SOLUTION_START = re.compile(r"^`{3,}\{solution-start\}", re.MULTILINE)
_SOLUTION_END = re.compile(r"^`{3,}\{solution-end\}", re.MULTILINE)


def student_notebook(source: NotebookNode, style: plain.Style = plain.Style()) -> NotebookNode:
    """The notebook without solutions, hidden tests, mark schemes and outputs; ``source`` is left as it is.

    Made by nbgrader's preprocessors; the course's own solutions in words go as well, and the answers of its quizzes unless ``style`` keeps
    them.
    """
    from nbgrader import preprocessors

    nb = notebook.normalise(copy.deepcopy(source))
    nb.cells = plain.readable(without_solutions_in_words(nb.cells), style)
    clean = (
        preprocessors.LockCells(), preprocessors.ClearSolutions(), preprocessors.ClearOutput(), preprocessors.ClearHiddenTests(),
        preprocessors.ClearMarkScheme(), preprocessors.ComputeChecksums(),
    )  # fmt: skip
    try:
        for step in clean:
            nb, _ = step.preprocess(nb, {})
    except RuntimeError as error:
        raise CourseError(f"The markers of solutions and hidden tests do not pair up: {str(error).splitlines()[0]}.") from None
    for cell in nb.cells:
        for field in ("mystnb", "dlcourse"):
            cell.metadata.pop(field, None)
    _require_clean(nb)
    return nb


def without_solutions_in_words(cells: list[NotebookNode]) -> list[NotebookNode]:
    """The cells that stand in no solution, which students do not get."""
    kept, inside = [], False
    for cell in cells:
        inside = inside or (cell.cell_type == "markdown" and bool(_SOLUTION_START.search(cell.source)))
        if not inside:
            kept.append(cell)
        elif cell.cell_type == "markdown" and _SOLUTION_END.search(cell.source):
            inside = False
    return kept


def _require_clean(nb: NotebookNode) -> None:
    """The last line of defence: no marker may be left, as that would mean that what it marks is left as well."""
    text = notebook.dumps(nb)
    left = next((marker for marker in MARKERS if marker in text), None)
    if left or _SOLUTION_START.search(text):
        raise CourseError(f"The student notebook would still hold {left or 'a solution'!r}: write every marker on a line of its own.")
