"""``dlcourse grade``: submissions in, marks and feedback out."""

from __future__ import annotations

import hashlib
import json
import signal
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from dlcourse.classroom import feedback, gradebook, identity, journal, marks, problems, secret, spreadsheet, submissions
from dlcourse.classroom.journal import Journal, Record
from dlcourse.classroom.problems import Assignment
from dlcourse.classroom.referee import JudgeError, Referee
from dlcourse.classroom.sandbox import Limits, MiB
from dlcourse.classroom.submissions import Submission
from dlcourse.errors import CourseError


@click.command("grade")
@click.argument("source", metavar="SUBMISSIONS", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--assignment",
    "name",
    required=True,
    metavar="NAME",
    help="The source notebook: a path, a page such as foundations/digits, or a part for its assignment.",
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), default=Path("grades.csv"), show_default=True, help="The table of marks.")
@click.option(
    "--feedback",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("feedback"),
    show_default=True,
    help="A page for each student.",
)
@click.option("--log", type=click.Path(dir_okay=False, path_type=Path), help="The machine-readable log  [default: beside the table]")
@click.option(
    "--due", type=click.DateTime(["%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S"]), help="Files written after this moment, in local time, are remarked as late; Canvas's own mark counts anyway."
)
@click.option("--secret", "secret_file", type=click.Path(dir_okay=False, path_type=Path), help="The secret that the notebooks were released with.")
@click.option(
    "--gradebook",
    "export",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Canvas's gradebook or Moodle's worksheet; a filled-in copy is written beside the table.",
)
@click.option(
    "--marks",
    "marked",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Marks given by hand: the table that an earlier run wrote for it, filled in.",
)
@click.option("--column", help="The assignment's column in Canvas's gradebook  [default: the notebook's title]")
@click.option("--moodle-item", metavar="ITEM", help="Also write a file for Moodle's grade import.")
@click.option("--scheduler", metavar="ADDRESS", help="A dask scheduler, such as tls://host:8786; without one the work is done here.")
@click.option("--workers", type=click.IntRange(min=1), help="How many submissions are graded side by side here  [default: one a core]")
@click.option(
    "--time-limit",
    type=click.FloatRange(min=1),
    default=Limits.seconds,
    show_default=True,
    help="Seconds for a notebook's cells, and again for each check.",
)
@click.option(
    "--memory-limit", type=click.IntRange(min=256), default=Limits.memory // MiB, show_default=True, help="MiB for everything that a submission runs."
)
def grade_command(
    source: Path, name: str, out: Path, folder: Path, log: Path | None, due: datetime | None, secret_file: Path | None, export: Path | None, marked: Path | None,
    column: str | None, moodle_item: str | None, scheduler: str | None, workers: int | None, time_limit: float, memory_limit: int,
) -> None:  # fmt: skip
    """Grade the notebooks in the folder or archive SUBMISSIONS.

    What students wrote runs in a sandbox without network; without a sandbox nothing is graded. What an earlier run graded is kept.
    """
    _end_like_ctrl_c()
    assignment = problems.read(problems.find(name))
    limits = Limits(time_limit, memory_limit * MiB)
    key_secret = secret.read(secret_file) if secret_file else None
    handed_in = submissions.collect(source, due)
    by_hand = marks.given(marked, assignment, [one.student for one in handed_in]) if marked else {}
    if export:
        gradebook.fill(spreadsheet.read(export), assignment, [], column)
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    with journal.opened(log or out.with_suffix(".log.jsonl")) as kept:
        folder.mkdir(parents=True, exist_ok=True)
        records = grade_all(assignment, handed_in, limits, key_secret, kept, scheduler, workers, console)
    for record in records:
        record.by_hand = by_hand.get(record.student, {})
        feedback.write(folder, assignment, record)
    _for_a_person(assignment, handed_in, records, out, console)
    _write_tables(assignment, records, out, export, column, moodle_item, console)
    show(assignment, records, console)


def grade_all(
    assignment: Assignment, handed_in: list[Submission], limits: Limits, key_secret: bytes | None, kept: Journal,
    scheduler: str | None = None, workers: int | None = None, console: Console | None = None,
) -> list[Record]:  # fmt: skip
    """Grade what ``kept`` does not hold yet; return every submission's record, in order.

    Raises :class:`CourseError` when the source's own solutions do not pass, or nothing can be graded here; what was graded is kept.
    """
    console = console or Console(quiet=True)
    by_key = {_key(assignment, s, limits, key_secret): s for s in handed_in if _why_not(assignment, s) is None}
    to_do = [key for key in by_key if key not in kept.records]
    new: dict[str, Record] = {}

    def keep(key: str, outcome: dict) -> None:
        record = _record(key, by_key[key], outcome)
        new[key] = record
        if record.is_final:
            kept.add(record)

    if to_do:
        _grade(assignment, {key: by_key[key] for key in to_do}, limits, key_secret, keep, scheduler, workers, console)
    records = []
    for submission in handed_in:
        key = _key(assignment, submission, limits, key_secret)
        record = new.get(key) or kept.records.get(key)
        why_not = _why_not(assignment, submission)
        records.append(_record(key, submission, why_not) if why_not else _as_handed_in(record, submission))
    return records


