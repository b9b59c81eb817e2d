"""The sandbox: bubblewrap around a process that runs what a student wrote, and a channel to it.

Inside there is no network, no file of the host but the operating system and the Python environment, read-only, three small folders in
memory, an empty environment, and an unprivileged user whose processes, memory and time are limited. Every sandbox is used for one
submission and thrown away. Where none can be made there is an error, never a process without one.
"""

from __future__ import annotations

import contextlib
import functools
import itertools
import os
import platform
import secrets
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dlcourse.classroom import memory, seccomp, wire
from dlcourse.errors import CourseError

MiB = 2**20
FOLDER_BYTES = 64 * MiB
FILE_BYTES = 32 * MiB
OPEN_FILES = 256
PROCESSES = 128
START_SECONDS = 60
WATCH_SECONDS = 0.25
MAX_QUESTIONS = 10_000
NOBODY = 65534
PACKAGE = Path(__file__).resolve().parents[1]
INSIDE = "/course"

# With one thread a library the environment's processes stay within the limit, and graders side by side do not fight for cores.
ENVIRONMENT = {
    "PATH": "/usr/bin", "HOME": "/home/student", "USER": "student", "LOGNAME": "student", "LANG": "C.UTF-8", "TMPDIR": "/tmp",
    "MPLBACKEND": "agg", "MPLCONFIGDIR": "/tmp", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1", "TF_NUM_INTEROP_THREADS": "1", "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "",
    "DLCOURSE_OFFLINE": "1", "DLCOURSE_PROFILE": "smoke", "PYTHONDONTWRITEBYTECODE": "1",
}  # fmt: skip

_START = f"import sys; sys.path.append({INSIDE!r}); from dlcourse.classroom.worker import main; main()"
_users = itertools.count()


@dataclass(frozen=True)
class Limits:
    """What a submission may use: ``seconds`` for its cells and again for each check, ``memory`` in bytes for all its processes together."""

    seconds: float = 20.0
    memory: int = 2048 * MiB

    @property
    def total_seconds(self) -> float:
        """All the time that one submission may take, however often a sandbox has to be started again for it."""
        return 10 * self.seconds


class SandboxError(Exception):
    """The process in the sandbox ended, exceeded a limit, or broke the protocol. The text is for a student and holds none of theirs."""


class Overrun(SandboxError):
    """The code did not end within its time."""


