"""Where notebooks run: dask workers, in this process or on a cluster, through the same code.

A task carries the notebook's bytes and returns bytes. A worker that dies loses nothing: the scheduler gives its notebook to another,
three times at most. What a notebook does wrong comes back as its outcome and is not tried again.
"""

from __future__ import annotations

import contextlib
import logging
import os
import time
from typing import Any, Callable, Iterator, Sequence

import dask
import distributed
from distributed import Client, LocalCluster

from dlcourse.book import cache, kernel
from dlcourse.book.kernel import Job, Outcome
from dlcourse.errors import CourseError

CONNECT_SECONDS = 10
WORKER_SECONDS = 30
POLL_SECONDS = 1.0

logger = logging.getLogger("distributed")


def default_workers() -> int:
    """One worker for every two cores."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, cores // 2)


@contextlib.contextmanager
def connect(address: str | None, workers: int | None, machine: dict[str, str]) -> Iterator[Client]:
    """A client of the scheduler at ``address``, whose workers must be like ``machine``, or of one in this process with ``workers`` threads.

    Raises :class:`CourseError` when the scheduler cannot be reached, has no workers, or has some that would compute something else.
    """
    logger.setLevel(logging.CRITICAL)
    with dask.config.set({"distributed.comm.timeouts.connect": CONNECT_SECONDS, "distributed.scheduler.work-stealing": True}):
        if address:
            with _client_of(address) as client:
                _refuse_strange_workers(client, machine)
                yield client
        else:
            threads = workers or default_workers()
            with (
                LocalCluster(n_workers=1, threads_per_worker=threads, processes=False, dashboard_address=":0", memory_limit=0) as cluster,
                Client(cluster) as client,
            ):
                yield client


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
    try:
        for future in _as_they_end(client, waiting):
            on_outcome(_outcome(future, waiting.pop(future)))
    except BaseException:
        _stop(client, list(waiting), run_id)
        raise


def _as_they_end(client: Client, waiting: dict[Any, Job]) -> Iterator[Any]:
    """The futures in ``waiting``, from which the caller takes each one that it is given."""
    without_workers_since = None
    while waiting:
        try:
            done = distributed.wait(list(waiting), timeout=POLL_SECONDS, return_when="FIRST_COMPLETED").done
        except TimeoutError:
            done = set()
        except distributed.CancelledError:
            done = {future for future in waiting if future.status != "pending"}
        yield from done
        if client.status != "running":
            raise CourseError("The connection to the scheduler was lost; what was finished is kept, so run the same command again.")
        if done or client.scheduler_info(n_workers=1)["workers"]:
            without_workers_since = None
        else:
            without_workers_since = without_workers_since or time.monotonic()
            if time.monotonic() - without_workers_since > WORKER_SECONDS:
                raise CourseError("The scheduler has no workers left; what was finished is kept, so run the same command again.")


def _outcome(future: Any, job: Job) -> Outcome:
    if future.status == "cancelled" or future.status == "lost":
        raise CourseError("The connection to the scheduler was lost; what was finished is kept, so run the same command again.")
    error = future.exception()
    if error is None:
        return future.result()
    if isinstance(error, distributed.KilledWorker):
        return Outcome(job.docname, job.source, "every worker that was given it died, most often for want of memory")
    return Outcome(job.docname, job.source, f"the worker failed: {type(error).__name__}: {kernel.first_line(str(error))}")


def _stop(client: Client, futures: list[Any], run_id: str) -> None:
    """Withdraw what has not started and kill the kernels of what has; never raises, never waits long."""
    with contextlib.suppress(Exception):
        client.cancel(futures)
    with contextlib.suppress(Exception):
        client.run(kernel.stop_kernels, run_id, on_error="ignore")
