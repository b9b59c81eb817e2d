"""Marks as tables: the course's own CSV, a filled-in Canvas gradebook or Moodle grading worksheet, a file for Moodle's grade import.

Canvas: the file that *Gradebook, Export* writes, whose row *Points Possible* follows the header. Moodle: the *grading worksheet* of an
assignment, whose rows begin with *Participant* and a number; or a plain table with a column ``username`` for *Grades, Import, CSV file*.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dlcourse.classroom.feedback import number
from dlcourse.classroom.journal import Record
from dlcourse.classroom.problems import Assignment
from dlcourse.classroom.spreadsheet import escaped
from dlcourse.classroom.spreadsheet import table as as_text
from dlcourse.errors import CourseError

CANVAS_KEYS = ("ID", "SIS User ID", "SIS Login ID")
MOODLE_KEY, MOODLE_GRADE, MOODLE_MAXIMUM = "Identifier", "Grade", "Maximum Grade"


@dataclass(frozen=True)
class Filled:
    """A gradebook with marks in it: its ``text``, and the students who have a mark but no row."""

    text: str
    without_row: list[str]


def table(assignment: Assignment, records: Sequence[Record]) -> str:
    """The course's own CSV: a row a student; what is not graded, or not yet marked by hand, stays empty."""
    checks = [check.name for problem in assignment.problems for check in problem.checks]
    by_hand = [question.name for question in assignment.questions]
    rows = [["student", "name", "file", "status", "late", *checks, *(f"{name} (by hand)" for name in by_hand), "earned", "possible", "remarks"]]
    for record in records:
        earned = {verdict.check: number(verdict.earned) for verdict in record.result.verdicts} if record.result else {}
        given = {name: number(mark.points) for name, mark in record.by_hand.items()}
        total = "" if record.earned is None else number(record.earned)
        possible = assignment.points + sum(question.points for question in assignment.questions if question.name in given)
        marks = [*(earned.get(name, "") for name in checks), *(given.get(name, "") for name in by_hand), total, number(possible)]
        known = [escaped(record.student), escaped(record.name), escaped(record.file), record.status, "yes" if record.late else ""]
        rows.append([*known, *marks, escaped(" ".join(record.remarks))])
    return as_text(rows)


def fill(export: str, assignment: Assignment, records: Iterable[Record], column: str | None = None) -> Filled:
    """Fill a gradebook that Canvas or Moodle exported. Every other cell stays; a student without a mark stays blank.

    Raises :class:`CourseError` when the file is neither's, or lacks the column.
    """
    marks = {record.student: record.earned for record in records if record.earned is not None}
    rows = list(csv.reader(io.StringIO(export.removeprefix("\ufeff"), newline="")))
    header = rows[0] if rows else []
    bom = "\ufeff" if export.startswith("\ufeff") else ""
    if header[:1] == ["Student"] and "ID" in header:
        without_row = _fill_canvas(rows, assignment, marks, column)
    elif MOODLE_KEY in header and MOODLE_GRADE in header:
        without_row = _fill_moodle(rows, assignment, marks)
    else:
        raise CourseError("The gradebook is neither an export of Canvas's gradebook nor a grading worksheet of Moodle.")
    return Filled(bom + as_text([[escaped(cell) for cell in row] for row in rows]), without_row)


def _fill_canvas(rows: list[list[str]], assignment: Assignment, marks: dict[str, float], column: str | None) -> list[str]:
    header = rows[0]
    wanted = column or assignment.title
    fits = [i for i, name in enumerate(header) if name == wanted or re.fullmatch(rf"{re.escape(wanted)} \(\d+\)", name)]
    if len(fits) != 1:
        raise CourseError(f"The gradebook has {'no' if not fits else 'more than one'} column {wanted!r}: name one with --column.")
    keys = [header.index(key) for key in CANVAS_KEYS if key in header]
    left = dict(marks)
    for row in rows[1:]:
        row += [""] * (len(header) - len(row))
        if row[0].strip() == "Points Possible":
            _check_possible(row[fits[0]], assignment)
            continue
        student = next((row[key] for key in keys if row[key] and row[key] in left), None)
        if student is not None:
            row[fits[0]] = number(left.pop(student))
    return sorted(left)


def _check_possible(cell: str, assignment: Assignment) -> None:
    try:
        possible = float(cell)
    except ValueError:
        return
    if possible < assignment.total:
        raise CourseError(
            f"The gradebook's column is worth {number(possible)} points, the assignment {number(assignment.total)}: change the former in the LMS."
        )


def _fill_moodle(rows: list[list[str]], assignment: Assignment, marks: dict[str, float]) -> list[str]:
    header = rows[0]
    key, grade = header.index(MOODLE_KEY), header.index(MOODLE_GRADE)
    left = dict(marks)
    for row in rows[1:]:
        row += [""] * (len(header) - len(row))
        if MOODLE_MAXIMUM in header:
            _check_possible(row[header.index(MOODLE_MAXIMUM)], assignment)
        student = re.sub(r"\D", "", row[key])
        if student in left:
            row[grade] = number(left.pop(student))
    return sorted(left)


def moodle_import(item: str, records: Iterable[Record]) -> str:
    """A file for Moodle's grade import: ``username`` and the mark; who has no mark has no row."""
    marked = [record for record in records if record.earned is not None]
    return as_text([["username", escaped(item)], *([escaped(record.student), number(record.earned)] for record in marked)])
