"""The sandbox is there or nothing runs: who may start it, where the interpreter may lie, and what is said when it cannot."""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from conftest import LIMITS

from dlcourse.classroom import memory, sandbox, seccomp
from dlcourse.classroom.sandbox import Limits, MiB, Sandbox, SandboxError
from dlcourse.errors import CourseError

PACKAGE = Path(sandbox.__file__).resolve().parents[1]

# Run by another user: starts a sandbox, has a function called in it, and says who runs it.
PROBE = """
import os, sys, time
sys.path.insert(0, sys.argv[1])
from dlcourse.classroom.sandbox import Limits, Sandbox
from dlcourse.errors import CourseError
try:
    with Sandbox(Limits(seconds=30)) as box:
        until = time.monotonic() + 30
        code = "import os\\ndef who(): return [os.getuid(), os.listdir('/home'), len(os.listdir('/proc/self/task'))]"
        box.ask({"do": "look", "cells": [code]}, until)
        box.ask({"do": "run", "seed": 0, "name": "cell 1", "code": code}, until)
        print(os.getuid(), box.ask({"do": "call", "name": "who", "args": [], "kwargs": {"$": "dict", "items": []}}, until)["ok"])
except CourseError as error:
    print(error)
"""


def as_nobody(tmp_path: Path, *command: str, prefix: tuple[str, ...] = ()) -> str:
    """What the probe says when ``nobody`` runs it with the system's Python, the only one that they are sure to reach."""
    python = next((p for p in ("/usr/bin/python3.13", "/usr/bin/python3.12", "/usr/bin/python3.11") if os.path.exists(p)), None)
    if os.geteuid() != 0 or python is None:
        pytest.skip("only root, on a machine with a system Python, can become another user")
    os.chmod(tmp_path, 0o755)
    for folder in tmp_path.parents:
        if folder.owner() == "root" and folder.is_relative_to("/tmp") and folder != Path("/tmp"):
            os.chmod(folder, 0o755)
    shutil.copytree(PACKAGE, tmp_path / "package" / "dlcourse", ignore=shutil.ignore_patterns("__pycache__"))
    become = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--no-new-privs", *prefix]
    done = subprocess.run(
        [*become, python, "-c", PROBE, str(tmp_path / "package"), *command], capture_output=True, text=True, cwd="/", env={"PATH": os.environ["PATH"]}
    )
    return done.stdout.strip() or done.stderr


def test_it_works_for_an_unprivileged_user(tmp_path: Path) -> None:
    assert as_nobody(tmp_path) == "65534 [65534, ['student'], 1]"


def test_it_works_for_whoever_runs_the_tests_and_never_as_root() -> None:
    with Sandbox(LIMITS) as box:
        until = time.monotonic() + 30
        box.ask({"do": "look", "cells": []}, until)
        code = "import os, sys\ndef who(): return [os.getuid(), sys.prefix]"
        box.ask({"do": "run", "seed": 0, "name": "cell 1", "code": code}, until)
        uid, prefix = box.ask({"do": "call", "name": "who", "args": [], "kwargs": {"$": "dict", "items": []}}, until)["ok"]
    assert uid >= 1000 and prefix == sys.prefix


def test_an_interpreter_below_a_private_folder_is_reached() -> None:
    """Every folder above a bind is made anew, readable, whatever its mode outside; nothing else of it is there."""
    arguments, fds = sandbox.command(LIMITS)
    for fd in fds:
        os.close(fd)
    for place in (path for path in sandbox._interpreter()):
        at = arguments.index(str(place), arguments.index("--ro-bind", arguments.index("/home/student")))
        made = [arguments[i + 1] for i, word in enumerate(arguments[:at]) if word == "--dir" and arguments[i - 2 : i] == ["--perms", "0755"]]
        assert {str(parent) for parent in place.parents if parent not in map(Path, ("/", "/usr", "/home", "/tmp"))} <= set(made)


def test_without_bubblewrap_nothing_is_graded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox.shutil, "which", lambda *_, **__: None)
    with pytest.raises(CourseError, match=r"^Grading needs bubblewrap, which is not installed .*: submissions are never run without a sandbox\.$"):
        sandbox.require()


def test_elsewhere_than_on_linux_nothing_is_graded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox.platform, "system", lambda: "Darwin")
    with pytest.raises(CourseError, match=r"^Grading needs a Linux machine, .*: submissions are never run without a sandbox\.$"):
        sandbox.require()


def test_without_user_namespaces_nothing_is_graded(tmp_path: Path) -> None:
    """In a namespace that allows no further one, which is what a kernel with them switched off looks like."""
    inside = ("bwrap", "--unshare-user", "--disable-userns", "--dev-bind", "/", "/", "--")
    said = as_nobody(tmp_path, prefix=inside)
    assert said.startswith("The sandbox does not start (bwrap: ") and "user namespaces" in said and said.count("\n") == 0


def test_a_worker_that_does_not_come_up_is_an_error_not_a_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_START", "raise SystemExit('the worker is broken')")
    with pytest.raises(CourseError, match="The sandbox does not start .the worker is broken., and submissions are never run without one"):
        sandbox.require()


