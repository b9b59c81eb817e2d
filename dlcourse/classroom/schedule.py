"""Where submissions are graded: dask workers, threads of this process or a cluster's, through the same code.

A task carries a submission's code and all that its judge must know, and returns plain data. Each thread keeps a judge's process, so what
checks import is imported once. A worker that dies loses nothing: the scheduler gives its submissions to another.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from distributed import Client

from dlcourse import cluster
from dlcourse.classroom import identity, journal, judge, problems
from dlcourse.classroom.judge import Calibration
from dlcourse.classroom.problems import Assignment
from dlcourse.classroom.referee import JudgeError, Referee
from dlcourse.classroom.runner import Cell
from dlcourse.classroom.sandbox import Limits
from dlcourse.errors import CourseError

# How many submissions a thread has before it: enough that it never waits, few enough that a lost worker loses little.
AHEAD = 4

_mine = threading.local()
_referees: list[Referee] = []


@dataclass(frozen=True)
class Setup:
    """What every submission of a run has in common, as data that can be sent."""

    assignment: dict[str, Any]
    limits: dict[str, Any]
    calibrations: dict[str, dict[str, Any]]
    digest: str


@dataclass(frozen=True)
class Job:
    """One submission to grade; ``key`` is its record's."""

    key: str
    cells: list[Cell]
    seeds: dict[str, int]


def setup(assignment: Assignment, limits: Limits, calibrations: dict[str, Calibration]) -> Setup:
    return Setup(problems.to_data(assignment), asdict(limits), {k: asdict(v) for k, v in calibrations.items()}, assignment.digest)


def grade(common: Setup, job: Job) -> dict[str, Any]:
    """Grade one submission, on whatever machine this runs: the ``status`` and ``result`` of its record, and why there is none."""
    referee = _referee(common)
    for last_try in (False, True):
        try:
            return {"status": journal.GRADED, "remark": "", "result": judge.result_data(referee.grade(job.cells, job.seeds))}
        except JudgeError as error:
            if last_try:
                return {"status": journal.FAILED, "remark": str(error), "result": None}
    raise AssertionError


def _referee(common: Setup) -> Referee:
    """This thread's own referee for the run."""
    name = (common.digest, tuple(common.limits.items()), repr(common.calibrations))
    if getattr(_mine, "name", None) != name:
        if hasattr(_mine, "referee"):
            _mine.referee.close()
        calibrations = {label: Calibration(**calibration) for label, calibration in common.calibrations.items()}
        _mine.referee = Referee(problems.from_data(common.assignment), Limits(**common.limits), calibrations)
        _mine.name = name
        _referees.append(_mine.referee)
    return _mine.referee


@atexit.register
def close_referees() -> None:
    """End the judges' processes of this process."""
    while _referees:
        _referees.pop().close()


@contextlib.contextmanager
def connect(address: str | None, workers: int | None) -> Iterator[Client]:
    """A client of the scheduler at ``address``, or of one in this process with ``workers`` threads (default: one a core).

    Raises :class:`CourseError` when the scheduler cannot be reached, has no workers, or has some with another grader.
    """
    with cluster.connect(address, workers or len(os.sched_getaffinity(0))) as client:
        if address:
            _refuse_strange_workers(client)
        try:
            yield client
        finally:
            close_referees()


def _refuse_strange_workers(client: Client) -> None:
    for worker, found in sorted(client.run(_grader, on_error="return").items()):
        if found != identity.grader():
            what = f"cannot use the course package ({found})" if isinstance(found, BaseException) else "has another version of the grader"
            raise CourseError(f"The worker {worker} {what}: install the same commit of dlcourse[classroom] there.")


def _grader() -> str:
    return identity.grader()


def run(client: Client, common: Setup, jobs: Sequence[Job], on_outcome: Callable[[Job, dict[str, Any]], None]) -> None:
    """Grade ``jobs``, calling ``on_outcome`` here as each one ends.

    Raises :class:`CourseError` when a worker refuses to grade, or the scheduler or the last worker is gone.
    """
    waiting = list(reversed(jobs))
    running: dict[Any, Job] = {}
    watch = cluster.Watch(client)
    while waiting or running:
        threads = sum(worker["nthreads"] for worker in client.scheduler_info(n_workers=-1)["workers"].values())
        for _ in range(min(AHEAD * max(1, threads) - len(running), len(waiting))):
            job = waiting.pop()
            running[client.submit(grade, common, job, key=f"grade-{job.key}-{time.time_ns()}", pure=False)] = job
        for future in watch.ended(running):
            on_outcome(running.pop(future), _outcome(future))


def _outcome(future: Any) -> dict[str, Any]:
    if isinstance(refusal := future.exception(), CourseError):
        raise refusal
    failure = cluster.failure(future)
    return {"status": journal.FAILED, "remark": f"{failure[0].upper()}{failure[1:]}.", "result": None} if failure else future.result()
