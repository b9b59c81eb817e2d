"""Where notebooks run: dask workers, in this process or on a cluster, through the same code.

A task carries the notebook's bytes and returns bytes. A worker that dies loses nothing: the scheduler gives its notebook to another,
three times at most. What a notebook does wrong comes back as its outcome and is not tried again.
"""

from __future__ import annotations

import contextlib
import os
from typing import Any, Callable, Iterator, Sequence

import psutil
from distributed import Client

from dlcourse import cluster
from dlcourse.book import cache, kernel
from dlcourse.book.budget import LIGHT_BYTES
from dlcourse.book.kernel import Job, Outcome
from dlcourse.errors import CourseError


def default_workers(*, sharing: bool = False) -> int:
    """One worker for every two cores, which a budget is stated for; where kernels may be ``sharing`` these, one for every core that there is
    memory for. Light notebooks, which mostly import, end nearly twice as soon then."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(cores, psutil.virtual_memory().available // LIGHT_BYTES) if sharing else cores // 2)


@contextlib.contextmanager
def connect(address: str | None, workers: int, machine: dict[str, str]) -> Iterator[Client]:
    """A client of the scheduler at ``address``, whose workers must be like ``machine``, or of one in this process with ``workers`` threads.

    Raises :class:`CourseError` when the scheduler cannot be reached, has no workers, or has some that would compute something else.
    """
    with cluster.connect(address, workers) as client:
        if address:
            _refuse_strange_workers(client, machine)
        yield client


def _refuse_strange_workers(client: Client, expected: dict[str, str]) -> None:
    try:
        found = client.run(cache.machine, on_error="return")
    except Exception as error:
        raise CourseError(f"The scheduler's workers do not answer: {type(error).__name__}.") from None
    for worker, here in sorted(found.items()):
        if isinstance(here, BaseException):
            raise CourseError(f"The worker {worker} cannot use the course package ({here}): install dlcourse[book] there.")
        different = [part for part, value in expected.items() if here.get(part) != value]
        if different:
            what = " and another ".join(different)
            raise CourseError(f"The worker {worker} has another {what} than this machine: install the same commit there.")


def run(client: Client, jobs: Sequence[Job], on_event: Callable[[dict[str, str]], None], on_outcome: Callable[[Outcome], None]) -> None:
    """Execute ``jobs``, calling ``on_outcome`` here as each one ends; ``on_event`` is called in another thread when one starts.

    On any exception here, Ctrl-C among them, the kernels of these jobs are stopped wherever they run. Raises :class:`CourseError`
    when the scheduler, or the last worker, is gone.
    """
    run_id = jobs[0].run_id
    client.subscribe_topic(run_id, lambda event: on_event(event[1]))
    waiting = {client.submit(kernel.execute, job, key=f"{job.docname}-{run_id}", pure=False): job for job in jobs}
    watch = cluster.Watch(client)
    try:
        while waiting:
            for future in watch.ended(waiting):
                on_outcome(_outcome(future, waiting.pop(future)))
    except BaseException:
        _stop(client, list(waiting), run_id)
        raise


def _outcome(future: Any, job: Job) -> Outcome:
    failure = cluster.failure(future)
    return Outcome(job.docname, job.source, failure) if failure else future.result()


def _stop(client: Client, futures: list[Any], run_id: str) -> None:
    """Withdraw what has not started and kill the kernels of what has; never raises, never waits long."""
    with contextlib.suppress(Exception):
        client.cancel(futures)
    with contextlib.suppress(Exception):
        client.run(kernel.stop_kernels, run_id, on_error="ignore")
