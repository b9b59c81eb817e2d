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
        lines += [_sum(assignment, record), "", *_verdicts(assignment, record), *_by_hand(assignment, record)]
        if record.result.notes:
            lines += ["", "## While your notebook ran", "", *(f"- {quoted(note)}" for note in record.result.notes)]
    else:
        lines += [f"**Not graded**: {record.status}."]
        lines += [_sum(assignment, record), "", *_by_hand(assignment, record)] if record.by_hand else []
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


def _sum(assignment: Assignment, record: Record) -> str:
    marked = [question for question in assignment.questions if question.name in record.by_hand]
    possible = assignment.points + sum(question.points for question in marked)
    said = f"**{number(record.earned or 0)} of {number(possible)} points**"
    return f"{said}." if len(marked) == len(assignment.questions) and marked else f"{said} from what is marked so far." if marked else f"{said} from the automatic checks."


def _by_hand(assignment: Assignment, record: Record) -> list[str]:
    lines = []
    for question in assignment.questions:
        title, mark = question.title or quoted(question.name), record.by_hand.get(question.name)
        said = f"{number(mark.points)} of {number(question.points)}, marked by hand" if mark else f"marked by hand, {number(question.points)} points."
        lines.append(f"- {title}: {said}")
        if mark and mark.comment:
            lines.append(f"  {quoted(mark.comment)}")
    return lines


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
