"""Where submissions are graded: dask workers, threads of this process or a cluster's, through the same code.

A task carries a submission's code and all that its judge must know, and returns plain data. Each thread keeps a judge's process, so what
checks import is imported once. A worker that dies loses nothing: the scheduler gives its submissions to another.
"""

from __future__ import annotations

import atexit
import contextlib
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import dask
import distributed
from distributed import Client, LocalCluster

from dlcourse.classroom import identity, journal, judge, problems
from dlcourse.classroom.bench import Cell
from dlcourse.classroom.judge import Manner
from dlcourse.classroom.problems import Assignment
from dlcourse.classroom.referee import JudgeError, Referee
from dlcourse.classroom.sandbox import Limits
from dlcourse.errors import CourseError

CONNECT_SECONDS = 10
WORKER_SECONDS = 30
POLL_SECONDS = 0.5
AHEAD = 4

_mine = threading.local()
_referees: list[Referee] = []


@dataclass(frozen=True)
class Setup:
    """What every submission of a run has in common, as data that can be sent."""

    assignment: dict[str, Any]
    limits: dict[str, Any]
    manners: dict[str, dict[str, Any]]
    digest: str


@dataclass(frozen=True)
class Job:
    """One submission to grade; ``key`` is its record's."""

    key: str
    cells: list[Cell]
    seeds: dict[str, int]


def setup(assignment: Assignment, limits: Limits, manners: dict[str, Manner]) -> Setup:
    return Setup(problems.to_data(assignment), asdict(limits), {k: asdict(v) for k, v in manners.items()}, assignment.digest)


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
    name = (common.digest, tuple(common.limits.items()), repr(common.manners))
    if getattr(_mine, "name", None) != name:
        if hasattr(_mine, "referee"):
            _mine.referee.close()
        manners = {label: Manner(**manner) for label, manner in common.manners.items()}
        _mine.referee = Referee(problems.from_data(common.assignment), Limits(**common.limits), manners)
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
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    with dask.config.set({"distributed.comm.timeouts.connect": CONNECT_SECONDS, "distributed.scheduler.work-stealing": True}):
        if address:
            with _client_of(address) as client:
                _refuse_strange_workers(client)
                yield client
            return
        threads = workers or len(os.sched_getaffinity(0))
        with (
            LocalCluster(n_workers=1, threads_per_worker=threads, processes=False, dashboard_address=":0", memory_limit=0) as cluster,
            Client(cluster) as client,
        ):
            try:
                yield client
            finally:
                close_referees()


def _client_of(address: str) -> Client:
    try:
        client = Client(address, timeout=CONNECT_SECONDS)
    except (OSError, TimeoutError, ValueError):
        raise CourseError(f"There is no dask scheduler at {address}: start one with 'dask scheduler', or leave --scheduler out.") from None
    try:
        client.wait_for_workers(1, timeout=WORKER_SECONDS)
    except TimeoutError:
        client.close()
        raise CourseError(f"The scheduler at {address} has no workers: start some with 'dask worker {address}'.") from None
    return client


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
    without_workers_since = None
    while waiting or running:
        threads = client.scheduler_info(n_workers=-1)["workers"].values()
        room = AHEAD * max(1, sum(worker["nthreads"] for worker in threads)) - len(running)
        for _ in range(min(room, len(waiting))):
            job = waiting.pop()
            running[client.submit(grade, common, job, key=f"grade-{job.key}-{time.time_ns()}", pure=False)] = job
        for future in _ended(running):
            on_outcome(running[future], _outcome(future))
            del running[future]
        if client.status != "running":
            raise CourseError("The connection to the scheduler was lost; what was graded is kept, so run the same command again.")
        without_workers_since = None if threads else without_workers_since or time.monotonic()
        if without_workers_since and time.monotonic() - without_workers_since > WORKER_SECONDS:
            raise CourseError("The scheduler has no workers left; what was graded is kept, so run the same command again.")


def _ended(running: dict[Any, Job]) -> list[Any]:
    try:
        return list(distributed.wait(list(running), timeout=POLL_SECONDS, return_when="FIRST_COMPLETED").done)
    except TimeoutError:
        return []
    except distributed.CancelledError:
        return [future for future in running if future.status != "pending"]


def _outcome(future: Any) -> dict[str, Any]:
    if future.status in ("cancelled", "lost"):
        raise CourseError("The connection to the scheduler was lost; what was graded is kept, so run the same command again.")
    error = future.exception()
    if error is None:
        return future.result()
    if isinstance(error, CourseError):
        raise error
    if isinstance(error, distributed.KilledWorker):
        return {"status": journal.FAILED, "remark": "Every worker that was given it died, most often for want of memory.", "result": None}
    return {"status": journal.FAILED, "remark": f"The worker failed: {type(error).__name__}.", "result": None}