class Sandbox:
    """One running sandbox. Its methods raise :class:`SandboxError`; after one it is closed."""

    def __init__(self, limits: Limits):
        self.limits = limits
        arguments, to_pass = command(limits)
        self._bound = memory.bound(limits.memory)
        try:
            self._process = subprocess.Popen(
                [*self._bound.prefix, *arguments],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, pass_fds=to_pass, env=_minimal_environment(self._bound),
                bufsize=0, start_new_session=True,
            )  # fmt: skip
        except OSError as error:
            self._bound.release()
            raise CourseError(f"The sandbox cannot be started ({error.strerror}), and submissions are never run without one.") from None
        finally:
            for fd in to_pass:
                os.close(fd)
        self._closed = False
        os.set_blocking(self._process.stdin.fileno(), False)
        self._expect_hello()

    def _expect_hello(self) -> None:
        """Raise :class:`CourseError` unless the worker, which at that moment has seen nothing of the submission, says that it runs."""
        try:
            if self.receive(time.monotonic() + START_SECONDS) == {"hello": 1}:
                return
            reason = "its worker does not answer as expected"
        except SandboxError:
            reason = self._complaint
        self.close()
        raise CourseError(f"The sandbox does not start ({reason}), and submissions are never run without one: {_advice()}")

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def ask(self, message: dict[str, Any], deadline: float, answer: Callable[[dict[str, Any]], dict[str, Any]] | None = None) -> dict[str, Any]:
        """Send a message and return the reply to it; ``deadline`` is a moment of the monotonic clock.

        The code inside may ask something back before it replies; ``answer`` says what to. A reply must carry a number that cannot be
        guessed, so that none can be written before its question was read.
        """
        number = secrets.randbits(48)
        self.send({"id": number, **message}, deadline)
        for _ in range(MAX_QUESTIONS):
            reply = self.receive(deadline)
            if "question" not in reply or answer is None:
                break
            self.send(answer(reply), deadline)
        else:
            self._fail("Your function calls the function it was given without end.")
        if reply.get("id") != number:
            self._fail("Your code's process broke the protocol: a reply to no question.")
        return reply

    def send(self, message: dict[str, Any], deadline: float) -> None:
        left = memoryview(wire.frame(message))
        while left:
            self._wait(self._process.stdin.fileno(), select.POLLOUT, deadline)
            try:
                left = left[os.write(self._process.stdin.fileno(), left) :]
            except BlockingIOError:
                continue
            except BrokenPipeError:
                self._fail(self._how_it_ended())

    def receive(self, deadline: float) -> dict[str, Any]:
        try:
            return wire.parse(self._read(wire.body_length(self._read(4, deadline)), deadline))
        except wire.WireError as error:
            self._fail(f"Your code's process broke the protocol: {error}.")

    def _read(self, count: int, deadline: float) -> bytes:
        fd, chunks = self._process.stdout.fileno(), []
        while count:
            self._wait(fd, select.POLLIN, deadline)
            chunk = os.read(fd, min(count, MiB))
            if not chunk:
                self._fail(self._how_it_ended())
            chunks.append(chunk)
            count -= len(chunk)
        return b"".join(chunks)

    def _wait(self, fd: int, event: int, deadline: float) -> None:
        poll = select.poll()
        poll.register(fd, event)
        while True:
            left = deadline - time.monotonic()
            if left <= 0:
                self._fail(f"Time limit exceeded: your code did not end within {self.limits.seconds:g} seconds.", Overrun)
            if poll.poll(min(left, WATCH_SECONDS) * 1000):
                return
            if self._bound.exceeded(self._process.pid):
                self._fail(self._memory_exceeded)

    def _how_it_ended(self) -> str:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(2)
        if self._bound.exceeded(self._process.pid):
            return self._memory_exceeded
        return "Your code ended the Python process."

    @property
    def _memory_exceeded(self) -> str:
        return f"Memory limit exceeded: your code used more than {self.limits.memory // MiB} MiB."

    def _fail(self, reason: str, kind: type[SandboxError] = SandboxError) -> None:
        self.close()
        raise kind(reason)

    def close(self) -> None:
        """Kill everything in the sandbox; nothing that ran in it is left when this returns."""
        if self._closed:
            return
        self._closed = True
        self._process.kill()
        self._complaint = _first_line(self._process.stderr)
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            pipe.close()
        self._process.wait()
        self._bound.release()


def _first_line(stderr: Any) -> str:
    """What bubblewrap complained about before the worker ran."""
    os.set_blocking(stderr.fileno(), False)
    with contextlib.suppress(OSError, IndexError):
        return (os.read(stderr.fileno(), 4096) or b"").decode(errors="replace").strip().splitlines()[-1][:200]
    return "it ended without a word"


def command(limits: Limits) -> tuple[list[str], list[int]]:
    """The command line of a sandbox, and the file descriptors that it must inherit.

    Root needs no user namespace, and keeps folders reachable that lie below one of its own; inside, it becomes a user whom nothing else
    on the machine runs as. Anybody else becomes ``nobody`` in a namespace in which no further one can be made.
    """
    root = os.geteuid() == 0
    fds: list[int] = []
    options = ["--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try", "--hostname", "sandbox"]
    options += ["--die-with-parent", "--new-session", "--clearenv", "--cap-drop", "ALL"]
    for name, value in ENVIRONMENT.items():
        options += ["--setenv", name, value]
    if root:
        for capability in ("CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP"):
            options += ["--cap-add", capability]
    else:
        options += ["--unshare-user", "--uid", str(NOBODY), "--gid", str(NOBODY)]
        options += ["--disable-userns"] if _version() >= (0, 8) else []
    options += _file_system()
    calls = seccomp.program()
    if calls:
        options += ["--seccomp", str(_readable(calls, fds))]
    user = str(2_000_000_000 + (os.getpid() * 1_000 + next(_users)) % 100_000_000)
    drop = ["--reuid", user, "--regid", user, "--clear-groups", "--inh-caps=-all", "--bounding-set=-all"]
    become = ["/usr/bin/setpriv", *drop] if root else []
    limit = ["/usr/bin/prlimit", f"--nproc={PROCESSES}", f"--data={limits.memory}", f"--fsize={FILE_BYTES}", f"--nofile={OPEN_FILES}"]
    limit += ["--core=0", "--memlock=0", f"--cpu={int(limits.total_seconds * 2) + 1}"]
    return [_bubblewrap(), *options, "--", *become, *limit, sys.executable, "-I", "-c", _START], fds