def test_an_environment_that_holds_the_home_folder_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox.sys, "prefix", str(Path.home()))
    with pytest.raises(CourseError, match="holds too much to show to a submission"):
        sandbox.require()


def test_a_reader_that_never_reads_is_a_time_limit() -> None:
    """More than a pipe holds is sent to a process that is stopped."""
    with Sandbox(Limits(seconds=2.0)) as box:
        until = time.monotonic() + 20
        box.ask({"do": "look", "cells": []}, until)
        code = "import gc, time\nfrom dlcourse.classroom import worker\nchannel = next(t for t in gc.get_objects() if isinstance(t, worker.Channel))\nchannel.receive = lambda: time.sleep(600)"
        box.ask({"do": "run", "seed": 0, "name": "cell 1", "code": code}, until)
        with pytest.raises(SandboxError, match="Time limit exceeded"):
            box.ask({"do": "look", "cells": ["x" * 2**22]}, time.monotonic() + 2)


def test_closing_is_quick_and_leaves_no_control_group() -> None:
    mine = f"**/dlcourse-{os.getpid()}-*"
    before = set(memory.GROUPS.glob(mine))
    with Sandbox(LIMITS):
        pass
    deadline = time.monotonic() + 5
    while set(memory.GROUPS.glob(mine)) - before and time.monotonic() < deadline:
        memory._remove_left()
        time.sleep(0.01)
    assert not set(memory.GROUPS.glob(mine)) - before


def test_the_systemd_scope_bounds_memory_and_tasks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "_group", lambda _: None)
    monkeypatch.setattr(memory, "_systemd_session", lambda: True)
    prefix = memory.bound(512 * MiB).prefix
    assert prefix[:3] == ["systemd-run", "--user", "--scope"] and prefix[-1] == "--"
    assert {f"MemoryMax={512 * MiB}", "MemorySwapMax=0", f"TasksMax={memory.MAX_TASKS}"} <= set(prefix)


def test_every_jump_of_the_filter_lands_inside_it() -> None:
    program = seccomp.program()
    if program is None:
        pytest.skip("no filter for this processor")
    import struct

    code = list(struct.iter_unpack("<HBBI", program))
    assert all(i + 1 + max(yes, no) < len(code) for i, (kind, yes, no, _) in enumerate(code) if kind & 7 == 5)
    assert code[-1] == (seccomp._RETURN, 0, 0, seccomp._RETURN_ALLOW)


def test_every_library_of_the_course_can_be_used_within_the_default_limits() -> None:
    """The only test that imports TensorFlow inside."""
    imports = "import keras\nimport numpy as np\nimport sklearn.linear_model\nimport tensorflow as tf\nimport torch"
    code = textwrap.dedent("""
        def use():
            x = np.arange(6.0).reshape(3, 2)
            return [float(tf.reduce_sum(x)), float(torch.from_numpy(x).sum()), float(keras.ops.sum(x)), int(sklearn.linear_model.LogisticRegression().fit(x, [0, 1, 1]).classes_[1])]
    """)
    with Sandbox(Limits()) as box:
        until = time.monotonic() + 120
        box.ask({"do": "look", "cells": [imports, code]}, until)
        for source in (imports, code):
            assert "error" not in box.ask({"do": "run", "seed": 0, "name": "cell", "code": source}, until)
        assert box.ask({"do": "call", "name": "use", "args": [], "kwargs": {"$": "dict", "items": []}}, until).get("ok") == [15.0, 15.0, 15.0, 1]


@pytest.mark.parametrize(("code", "says"), [("", "[]"), ("import torch", "['torch']")])
def test_imports_that_no_cell_uses_are_not_made(code: str, says: str) -> None:
    """A chapter imports two frameworks in one cell; an answer in NumPy does not wait for them."""
    use = "\ndef f(): return torch.ones(1)" if code else ""
    cell = textwrap.dedent("""
        import sys
        def loaded(): return [name for name in ("tor" + "ch", "ker" + "as") if name in sys.modules]
    """)
    with Sandbox(LIMITS) as box:
        until = time.monotonic() + 60
        cells = ["import keras\nimport torch\nfrom torch import nn", cell + use]
        box.ask({"do": "look", "cells": cells}, until)
        for number, source in enumerate(cells):
            assert "error" not in box.ask({"do": "run", "seed": 0, "name": f"cell {number}", "code": source}, until)
        assert str(box.ask({"do": "call", "name": "loaded", "args": [], "kwargs": {"$": "dict", "items": []}}, until)["ok"]) == says


def test_the_time_limit_holds_while_data_keeps_coming() -> None:
    """A deadline that has passed counts, although there is something to read."""
    with Sandbox(Limits()) as sandbox:
        sandbox.send({"id": 1, "do": "get", "name": "x"}, time.monotonic() + 30)
        assert select.select([sandbox._process.stdout], [], [], 30)[0]
        with pytest.raises(SandboxError, match="Time limit exceeded"):
            sandbox.receive(time.monotonic() - 1)
