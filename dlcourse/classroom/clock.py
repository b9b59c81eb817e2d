"""A time limit for the judge's own work."""

from __future__ import annotations

import signal


class OutOfTime(BaseException):
    """The check itself, not the student's code, ran for too long."""


class Clock:
    """A time limit for the judge's own work, which stands still while it waits for a sandbox. Main thread only.

    ``rang`` says whether any has run out in this process: it may have cut an import short.
    """

    def __init__(self, seconds: float):
        self._seconds = seconds

    def __enter__(self) -> None:
        signal.signal(signal.SIGALRM, self._ring)
        Clock.left = self._seconds
        signal.setitimer(signal.ITIMER_REAL, self._seconds)

    def __exit__(self, *_: object) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)

    left = 0.0
    rang = False

    @staticmethod
    def switch(on: bool) -> None:
        if on:
            signal.setitimer(signal.ITIMER_REAL, max(Clock.left, 1e-3))
        else:
            Clock.left = signal.setitimer(signal.ITIMER_REAL, 0)[0]

    @staticmethod
    def _ring(*_: object) -> None:
        Clock.rang = True
        raise OutOfTime
