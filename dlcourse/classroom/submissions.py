"""What was handed in: notebooks in a folder or an archive, each with its student, and why a file is not one.

Names and content come from students and are treated so: archives are read member by member in memory and never unpacked, links and
special files are not followed, sizes are limited before anything is read. Of a notebook only the code is kept.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import stat
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath

from dlcourse.classroom import wire
from dlcourse.classroom.hints import text
from dlcourse.classroom.problems import Assignment
from dlcourse.classroom.runner import Cell
from dlcourse.errors import CourseError

MAX_NOTEBOOK_BYTES = 50 * 2**20
MAX_CODE_BYTES = 4 * 2**20
MAX_CELLS = 3_000
MAX_FILES = 100_000
MAX_ARCHIVE_BYTES = 20 * 2**30
MAX_JSON_DEPTH = 200
MAX_JSON_VALUES = 5_000_000
LONG_CELL = 80
MAX_TEXT = 20_000

# LASTFIRST_LATE_USER_SUBMISSION_NAME-1.ipynb, and FULL NAME_PARTICIPANT_assignsubmission_file_/NAME.ipynb
_CANVAS = re.compile(
    r"(?P<name>[^_/]+)_(?P<late>LATE_)?(?P<id>[0-9]+)_(?P<submission>[0-9]+)_(?P<file>.+?)(?:-(?P<again>[0-9]{1,4}))?\.ipynb", re.IGNORECASE
)
_MOODLE = re.compile(r"(?P<name>.+)_(?P<id>\d+)_assignsubmission_\w+_?")
_IGNORED = re.compile(r"(^|/)(\.(?!\.?(/|$))|__MACOSX/|Thumbs\.db$|desktop\.ini$)")


@dataclass
class Submission:
    """What one student handed in. ``remarks`` are lines for the report.

    ``cells`` is the code of their notebook, None where they handed in none, and ``texts`` the Markdown by every id of its cell;
    ``fault`` says why the notebook cannot be graded.
    """

    student: str
    name: str = ""
    file: str = ""
    cells: list[Cell] | None = None
    fault: str = ""
    late: bool = False
    remarks: list[str] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """sha256 over the code."""
        return hashlib.sha256(json.dumps([asdict(cell) for cell in self.cells or []]).encode()).hexdigest()


@dataclass(frozen=True)
class _File:
    """A file that was handed in; ``order`` sorts a student's files, the newest last. ``cells`` is None for one that is no notebook."""

    path: str
    cells: list[Cell] | None
    order: tuple[object, ...]
    problem: str = ""
    texts: dict[str, str] = field(default_factory=dict)

    @property
    def time(self) -> datetime | None:
        """When it was written, by its own account: a file's time of change, in an archive the time without a zone that this holds."""
        if self.order and isinstance(self.order[0], int):
            return datetime.fromtimestamp(self.order[0] / 1e9)
        with contextlib.suppress(ValueError):
            return datetime(*self.order[0]) if self.order else None
        return None


class NotGradable(Exception):
    """Why a file cannot be graded, in one sentence for the report."""


def collect(source: Path, due: datetime | None = None) -> list[Submission]:
    """The submissions in a folder or a ``.zip``, one for each student, in alphabetical order; late are those written after ``due``.

    Raises :class:`CourseError` when ``source`` is neither, is damaged, or holds nothing.
    """
    if source.is_dir():
        files = list(_from_folder(source))
        folders = _folders(source)
    elif source.is_file() and zipfile.is_zipfile(source):
        files, folders = list(_from_archive(source)), []
    else:
        raise CourseError(f"{source} is neither a folder nor a .zip archive of submissions.")
    around = _folder_around([file.path for file in files], folders)
    if around and source.is_dir():
        folders = _folders(source / around)
    by_student: dict[str, list[tuple[_File, dict[str, str]]]] = {folder_student(name): [] for name in folders}
    for file in files:
        whose = student_of(file.path.removeprefix(f"{around}/") if around else file.path)
        by_student.setdefault(whose["id"], []).append((file, whose))
    if not by_student:
        raise CourseError(f"{source} holds no submission.")
    return [_choose(student, handed_in, due) for student, handed_in in sorted(by_student.items())]


def _folders(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_dir() and not path.is_symlink() and not path.name.startswith("."))


def _folder_around(paths: list[str], folders: list[str]) -> str:
    """The one folder in which all submissions lie, as when a folder of them was packed; "" where there is none, or it is a student's."""
    tops = {path.partition("/")[0] for path in paths}.union(folders)
    if len(tops) != 1 or not all("/" in path for path in paths):
        return ""
    top = tops.pop()
    inside = [path.removeprefix(f"{top}/") for path in paths]
    below = {path.partition("/")[0] for path in inside if "/" in path}
    are_students = len(below) > 1 or any(map(_MOODLE.fullmatch, below)) or bool(inside) and all(map(_CANVAS.fullmatch, inside))
    return top if are_students and not _MOODLE.fullmatch(top) else ""


