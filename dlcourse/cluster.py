"""Dask clusters, in this process or at an address: what executing notebooks and grading submissions have in common."""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Collection, Iterator
from typing import Any

import dask
import distributed
from distributed import Client, Future, LocalCluster

from dlcourse.errors import CourseError

CONNECT_SECONDS = 10
WORKER_SECONDS = 30
POLL_SECONDS = 0.5
# A cluster that only waits for long tasks need not wake 150 times a second to time and profile itself.
QUIET = {"distributed.admin.tick.interval": "1s", "distributed.worker.profile.enabled": False}
AGAIN = "what was finished is kept, so run the same command again."


@contextlib.contextmanager
def connect(address: str | None, threads: int) -> Iterator[Client]:
    """A client of the scheduler at ``address``, or of one in this process with ``threads`` threads.

    Raises :class:`CourseError` when the scheduler cannot be reached or has no workers.
    """
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    with dask.config.set({"distributed.comm.timeouts.connect": CONNECT_SECONDS, "distributed.scheduler.work-stealing": True, **QUIET}):
        if address:
            with _client_of(address) as client:
                yield client
        else:
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


class Watch:
    """Waits for futures of ``client``, and notices when there is nobody left to compute them."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._without_workers_since: float | None = None

    def ended(self, futures: Collection[Future]) -> list[Future]:
        """Those of ``futures`` that have ended, after a short wait; none, when none has.

        Raises :class:`CourseError` when the scheduler is gone, or the last worker has been for half a minute.
        """
        done = _ended(futures)
        if self._client.status != "running" or any(future.status in ("cancelled", "lost") for future in done):
            raise CourseError(f"The connection to the scheduler was lost; {AGAIN}")
        if done or self._client.scheduler_info(n_workers=1)["workers"]:
            self._without_workers_since = None
        else:
            self._without_workers_since = self._without_workers_since or time.monotonic()
            if time.monotonic() - self._without_workers_since > WORKER_SECONDS:
                raise CourseError(f"The scheduler has no workers left; {AGAIN}")
        return done


def _ended(futures: Collection[Future]) -> list[Future]:
    try:
        return list(distributed.wait(list(futures), timeout=POLL_SECONDS, return_when="FIRST_COMPLETED").done)
    except TimeoutError:
        return []
    except distributed.CancelledError:
        return [future for future in futures if future.status != "pending"]


def failure(future: Future) -> str | None:
    """Why an ended ``future`` has no result, as one clause; ``None`` when it has one."""
    error: Any = future.exception()
    if error is None:
        return None
    if isinstance(error, distributed.KilledWorker):
        return "every worker that was given it died, most often for want of memory"
    first_line = next((line.strip() for line in str(error).splitlines() if line.strip()), "")
    return f"the worker failed: {type(error).__name__}" + (f": {first_line}" if first_line else "")
