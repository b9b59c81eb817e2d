"""``dlcourse release``: from a source notebook the one that students get, and the one that instructors keep."""

from __future__ import annotations

import copy
import csv
import io
import os
import re
import zipfile
from collections.abc import Iterable
from pathlib import Path

import click
from nbformat import NotebookNode

from dlcourse import notebook
from dlcourse.classroom import problems, secret
from dlcourse.classroom.feedback import file_name
from dlcourse.errors import CourseError
from dlcourse.publishing import links, plain
from dlcourse.publishing.student import student_notebook

STUDENT, INSTRUCTOR, VARIANTS = "student", "instructor", "variants"
# The earliest time that an archive can hold: the same notebook makes the same bytes.
ARCHIVE_TIME = (1980, 1, 1, 0, 0, 0)
_VARIANT = re.compile(rf"^{secret.VARIANT} = \d+", re.MULTILINE)


@click.command("release")
@click.argument("names", metavar="[NOTEBOOK]...", nargs=-1)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="The folder to write to.")
@click.option(
    "--secret",
    "secret_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The secret of the course, for variants and hidden inputs; made where there is none. Keep it.",
)
@click.option(
    "--roster", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A CSV whose first column names the students: one variant each."
)
def release_command(names: tuple[str, ...], out: Path, secret_file: Path | None, roster: Path | None) -> None:
    """Make student and instructor notebooks, and an archive to hand out, of each NOTEBOOK (default: every assignment of the course)."""
    if roster and not secret_file:
        raise CourseError("Variants are drawn from a secret: give --secret FILE as well.")
    paths = [problems.find(name) for name in names] or sorted(Path.cwd().glob(f"chapters/*/{notebook.ASSIGNMENT}.ipynb"))
    if not paths:
        raise CourseError("There is no assignment below chapters/: name a notebook.")
    key = secret.make(secret_file) if secret_file else None
    students = read_roster(roster) if roster else []
    for path in paths:
        made = release(path, out, key, students)
        click.echo(f"  {problems.short_name(path):32} {len(made)} files in {out}")


def release(path: Path, out: Path, key: bytes | None = None, students: Iterable[str] = ()) -> list[Path]:
    """Write the released files of one source notebook below ``out`` and return their paths.

    ``student/NAME.ipynb`` and ``NAME.zip`` for everybody, ``instructor/NAME.ipynb``, and for each of ``students``
    ``variants/STUDENT/NAME.ipynb`` with their own number. Raises :class:`CourseError` for a source that cannot be read, and for variants
    of one that has none.
    """
    name = problems.short_name(path)
    source = notebook.read(path)
    student = student_notebook(source, plain.Style(page_links(path)))
    made = [
        _write(notebook.dumps(student), out / STUDENT / f"{name}.ipynb"),
        _write(notebook.dumps(instructor_notebook(source)), out / INSTRUCTOR / f"{name}.ipynb"),
    ]
    for who in students:
        own = variant(student, secret.variant(key or b"", name, who))
        made.append(_write(notebook.dumps(own), out / VARIANTS / file_name(who).removesuffix(".md") / f"{name}.ipynb"))
    return [*made, _archive({f"{name}.ipynb": notebook.dumps(student)}, out / f"{name}.zip")]


def page_links(path: Path) -> links.Links:
    """What the source notebook at ``path`` may refer to: that of the course around it, if there is one."""
    root = links.root_of(path)
    return links.read(root).of(path.resolve().relative_to(root).with_suffix("").as_posix()) if root else links.Links()


def instructor_notebook(source: NotebookNode) -> NotebookNode:
    """The source itself, without outputs."""
    nb = notebook.normalise(copy.deepcopy(source))
    for _, cell in notebook.code_cells(nb):
        cell.outputs, cell.execution_count = [], None
    return nb


def variant(student: NotebookNode, number: int) -> NotebookNode:
    """A student notebook with its own number. Raises :class:`CourseError` when it has no place for one."""
    nb = copy.deepcopy(student)
    for _, cell in notebook.code_cells(nb):
        if not cell.metadata.get("nbgrader") and _VARIANT.search(cell.source):
            cell.source = _VARIANT.sub(f"{secret.VARIANT} = {number}", cell.source)
            return nb
    raise CourseError(f"The notebook has no variants: a cell of its own must say '{secret.VARIANT} = 0'.")


def read_roster(path: Path) -> list[str]:
    """The students in the first column of a CSV, whose header may be ``student`` or ``username``. Raises :class:`CourseError` for none."""
    rows = [row[0].strip() for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))) if row and row[0].strip()]
    students = list(dict.fromkeys(rows[1:] if rows and rows[0].casefold() in ("student", "username", "id") else rows))
    if not students:
        raise CourseError(f"{path} names no students.")
    return students


def _archive(files: dict[str, str], path: Path) -> Path:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, ARCHIVE_TIME), text, zipfile.ZIP_DEFLATED)
    return _write(content.getvalue(), path)


def _write(content: str | bytes, path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    partial.write_bytes(content.encode() if isinstance(content, str) else content)
    os.replace(partial, path)
    return path
