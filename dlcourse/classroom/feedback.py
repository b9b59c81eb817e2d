"""What a student is told: a page of Markdown a submission."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from dlcourse.classroom.journal import GRADED, Record
from dlcourse.classroom.problems import Assignment

MAX_NAME = 80


def page(assignment: Assignment, record: Record) -> str:
    """The feedback on a submission. Hidden checks say no more than their hint."""
    lines = [
        f"# {assignment.title or assignment.name}",
        "",
        f"Student: {quoted(record.student)}{f' ({quoted(record.name)})' if record.name else ''}",
        "",
    ]
    if record.file:
        lines += [f"File: {quoted(record.file)}", ""]
    if record.status == GRADED and record.result:
        lines += [f"**{number(record.result.earned)} of {number(assignment.points)} points** from the automatic checks.", ""]
        lines += _verdicts(assignment, record)
        lines += [f"- {quoted(question.name)}: marked by hand, {number(question.points)} points." for question in assignment.questions]
        if record.result.notes:
            lines += ["", "## While your notebook ran", "", *(f"- {quoted(note)}" for note in record.result.notes)]
    else:
        lines += [f"**Not graded**: {record.status}."]
    if record.remarks:
        lines += ["", "## Remarks", "", *(f"- {quoted(remark)}" for remark in record.remarks)]
    return "\n".join(lines).rstrip() + "\n"


def _verdicts(assignment: Assignment, record: Record) -> list[str]:
    lines = []
    titles = {problem.label: problem.title for problem in assignment.problems}
    for verdict in record.result.verdicts:
        mark = "✓" if verdict.earned else "✗"
        lines.append(f"- {mark} {titles.get(verdict.problem, verdict.problem)}: {number(verdict.earned)} of {number(verdict.points)}")
        if verdict.message:
            lines.append(f"  {'Hidden check: ' if verdict.hidden else ''}{quoted(verdict.message)}")
    return [*lines] if lines else []


def quoted(said: str) -> str:
    """Text as Markdown code, whatever it holds: it is shown, never interpreted."""
    longest = max((len(run) for run in re.findall("`+", said)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if said.startswith("`") or said.endswith("`") else ""
    return f"{fence}{pad}{said or ' '}{pad}{fence}"


def number(points: float) -> str:
    return f"{points:.6g}"


def file_name(student: str) -> str:
    """The name of a student's feedback file: their own as far as every file system takes it, with a few digits where it does not."""
    safe = re.sub(r"[^\w.@+-]+", "_", student).strip("._")[:MAX_NAME]
    if safe and safe == student and safe == safe.casefold():
        return f"{safe}.md"
    return f"{safe or 'student'}-{hashlib.sha256(student.encode()).hexdigest()[:8]}.md"


def write(folder: Path, assignment: Assignment, record: Record) -> Path:
    path = folder / file_name(record.student)
    path.write_text(page(assignment, record), encoding="utf-8")
    return path