def folder_student(name: str) -> str:
    return student_of(f"{name}/x.ipynb")["id"]


def student_of(path: str) -> dict[str, str]:
    """Who handed in the file at ``path``: ``id``, ``name``, and ``late`` and ``again`` where the LMS wrote them into the name.

    Canvas and Moodle name files as they do; elsewhere the first folder is the student, or the file's own name. What a student calls a
    file in their own folder says nothing of whose it is.
    """
    parts = PurePosixPath(unicodedata.normalize("NFC", path)).parts
    moodle = _MOODLE.fullmatch(parts[0]) if len(parts) > 1 else None
    canvas = _CANVAS.fullmatch(parts[0]) if len(parts) == 1 else None
    if moodle:
        return {"id": moodle["id"], "name": moodle["name"], "late": "", "again": ""}
    if canvas:
        return {"id": canvas["id"], "name": canvas["name"], "late": canvas["late"] or "", "again": canvas["again"] or ""}
    own = parts[0] if len(parts) > 1 else PurePosixPath(parts[0]).stem
    return {"id": text(own), "name": "", "late": "", "again": ""}


def _choose(student: str, handed_in: list[tuple[_File, dict[str, str]]], due: datetime | None) -> Submission:
    """The newest notebook of a student; what else they handed in is remarked."""
    notebooks = [(file, whose) for file, whose in handed_in if file.cells is not None]
    other = [file for file, _ in handed_in if file.cells is None]
    remarks = [f"{text(file.path)}: {file.problem}" for file in other]
    if not notebooks:
        names = [whose["name"] for _, whose in handed_in]
        return Submission(student, text(names[0]) if names else "", remarks=remarks or ["No file was handed in."])
    notebooks.sort(key=lambda pair: (int(pair[1]["again"] or 0), *pair[0].order))
    file, whose = notebooks[-1]
    for earlier, _ in notebooks[:-1]:
        remarks.append(f"{text(earlier.path)}: not graded, because {text(file.path)} is newer.")
    late = bool(whose["late"]) or (due is not None and file.time is not None and file.time > due)
    return Submission(
        student, text(whose["name"]), text(file.path), file.cells, file.problem, late, [*(["Handed in late."] if late else []), *remarks], file.texts
    )