def _why_not(assignment: Assignment, submission: Submission) -> dict | None:
    """The outcome of what need not be run to know that it cannot be graded."""
    status, remark = journal.GRADED, ""
    if submission.cells is None:
        status = journal.ABSENT
    elif submission.fault:
        status, remark = journal.NOT_GRADABLE, submission.fault
    elif not submissions.belongs(assignment, submission.cells):
        status, remark = journal.ANOTHER, f"The notebook is none of {assignment.name}: it has none of its exercises."
    return None if status == journal.GRADED else {"status": status, "remark": remark, "result": None}


def _grade(
    assignment: Assignment, to_do: dict[str, Submission], limits: Limits, key_secret: bytes | None, keep: Callable[[str, dict], None],
    scheduler: str | None, workers: int | None, console: Console,
) -> None:  # fmt: skip
    from dlcourse.classroom import schedule

    referee = Referee(assignment, limits, {})
    try:
        calibrations = referee.calibrate(secret.seeds(key_secret, assignment.name, ""))
    except JudgeError as error:
        raise CourseError(f"The source cannot be graded against itself: {error}") from None
    finally:
        referee.close()
    jobs = [schedule.Job(key, s.cells or [], secret.seeds(key_secret, assignment.name, s.student)) for key, s in to_do.items()]
    columns = (TextColumn("  grading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with schedule.connect(scheduler, workers) as client, Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("grading", total=len(jobs))

        def on_outcome(job: schedule.Job, outcome: dict) -> None:
            keep(job.key, outcome)
            bar.advance(task)

        schedule.run(client, schedule.setup(assignment, limits, calibrations), jobs, on_outcome)


def _key(assignment: Assignment, submission: Submission, limits: Limits, key_secret: bytes | None) -> str:
    """A digest of all that a submission's record depends on, the grader's own code included."""
    seeds = secret.seeds(key_secret, assignment.name, submission.student)
    parts = [identity.grader(), assignment.digest, submission.student, submission.digest, asdict(limits), seeds]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def _record(key: str, submission: Submission, outcome: dict) -> Record:
    data = {"key": key, "student": submission.student, "name": submission.name, "file": submission.file, "late": submission.late}
    own = [outcome["remark"]] if outcome["remark"] else []
    return Record.from_data({**data, "status": outcome["status"], "remarks": [*own, *submission.remarks], "result": outcome["result"]})


def _as_handed_in(record: Record, submission: Submission) -> Record:
    """A kept record with what may have changed without changing the mark: names, and what else was handed in."""
    own = record.remarks[:1] if record.status == journal.FAILED else []
    record.remarks = [*own, *(remark for remark in submission.remarks if remark not in own)]
    record.name, record.file, record.late = submission.name, submission.file, submission.late
    return record


def _write_tables(
    assignment: Assignment, records: list[Record], out: Path, export: Path | None, column: str | None, moodle_item: str | None, console: Console
) -> None:
    spreadsheet.write(out, gradebook.table(assignment, records))
    if export:
        filled = gradebook.fill(spreadsheet.read(export), assignment, records, column)
        spreadsheet.write(out.with_name(f"{out.stem}-gradebook.csv"), filled.text)
        for student in filled.without_row:
            console.print(f"  {student} has a mark, but no row in the gradebook.", markup=False)
    if moodle_item:
        spreadsheet.write(out.with_name(f"{out.stem}-moodle.csv"), gradebook.moodle_import(moodle_item, records))


def _for_a_person(assignment: Assignment, handed_in: list[Submission], records: list[Record], out: Path, console: Console) -> None:
    """Write the answers that a person marks, and the table for the marks unless there is one; say what is not marked yet."""
    if not assignment.questions:
        return
    answers, sheet = out.with_name(f"{out.stem}-answers.md"), out.with_name(f"{out.stem}-marks.csv")
    answers.write_text(marks.to_read(assignment, handed_in), encoding="utf-8")
    if not sheet.exists():
        spreadsheet.write(sheet, marks.to_fill_in(assignment, handed_in))
    for question in assignment.questions:
        left = sum(one.status == journal.GRADED and question.name not in one.by_hand for one in records)
        if left:
            console.print(f"  {question.name}: {left} not marked yet; read {answers}, fill in {sheet}, give it as --marks.", markup=False)


def show(assignment: Assignment, records: list[Record], console: Console) -> None:
    """Print what a person must look at, and a summary."""
    for record in records:
        for remark in record.remarks or ([record.status] if record.status != journal.GRADED else []):
            console.print(f"  {record.student}: {remark}", markup=False)
    counts = Counter(record.status for record in records)
    earned = [record.result.earned for record in records if record.result]
    mean = f", mean {sum(earned) / len(earned):.3g} of {feedback.number(assignment.points)} points" if earned else ""
    console.print(f"{', '.join(f'{number} {status}' for status, number in counts.items())}{mean}", markup=False)


def _end_like_ctrl_c() -> None:
    """A polite kill ends the run as Ctrl-C does: what was graded is kept, no process is left behind."""

    def stop(*_: object) -> None:
        sys.exit(143)

    signal.signal(signal.SIGTERM, stop)
