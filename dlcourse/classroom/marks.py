"""Marks that a person gives: the answers in words to be read, a table to be filled in, and what comes back in it."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from dlcourse.classroom.hints import MAX_MESSAGE, text
from dlcourse.classroom.problems import Assignment, Question
from dlcourse.classroom.spreadsheet import escaped, read, table
from dlcourse.classroom.submissions import Submission
from dlcourse.errors import CourseError

COLUMNS = ("student", "problem", "points", "comment")


@dataclass(frozen=True)
class Mark:
    """What a person gave for one answer, and what they say of it."""

    points: float
    comment: str = ""


def given(path: Path, assignment: Assignment, students: Iterable[str]) -> dict[str, dict[str, Mark]]:
    """The marks in a CSV with the columns of :data:`COLUMNS`, by student and question; a row without points is not marked yet.

    Raises :class:`CourseError`, with the line, for a student, question or number that cannot be.
    """
    rows = _rows(path)
    known = {name: student for student in students for name in (student, escaped(student))}
    questions = {question.name: question for question in assignment.questions}
    found: dict[str, dict[str, Mark]] = {}
    for line, row in rows:
        where = f"{path}, line {line}:"
        if not row["points"]:
            continue
        if row["student"] not in known:
            raise CourseError(f"{where} {row['student']!r} is no student of these submissions.")
        if row["problem"] not in questions:
            raise CourseError(f"{where} {row['problem']!r} is not marked by hand: {', '.join(questions) or 'nothing'} is.")
        mine = found.setdefault(known[row["student"]], {})
        if row["problem"] in mine:
            raise CourseError(f"{where} {row['student']} has a mark for {row['problem']} already.")
        mine[row["problem"]] = Mark(_points(row["points"], questions[row["problem"]], where), text(row["comment"]))
    return found


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    content = read(path).removeprefix("\ufeff")
    header = content.partition("\n")[0]
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=";" if header.count(";") > header.count(",") else ",")
    try:
        names = [name.strip().casefold() for name in next(reader, [])]
        if not set(COLUMNS[:3]) <= set(names):
            raise CourseError(f"{path} needs the columns {', '.join(COLUMNS)}: its first line has {', '.join(names) or 'nothing'}.")
        filled = [(reader.line_num, dict(zip(names, map(str.strip, row)))) for row in reader if any(map(str.strip, row))]
    except csv.Error as error:
        raise CourseError(f"{path} is no table that can be read: {error}.") from None
    return [(line, {name: row.get(name, "") for name in COLUMNS}) for line, row in filled]


def _points(cell: str, question: Question, where: str) -> float:
    try:
        points = float(cell.replace(",", "."))
    except ValueError:
        raise CourseError(f"{where} {cell!r} is no number of points.") from None
    if not math.isfinite(points) or not 0 <= points <= question.points:
        raise CourseError(f"{where} {cell} points: {question.name} is worth 0 to {question.points:g}.")
    return points


def to_fill_in(assignment: Assignment, handed_in: Iterable[Submission]) -> str:
    """The table for a person to write marks into: a row for each notebook and question."""
    rows = [[escaped(one.student), question.name, "", ""] for one in handed_in if one.cells is not None for question in assignment.questions]
    return table([list(COLUMNS), *rows])


def to_read(assignment: Assignment, handed_in: Sequence[Submission]) -> str:
    """All answers in words, question by question, each as the plain text that a student wrote, after the question's mark scheme."""
    lines = [f"# {assignment.title or assignment.name}: answers to be marked by hand"]
    for question in assignment.questions:
        lines += ["", f"## {question.title or question.name} ({question.points:g} points)", "", question.scheme or "(no mark scheme)"]
        for one in handed_in:
            if one.cells is not None:
                lines += ["", f"### {_plain(one.student)}", "", _fenced(answer(question, one))]
    return "\n".join(lines) + "\n"


def answer(question: Question, submission: Submission) -> str:
    """What a student wrote where the question asks for an answer; empty where the cell is gone or was left as it was."""
    said = next((submission.texts[name] for name in question.ids if name in submission.texts), "")
    return "" if said.strip() == question.stub.strip() else said


def _plain(said: str) -> str:
    return "".join(c if c.isalnum() or c in " .@+-" else "_" for c in text(said))


def _fenced(said: str) -> str:
    """Text in a block of code, which shows it and interprets nothing."""
    lines = [text(line) for line in said.strip().splitlines()] or ["(no answer)"]
    fence = "`" * max(3, 1 + max((len(line) - len(line.lstrip("`")) for line in lines), default=0))
    return "\n".join([f"{fence}text", *(line[:MAX_MESSAGE] for line in lines), fence])
