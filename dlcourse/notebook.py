"""What a notebook of this course is: its tags, its metadata, its exercises, and its normal form.

This module is all that the book tool and the classroom share. It needs ``nbformat``; a notebook's own code never imports it.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import textwrap
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Iterator

import nbformat
from nbformat import NotebookNode

from dlcourse.errors import CourseError

# Tags that a cell may carry, and what each means.
TAGS = {
    "parameters": "papermill's parameters: profile and seed",
    "bootstrap": "imports dlcourse, or installs it on Colab, and starts the run",
    "imports": "the libraries of the chapter; exercises may rely on this cell and on nothing else before them",
    "framework-tensorflow": "Keras version of a pair; becomes a tab",
    "framework-torch": "PyTorch version of a pair; becomes a tab",
    "nbval-check-output": "output is deterministic, stored in the repository and compared in the tests",
    "hide-input": "code behind a button on the page",
    "hide-output": "output behind a button on the page",
    "hide-cell": "whole cell behind a button on the page",
    "raises-exception": "the exception is the lesson",
}

STORED_OUTPUT_TAG = "nbval-check-output"
OPENING_TAGS = ("parameters", "bootstrap", "imports")
FRAMEWORK_TAGS = ("framework-tensorflow", "framework-torch")
ASSIGNMENT = "assignment"

_EXERCISE_START = re.compile(r"^`{3,}\{exercise-start\}[ \t]*(?P<title>.*)$", re.MULTILINE)
_EXERCISE_END = re.compile(r"^`{3,}\{exercise-end\}", re.MULTILINE)
_LABEL = re.compile(r"^:label:[ \t]*(\S+)", re.MULTILINE)


@dataclass(frozen=True)
class NotebookInfo:
    """The course's own metadata of a notebook (``metadata.dlcourse``).

    ``minutes`` of study; ``prerequisites`` as docnames without ``chapters/``; ``frameworks`` among ``tensorflow`` and ``torch``;
    ``extras``, those of the package that hold what Colab lacks and the notebook imports; ``data`` as names of the registry;
    ``sources`` as ids of the sections that the notebook covers; ``budget_seconds`` in the standard profile; ``gpu`` for one whose
    standard profile nobody would wait for without a GPU.
    """

    minutes: int
    prerequisites: tuple[str, ...] = ()
    frameworks: tuple[str, ...] = ()
    extras: tuple[str, ...] = ()
    data: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    budget_seconds: int = 60
    gpu: bool = False


@dataclass
class Exercise:
    """Where an exercise stands in its notebook, as cell indices.

    ``answer`` and ``tests`` are empty for an exercise that is answered in words.
    """

    label: str
    title: str
    start: int
    end: int
    answer: list[int] = field(default_factory=list)
    tests: list[int] = field(default_factory=list)


def read(path: Path) -> NotebookNode:
    """Read a version 4 notebook; raises :class:`CourseError` when the file is no notebook."""
    try:
        nb = nbformat.read(path, as_version=4)
        nbformat.validate(nb)
    except (OSError, ValueError, TypeError, KeyError, nbformat.ValidationError, AttributeError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise CourseError(f"{path} is not a notebook that can be read: {reason}") from None
    return nb


def dumps(nb: NotebookNode) -> str:
    """The notebook as text, always laid out alike: one space of indentation, final newline."""
    return nbformat.writes(nb, version=4).rstrip("\n") + "\n"


def write(nb: NotebookNode, path: Path) -> None:
    """Write atomically: a reader of ``path`` sees the old file or the new one, never half of one."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    partial.write_text(dumps(nb), encoding="utf-8")
    os.replace(partial, path)


def info(nb: NotebookNode) -> NotebookInfo:
    """The notebook's course metadata; raises :class:`CourseError` for a missing or unknown field."""
    raw: dict[str, Any] = dict(nb.metadata.get("dlcourse", {}))
    known = NotebookInfo.__dataclass_fields__
    unknown = sorted(set(raw) - set(known))
    if unknown:
        raise CourseError(f"The notebook's metadata.dlcourse has unknown fields: {', '.join(unknown)}.")
    if not isinstance(raw.get("minutes"), int):
        raise CourseError("The notebook's metadata.dlcourse must give 'minutes', a whole number of minutes of study.")
    return NotebookInfo(**{k: tuple(v) if isinstance(v, list) else v for k, v in raw.items()})


def title(nb: NotebookNode) -> str:
    """The text of the first level-one heading, or an empty string."""
    for cell in nb.cells:
        if cell.cell_type == "markdown":
            match = re.search(r"^#[ \t]+(.+?)[ \t]*$", cell.source, re.MULTILINE)
            if match:
                return match[1]
    return ""


def is_assignment(name: Path | str) -> bool:
    """Whether a path or docname is that of an assignment, which is graded as a whole: one called ``assignment``, after its folder."""
    return PurePosixPath(name).name.removesuffix(".ipynb") == ASSIGNMENT


def given_cells(nb: NotebookNode) -> list[int]:
    """Positions of the code cells of an assignment on which its answers may rely: neither opening, nor graded, nor drawing a figure."""
    shown = [i for i, cell in code_cells(nb) if not cell.metadata.get("nbgrader") and not set(OPENING_TAGS) & set(tags(cell))]
    return [i for i in shown if not nb.cells[i].metadata.get("mystnb", {}).get("figure")]


