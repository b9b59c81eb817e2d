"""What a notebook may cost.

A budget is stated for two cores, in seconds of wall time from the first cell's start to the last one's end (starting the kernel does
not count). Where budgets are enforced, the default number of workers leaves each kernel two cores. A kernel that is given fewer gets
proportionally more seconds, so that running notebooks side by side fails none that would pass alone.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from dlcourse.errors import CourseError
from dlcourse.notebook import NotebookInfo

GIB = 2**30
# What a kernel may take in the smoke profile.
LIGHT_BYTES = 3 * GIB
CORES = 2
LONGEST_STANDARD_SECONDS = 120


@dataclass(frozen=True)
class Budget:
    """``seconds`` on two cores, ``peak_bytes`` of memory of the kernel and all its children."""

    seconds: float
    peak_bytes: float

    def seconds_with(self, threads: int) -> float:
        """The seconds allowed to a kernel that may use ``threads`` cores."""
        return self.seconds * max(1.0, CORES / threads)

    def problems(self, seconds: float, peak_bytes: int, threads: int) -> list[str]:
        """One sentence for each limit that was exceeded."""
        found = []
        allowed = self.seconds_with(threads)
        if seconds > allowed:
            found.append(f"took {seconds:.1f} s; its budget is {allowed:.0f} s on {threads} core{'s' * (threads > 1)} (--no-budgets only warns)")
        if peak_bytes > self.peak_bytes:
            found.append(f"needed {peak_bytes / GIB:.1f} GiB of memory; its budget is {self.peak_bytes / GIB:.0f} GiB")
        return found


def budget_of(info: NotebookInfo, profile: str) -> Budget:
    """The budget of a notebook in a profile. Raises :class:`CourseError` for a notebook that grants itself too much."""
    if info.budget_seconds > LONGEST_STANDARD_SECONDS:
        raise CourseError(f"budget_seconds is {info.budget_seconds}, but no notebook may take more than {LONGEST_STANDARD_SECONDS} s.")
    return {
        "smoke": Budget(15, LIGHT_BYTES),
        "standard": Budget(info.budget_seconds, 4 * GIB),
        "full": Budget(600, math.inf),
    }[profile]