def _from_folder(folder: Path) -> Iterator[_File]:
    count = 0
    for where, folders, names in os.walk(folder, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted([*names, *(link for link in folders if os.path.islink(os.path.join(where, link)))]):
            path = os.path.join(where, name)
            relative = os.path.relpath(path, folder).replace(os.sep, "/")
            relative = relative.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
            if _IGNORED.search(relative):
                continue
            count += 1
            if count > MAX_FILES:
                raise CourseError(f"{folder} holds more than {MAX_FILES:,} files: give the folder of one assignment.")
            yield _read_file(path, relative)


def _read_file(path: str, relative: str) -> _File:
    if not relative.casefold().endswith(".ipynb"):
        return _File(relative, None, (), "not a notebook (.ipynb), so not graded.")
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        return _File(relative, None, (), "a link, which is not followed." if os.path.islink(path) else f"cannot be read ({error.strerror}).")
    with os.fdopen(fd, "rb") as file:
        status = os.fstat(fd)
        if not stat.S_ISREG(status.st_mode):
            return _File(relative, None, (), "not a regular file.")
        if status.st_size > MAX_NOTEBOOK_BYTES:
            return _File(relative, None, (), _too_large(status.st_size))
        return _notebook(relative, file.read(MAX_NOTEBOOK_BYTES), (status.st_mtime_ns, relative))


def _notebook(path: str, content: bytes, order: tuple[object, ...]) -> _File:
    try:
        listed = _listed(content)
        return _File(path, _code(listed), order, texts=_texts(listed))
    except NotGradable as reason:
        return _File(path, [], order, str(reason))


def _from_archive(path: Path) -> Iterator[_File]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [member for member in archive.infolist() if not member.is_dir() and not _IGNORED.search(member.filename)]
            if len(members) > MAX_FILES or sum(member.file_size for member in members) > MAX_ARCHIVE_BYTES:
                raise CourseError(f"{path} holds more than an archive of submissions can: give the archive of one assignment.")
            for member in members:
                yield _read_member(archive, member)
    except (zipfile.BadZipFile, OSError) as error:
        raise CourseError(f"{path} is a damaged archive: {error}.") from None


def _read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> _File:
    name = member.filename.replace("\\", "/")
    parts = [part for part in name.split("/") if part not in ("", ".", "..")]
    shown = "/".join(parts) or "file"
    if not shown.casefold().endswith(".ipynb"):
        return _File(shown, None, (), "not a notebook (.ipynb), so not graded.")
    if parts != name.split("/"):
        return _File(shown, None, (), "a name that points outside the archive.")
    if stat.S_ISLNK(member.external_attr >> 16):
        return _File(shown, None, (), "a link, which is not followed.")
    if member.file_size > MAX_NOTEBOOK_BYTES:
        return _File(shown, None, (), _too_large(member.file_size))
    try:
        with archive.open(member) as file:
            content = file.read(MAX_NOTEBOOK_BYTES + 1)
    except Exception as error:  # noqa: BLE001 - zipfile raises many kinds for a member that is encrypted, damaged or of a strange method
        return _File(shown, None, (), f"cannot be unpacked ({text(error)}).")
    if len(content) > MAX_NOTEBOOK_BYTES:
        return _File(shown, None, (), _too_large(len(content)))
    return _notebook(shown, content, (member.date_time, shown))


def _too_large(size: int) -> str:
    return f"{size / 2**20:.0f} MiB, more than the {MAX_NOTEBOOK_BYTES // 2**20} MiB that a notebook may have: clear its outputs."


def cells(content: bytes) -> list[Cell]:
    """The code cells of a submitted notebook. Raises :class:`NotGradable` for a file that is none."""
    return _code(_listed(content))


def _listed(content: bytes) -> list:
    try:
        wire.check_structure(content, MAX_JSON_DEPTH, MAX_JSON_VALUES)
        nb = json.loads(content.decode("utf-8-sig"))
    except wire.WireError:
        raise NotGradable("The file is not a notebook: its JSON is nested or crowded as no notebook is.") from None
    except (ValueError, RecursionError):
        raise NotGradable("The file is not a notebook: it is no valid JSON.") from None
    if not isinstance(nb, dict) or not isinstance(listed := nb.get("cells"), list):
        raise NotGradable("The file is not a notebook of version 4: save it again with a current Jupyter.")
    return listed


def _code(listed: list) -> list[Cell]:
    found = [_cell(number, cell) for number, cell in enumerate(listed, 1) if isinstance(cell, dict) and cell.get("cell_type") == "code"]
    if len(listed) > MAX_CELLS or sum(len(cell.source) for cell in found) > MAX_CODE_BYTES:
        raise NotGradable("The notebook holds more code than an answer can need.")
    return [cell for cell in found if cell.source.strip()]


def _texts(listed: list) -> dict[str, str]:
    """Markdown cells by each of their ids, cut where nobody would read on. Of two cells the graded one counts, else the first."""
    words = [_cell(0, cell) for cell in listed if isinstance(cell, dict) and cell.get("cell_type") == "markdown"]
    graded = [(name, cell) for cell in words for name in cell.ids[-1:] if cell.ids[-1:] != cell.ids[:1]]
    found: dict[str, str] = {}
    for name, cell in [*graded, *((name, cell) for cell in words for name in cell.ids)]:
        found.setdefault(name, cell.source[:MAX_TEXT])
    return found


def _cell(number: int, cell: dict) -> Cell:
    source = cell.get("source", "")
    lines = source if isinstance(source, list) else [source]
    metadata = cell.get("metadata") if isinstance(cell.get("metadata"), dict) else {}
    grading = metadata.get("nbgrader") if isinstance(metadata.get("nbgrader"), dict) else {}
    ids = (cell.get("id"), metadata.get("id"), grading.get("grade_id"))
    code = "".join(line for line in lines if isinstance(line, str)).encode("utf-8", "replace").decode()
    return Cell(number, code, tuple(name for name in ids if isinstance(name, str)))


def belongs(assignment: Assignment, found: list[Cell]) -> bool:
    """Whether a notebook is one of this assignment: it has one of its graded cells, a long cell of its text, or a graded name."""
    if any(set(assignment.grade_ids).intersection(cell.ids) for cell in found):
        return True
    texts = {source.strip() for source in assignment.own_cells.values() if len(source) > LONG_CELL}
    names = "|".join(map(re.escape, assignment.exports)) or "$^"
    definition = re.compile(rf"^[ \t]*(?:def[ \t]+(?:{names})\b|(?:{names})[ \t]*=(?!=))", re.MULTILINE)
    return any(cell.source.strip() in texts or definition.search(cell.source) for cell in found)
