"""A bound on all the memory of a sandbox together: a control group where the kernel lets us make one.

Resource limits count each process by itself and leave shared memory out. A control group counts everything, files in memory included.
Root makes one directly; others ask their systemd session for a scope. Where neither works, the judge adds up what the sandbox's processes
hold while it waits for them, which is coarser: a burst between two looks is bounded process by process only.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import itertools
import os
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

GROUPS = Path("/sys/fs/cgroup")
MAX_TASKS = 256
EXIT_SECONDS = 0.5
_numbers = itertools.count()
_left: list[Path] = []


@dataclass
class MemoryBound:
    """A bound of ``total`` bytes for one sandbox: ``prefix`` goes before its command; ``group`` is the control group's folder, if it is ours."""

    total: int
    prefix: list[str]
    group: Path | None = None

    def exceeded(self, pid: int) -> bool:
        """Whether the bound was reached by the sandbox whose outermost process is ``pid``: the kernel killed in it, or it must be killed."""
        if not self.prefix:
            return _resident(pid) > self.total
        if self.group is None:
            return False
        for name in ("memory.events", "memory.oom_control"):
            with contextlib.suppress(OSError, ValueError):
                lines = dict(line.split() for line in (self.group / name).read_text().splitlines())
                return int(lines.get("oom_kill", 0)) > 0
        return False

    def release(self) -> None:
        """Give the control group up; its processes must have been killed. It goes when the last of them has died, which nobody waits for."""
        if self.group:
            _left.append(self.group)


@atexit.register
def _remove_all_left() -> None:
    """At the end there is time to wait until the kernel lets go of the last group."""
    deadline = time.monotonic() + EXIT_SECONDS
    while _left and time.monotonic() < deadline:
        _remove_left()
        time.sleep(0.005)


def _remove_left() -> None:
    """Remove the groups of ended sandboxes, as far as the kernel lets go of them."""
    for group in list(_left):
        with contextlib.suppress(OSError):
            group.rmdir()
        if not group.exists():
            _left.remove(group)


def bound(total_bytes: int) -> MemoryBound:
    """A bound of ``total_bytes`` for the next sandbox, as strong as this machine allows."""
    group = _group(total_bytes)
    if group:
        return MemoryBound(total_bytes, ["/bin/sh", "-c", 'echo 0 >"$0" && exec "$@"', str(group / "cgroup.procs")], group)
    if _systemd_session():
        limits = ["-p", f"MemoryMax={total_bytes}", "-p", "MemorySwapMax=0", "-p", f"TasksMax={MAX_TASKS}"]
        return MemoryBound(total_bytes, ["systemd-run", "--user", "--scope", "--quiet", "--collect", *limits, "--"])
    return MemoryBound(total_bytes, [])


def _resident(pid: int) -> int:
    """Bytes of memory that a process and its descendants hold; what several share counts for each."""
    pages, left = 0, [str(pid)]
    while left:
        folder = Path("/proc", left.pop())
        with contextlib.suppress(OSError, IndexError):
            pages += int((folder / "statm").read_text().split()[1])
            left += [child for task in (folder / "task").iterdir() for child in (task / "children").read_text().split()]
    return pages * os.sysconf("SC_PAGE_SIZE")


def _group(total_bytes: int) -> Path | None:
    """A new control group with the limit set, of the second or the first kind, or None where we may not make one."""
    if os.geteuid() != 0:
        return None
    _remove_left()
    name = f"dlcourse-{os.getpid()}-{next(_numbers)}"
    for parent, limits in _parents():
        path = parent / name
        try:
            _sweep(parent)
            path.mkdir()
            for file, value in limits(total_bytes):
                with contextlib.suppress(FileNotFoundError):
                    _write(path / file, value)
            return path
        except OSError:
            with contextlib.suppress(OSError):
                path.rmdir()
    return None


def _parents():
    controllers = GROUPS / "cgroup.subtree_control"
    if controllers.is_file() and "memory" in controllers.read_text().split():
        yield GROUPS, lambda total: [("memory.max", total), ("memory.swap.max", 0)]
    if (GROUPS / "memory" / "memory.limit_in_bytes").is_file():
        yield GROUPS / "memory", lambda total: [("memory.limit_in_bytes", total), ("memory.memsw.limit_in_bytes", total)]


@functools.cache
def _sweep(parent: Path) -> None:
    """Remove the groups of judges that were killed: an empty group can be removed, one in use cannot."""
    for left in parent.glob("dlcourse-*-*"):
        if not Path(f"/proc/{left.name.split('-')[1]}").exists():
            with contextlib.suppress(OSError):
                left.rmdir()


def _write(path: Path, value: int) -> None:
    """Write a control file; unlike an ordinary file it must exist."""
    with open(path, "r+") as file:
        file.write(str(value))


@functools.cache
def _systemd_session() -> bool:
    if os.geteuid() == 0 or not shutil.which("systemd-run"):
        return False
    command = ["systemd-run", "--user", "--scope", "--quiet", "--collect", "-p", "MemoryMax=64M", "--", "true"]
    return subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL).returncode == 0