def _file_system() -> list[str]:
    options = ["--ro-bind", "/usr", "/usr"]
    for path in ("/bin", "/sbin", "/lib", "/lib32", "/lib64"):
        if os.path.islink(path):
            options += ["--symlink", os.readlink(path), path]
        elif os.path.isdir(path):
            options += ["--ro-bind", path, path]
    for path in ("/etc/ld.so.cache", "/etc/alternatives"):
        options += ["--ro-bind-try", path, path]
    options += ["--proc", "/proc", "--dev", "/dev"]
    for path in ("/dev/shm", "/tmp", "/home"):
        options += ["--size", str(FOLDER_BYTES), "--perms", "1777", "--tmpfs", path]
    options += ["--perms", "0777", "--dir", "/home/student"]
    made = {Path(path) for path in ("/", "/usr", "/home", "/tmp", "/dev", "/proc")}
    for source, place in [*((path, path) for path in _interpreter()), (PACKAGE, Path(INSIDE, PACKAGE.name))]:
        for parent in reversed(place.parents):
            if parent not in made:
                options += ["--perms", "0755", "--dir", str(parent)]
                made.add(parent)
        options += ["--ro-bind", str(source), str(place)]
    # What is left of the root and /dev would be memory without a limit.
    return [*options, "--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/home/student"]


def _interpreter() -> list[Path]:
    """The folders of the Python environment that do not lie below ``/usr``, outer ones first."""
    named = [Path(path) for path in (sys.prefix, sys.exec_prefix, sys.base_prefix, sys.base_exec_prefix)]
    every = {path for name in named for path in (name, name.resolve())}
    outside = sorted(path for path in every if not path.is_relative_to("/usr"))
    if any(path in (Path("/"), Path.home(), *Path.home().parents) for path in outside):
        raise CourseError(
            f"The Python environment is the folder {outside[0]}, which holds too much to show to a submission: use a virtual environment."
        )
    return [path for path in outside if not any(path != other and path.is_relative_to(other) for other in outside)]


def _readable(content: bytes, fds: list[int]) -> int:
    """A file descriptor from which a child process can read ``content``."""
    read, write = os.pipe()
    os.write(write, content)
    os.close(write)
    fds.append(read)
    return read


def _bubblewrap() -> str:
    found = shutil.which("bwrap", path="/usr/bin:/bin:/usr/local/bin:/run/current-system/sw/bin")
    if platform.system() != "Linux":
        raise CourseError("Grading needs a Linux machine, a virtual one will do: submissions are never run without a sandbox.")
    if not found:
        raise CourseError(
            "Grading needs bubblewrap, which is not installed (Debian and Ubuntu: apt install bubblewrap): submissions are never run without a sandbox."
        )
    return found


@functools.cache
def _version() -> tuple[int, ...]:
    said = subprocess.run([_bubblewrap(), "--version"], capture_output=True, text=True).stdout
    with contextlib.suppress(ValueError, IndexError):
        return tuple(int(part) for part in said.split()[1].split("."))
    return (0,)


def _advice() -> str:
    if os.geteuid() == 0:
        return "in a container, root needs the capability SYS_ADMIN."
    return "the kernel must allow user namespaces to bubblewrap (sysctl user.max_user_namespaces; on Ubuntu an AppArmor profile)."


def _minimal_environment(bound: memory.MemoryBound) -> dict[str, str]:
    """Bubblewrap's own environment can be read inside, so it is empty; systemd-run must find the user's session."""
    if bound.prefix[:1] == ["systemd-run"]:
        return {name: os.environ[name] for name in ("PATH", "XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS") if name in os.environ}
    return {}


def require() -> None:
    """Raise :class:`CourseError` unless a sandbox can be made on this machine."""
    with Sandbox(Limits()):
        pass