def tags(cell: NotebookNode) -> list[str]:
    """The cell's tags."""
    return list(cell.metadata.get("tags", []))


def course(cell: NotebookNode) -> dict[str, Any]:
    """The cell's course metadata: ``objectives`` (ids, one for each list item) or ``meets`` (ids that the cell lets a reader test)."""
    return dict(cell.metadata.get("dlcourse", {}))


def code_cells(nb: NotebookNode) -> Iterator[tuple[int, NotebookNode]]:
    """The code cells with their positions."""
    return ((i, cell) for i, cell in enumerate(nb.cells) if cell.cell_type == "code")


def exercises(nb: NotebookNode) -> list[Exercise]:
    """Find the exercises: what stands between a cell that opens one and the cell that closes it.

    Raises :class:`CourseError` for one that is never closed, closed without being opened, or has no label.
    """
    found: list[Exercise] = []
    current: Exercise | None = None
    for i, cell in enumerate(nb.cells):
        if cell.cell_type == "markdown":
            opened = _EXERCISE_START.search(cell.source)
            if opened:
                if current:
                    raise CourseError(f"Exercise {current.label} is not closed before the next one opens.")
                label = _LABEL.search(cell.source, opened.end())
                if not label:
                    raise CourseError(f"The exercise {opened['title'] or f'in cell {i + 1}'!r} has no :label:.")
                current = Exercise(label[1], opened["title"].strip(), start=i, end=i)
            if _EXERCISE_END.search(cell.source):
                if not current:
                    raise CourseError(f"Cell {i + 1} closes an exercise that was never opened.")
                current.end = i
                found.append(current)
                current = None
        elif current and cell.cell_type == "code":
            grading = cell.metadata.get("nbgrader", {})
            if grading.get("solution"):
                current.answer.append(i)
            elif grading.get("grade"):
                current.tests.append(i)
    if current:
        raise CourseError(f"Exercise {current.label} is never closed.")
    return found


def stub(source: str) -> str:
    """The answer cell as a student gets it: each region between solution markers becomes nbgrader's stub, indented alike.

    Raises :class:`CourseError` for markers that do not pair up, or when there are none.
    """
    return _replace_regions(source, "SOLUTION", "# YOUR CODE HERE\nraise NotImplementedError()")


def public_tests(source: str) -> str:
    """The test cell without its hidden tests. Raises :class:`CourseError` for markers that do not pair up."""
    return _replace_regions(source, "HIDDEN TESTS", "", required=False).rstrip("\n")


def _replace_regions(source: str, region: str, replacement: str, required: bool = True) -> str:
    begin, end = f"### BEGIN {region}", f"### END {region}"
    kept: list[str] = []
    inside = False
    for line in source.split("\n"):
        if line.strip() in (begin, end):
            if inside == (line.strip() == begin):
                raise CourseError(f"The markers {begin!r} and {end!r} do not pair up.")
            inside = not inside
            if inside and replacement:
                kept.append(textwrap.indent(replacement, line[: len(line) - len(line.lstrip())]))
        elif not inside:
            kept.append(line)
    if inside or (required and begin not in source):
        raise CourseError(f"The cell needs both markers, {begin!r} and {end!r}.")
    return "\n".join(kept)


def normalise(nb: NotebookNode) -> NotebookNode:
    """Bring a notebook into the repository's normal form, in place, and return it.

    Cells whose output is checked keep it, with execution count 1; every other output and count goes. What tools leave behind
    (papermill's and editors' metadata, kernel versions) goes. Cell ids stay. A Markdown cell has no trailing white space.
    """
    nb.nbformat, nb.nbformat_minor = 4, 5
    nb.metadata = NotebookNode(
        {
            "dlcourse": nb.metadata.get("dlcourse", NotebookNode()),
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        }
    )
    for cell in nb.cells:
        cell.source = "\n".join(line.rstrip() for line in cell.source.strip("\n").split("\n"))
        cell.metadata = NotebookNode({k: v for k, v in cell.metadata.items() if k in ("tags", "dlcourse", "nbgrader", "mystnb")})
        if not cell.metadata.get("tags", True):
            del cell.metadata["tags"]
        if cell.cell_type == "code":
            stored = STORED_OUTPUT_TAG in tags(cell) and cell.outputs
            cell.execution_count = 1 if stored else None
            cell.outputs = [_stored_output(output) for output in cell.outputs] if stored else []
    return nb


def _stored_output(output: NotebookNode) -> NotebookNode:
    if "execution_count" in output:
        output.execution_count = 1
    output.get("metadata", NotebookNode()).pop("papermill", None)
    return output


def is_normal(nb: NotebookNode) -> bool:
    """Whether :func:`normalise` would change nothing."""
    return dumps(nb) == dumps(normalise(nbformat.reads(dumps(nb), as_version=4)))


def digest(nb: NotebookNode) -> str:
    """sha256 over what decides the outcome of an execution: the cells' kinds, sources and tags, and the course metadata.

    Cell ids and stored outputs do not count.
    """
    content = [(cell.cell_type, cell.source, tags(cell)) for cell in nb.cells]
    text = json.dumps([nb.metadata.get("dlcourse", {}), content], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
