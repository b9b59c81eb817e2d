"""Executing notebooks: what comes out, what is remembered, and what a worker's death costs."""

from __future__ import annotations

import copy
import errno
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import psutil
import pytest
from nbformat import v4

from dlcourse import notebook
from dlcourse.book import budget, cache, execute, kernel, ledger, scheduler
from dlcourse.book.kernel import Outcome
from dlcourse.book.progress import Progress
from dlcourse.book.project import Project
from dlcourse.errors import CourseError

START = 'import dlcourse\n\nrun = dlcourse.start("tiny", profile=profile, seed=seed, frameworks=())'
CLAIM = 'run.claim("half", 0.5, always=(0.4, 0.6))'


def tiny(*sources: str, **metadata: object) -> nbformat.NotebookNode:
    """A notebook of the course with the opening cells and the given code cells."""
    cells = [
        v4.new_markdown_cell("# Tiny"),
        v4.new_code_cell("profile, seed = None, 0", metadata={"tags": ["parameters"]}),
        v4.new_code_cell(START, metadata={"tags": ["bootstrap"]}),
        *(v4.new_code_cell(source) for source in sources),
    ]
    return notebook.normalise(v4.new_notebook(cells=cells, metadata={"dlcourse": {"minutes": 1, **metadata}}))


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "chapters" / "part").mkdir(parents=True)
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "requirements.lock").write_text("numpy==2\n")
    return Project(tmp_path)


def add(project: Project, name: str, nb: nbformat.NotebookNode) -> str:
    docname = f"chapters/part/{name}"
    notebook.write(nb, project.source(docname))
    return docname


def smoke(project: Project, **options: object) -> execute.Report:
    return execute.run_notebooks(project, None, "smoke", **options)


@pytest.fixture
def executions(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Execution without kernels: every notebook makes one claim. The list says which were executed."""
    done: list[str] = []

    def pretend(self: execute.Execution, docnames: list[str], scheduler: str | None, workers: int | None) -> None:
        for docname in docnames:
            done.append(docname)
            nb = copy.deepcopy(self.sources[docname].nb)
            record = {"name": "half", "value": 0.5, "text": "0.5", "unit": "", "framework": "", "profile": self.profile, "data": "generated"}
            record |= {"datasets": [], "device": "cpu", "band": [0, 1], "verdict": "in band"}
            nb.cells[-1].outputs = [v4.new_output("display_data", {ledger.CLAIM_MIME: record})]
            nb.metadata["dlcourse_run"] = ledger.run_record(
                nb, profile=self.profile, source_digest="", seconds=1.0, peak_bytes=1, threads=2
            )  # fmt: skip
            self.settle(Outcome(docname, notebook.dumps(nb).encode()))

    monkeypatch.setattr(execute.Execution, "execute", pretend)
    return done


def test_an_executed_notebook_has_the_cells_of_its_source_and_the_record_of_its_run(project: Project) -> None:
    docname = add(project, "one", tiny(CLAIM, "import os\nprint(profile, os.getcwd(), os.environ['OMP_WAIT_POLICY'], os.environ['DLCOURSE_OFFLINE'])"))
    report = smoke(project)
    assert report.ok and report.executed == [docname]
    source, executed = notebook.read(project.source(docname)), notebook.read(project.executed("smoke", docname))
    assert [(c.id, c.source, c.metadata) for c in executed.cells] == [(c.id, c.source, c.metadata) for c in source.cells]
    said = executed.cells[-1].outputs[0].text.split()
    assert said[0] == "smoke" and said[2:] == ["PASSIVE", "1"]
    assert not Path(said[1]).exists() and project.root not in Path(said[1]).parents
    record = executed.metadata.dlcourse_run
    entry = json.loads(project.results.read_text())["notebooks"][docname]
    assert entry == record and entry["claims"][0]["name"] == "half"
    assert 0 < entry["seconds"] < 15 and 20 * 2**20 < entry["peak_bytes"] < 2**30 and entry["versions"]["numpy"]


def test_an_exception_that_is_the_lesson_does_not_fail_the_notebook(project: Project) -> None:
    nb = tiny(CLAIM, "1 / 0", "print('went on')")
    nb.cells[-2].metadata["tags"] = ["raises-exception"]
    docname = add(project, "lesson", nb)
    assert smoke(project).ok
    assert notebook.read(project.executed("smoke", docname)).cells[-1].outputs[0].text == "went on\n"


def test_nothing_changed_executes_nothing(project: Project, executions: list[str]) -> None:
    docnames = [add(project, name, tiny(CLAIM)) for name in ("a", "b")]
    first = smoke(project)
    written = project.executed("smoke", docnames[0]).stat().st_mtime_ns
    second = smoke(project)
    assert (first.executed, second.executed, second.cached) == (docnames, [], docnames)
    assert project.executed("smoke", docnames[0]).stat().st_mtime_ns == written
    assert all(entry["from_cache"] for entry in json.loads(project.results.read_text())["notebooks"].values())


def test_a_changed_notebook_runs_alone(project: Project, executions: list[str]) -> None:
    docnames = [add(project, name, tiny(CLAIM)) for name in ("a", "b")]
    smoke(project)
    executions.clear()
    add(project, "b", tiny(CLAIM, "1 + 1"))
    smoke(project)
    assert executions == docnames[1:]


def test_a_changed_caption_executes_nothing_but_reaches_the_page(project: Project, executions: list[str]) -> None:
    nb = tiny(CLAIM)
    docname = add(project, "a", nb)
    smoke(project)
    nb.cells[-1].metadata["mystnb"] = {"figure": {"caption": "New"}}
    add(project, "a", nb)
    assert smoke(project).cached == [docname]
    cell = notebook.read(project.executed("smoke", docname)).cells[-1]
    assert cell.metadata.mystnb.figure.caption == "New" and ledger.CLAIM_MIME in cell.outputs[0].data


@pytest.mark.parametrize("what", ["lock", "runtime", "backend", "seed", "force"])
def test_what_an_outcome_depends_on_executes_everything_again(
    what: str, project: Project, executions: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    docnames = [add(project, name, tiny(CLAIM)) for name in ("a", "b")]
    smoke(project)
    executions.clear()
    if what == "lock":
        project.lock.write_text("numpy==3\n")
    elif what == "runtime":
        monkeypatch.setattr(cache.Runtime, "digest", lambda *_: "another")
    elif what == "backend":
        monkeypatch.setenv("KERAS_BACKEND", "torch")
    smoke(project, force=what == "force", parameters={"seed": 1} if what == "seed" else None)
    assert executions == docnames


def test_data_that_arrive_execute_what_uses_them(project: Project, executions: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    from dlcourse import data

    origin = {"mnist": "stand-in"}
    monkeypatch.setattr(data, "availability", lambda names: {name: origin[name] for name in names})
    monkeypatch.setattr(data, "ensure", lambda names: {name: origin[name] for name in names})
    with_data, _ = add(project, "a", tiny(CLAIM, data=["mnist"])), add(project, "b", tiny(CLAIM))
    execute.run_notebooks(project, None, "standard")
    execute.run_notebooks(project, None, "standard")
    assert len(executions) == 2
    origin["mnist"] = "real"
    execute.run_notebooks(project, None, "standard")
    assert executions[2:] == [with_data]


def test_data_are_fetched_once_before_the_first_execution(project: Project, executions: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    from dlcourse import data

    calls: list[list[str]] = []
    monkeypatch.setattr(data, "availability", lambda names: dict.fromkeys(names, "stand-in"))
    monkeypatch.setattr(data, "ensure", lambda names: calls.append([*names, *executions]) or dict.fromkeys(names, "real"))
    for name in ("a", "b"):
        add(project, name, tiny(CLAIM, data=["mnist"]))
    execute.run_notebooks(project, None, "standard")
    assert calls == [["mnist"]] and len(executions) == 2


def test_the_runtime_digest_sees_modules_and_data_but_not_the_book(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "book").mkdir()
    for name in ("run.py", "cli.py", "data/images.py", "book/execute.py"):
        (tmp_path / name).write_text("1")
    before = cache.runtime_digest(tmp_path)
    (tmp_path / "book" / "execute.py").write_text("2")
    (tmp_path / "cli.py").write_text("2")
    assert cache.runtime_digest(tmp_path) == before
    for name in ("run.py", "data/images.py"):
        (tmp_path / name).write_text("2")
        after = cache.runtime_digest(tmp_path)
        assert after != before
        before = after


SOURCES = {
    "run.py": "",
    "data/__init__.py": "from dlcourse.data.graphs import Graph, cora\nfrom dlcourse.data.images import mnist\n",
    "data/policy.py": "def late():\n    from dlcourse.data import store\n",
    "data/store.py": "",
    "data/images.py": "from dlcourse.data import image_stand_ins, policy\n",
    "data/image_stand_ins.py": "import dlcourse.data.shapes as shapes\nfrom . import colours\n",
    "data/shapes.py": "",
    "data/colours.py": "",
    "data/graphs.py": "from dlcourse.data.policy import obtain\nORDER = 'order.txt'\n",
    "data/order.txt": "",
    "../data/registry.toml": '[mnist]\ntitle = "Digits"\n\n[cora]\ntitle = "Papers"\n',
}
IMAGES, GRAPHS, BY_NAME = ("digits = data.mnist()", ["mnist"]), ("graph = data.cora()", ["cora"]), ("data.__dict__; getattr(data, name)()", ["mnist"])


@pytest.mark.parametrize(
    ("changed", "appended", "whose"),
    [
        ("run.py", "#", "images graphs by-name"),
        ("new.py", "#", "images graphs by-name"),
        ("data/policy.py", "#", "images graphs by-name"),
        ("data/store.py", "#", "images graphs by-name"),
        ("data/images.py", "#", "images by-name"),
        ("data/image_stand_ins.py", "#", "images by-name"),
        ("data/shapes.py", "#", "images by-name"),
        ("data/colours.py", "#", "images by-name"),
        ("data/graphs.py", "#", "graphs by-name"),
        ("data/order.txt", "#", "graphs by-name"),
        ("data/speech.py", "#", "by-name"),
        ("data/__init__.py", "from dlcourse.data.speech import digits_spoken\n", "by-name"),
        ("../data/registry.toml", 'home = "https://example.org"\n', "graphs"),
        ("../data/registry.toml", '[speech]\ntitle = "Speech"\n', ""),
    ],
)
def test_an_execution_depends_on_the_loaders_that_its_code_names(changed: str, appended: str, whose: str, tmp_path: Path) -> None:
    package = tmp_path / "dlcourse"
    for name, text in SOURCES.items():
        path = (package / name).resolve()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def digests() -> dict[str, str]:
        runtime = cache.Runtime(package)
        return {name: runtime.digest(*notebook) for name, notebook in (("images", IMAGES), ("graphs", GRAPHS), ("by-name", BY_NAME))}

    before = digests()
    with (package / changed).open("a") as file:
        file.write(appended)
    after = digests()
    assert [name for name in before if after[name] != before[name]] == whose.split()


def test_every_notebook_of_the_book_sees_the_loaders_of_its_data() -> None:
    """On the real package: what a data set is registered as stands in the module that its loader comes from."""
    runtime = cache.Runtime()
    root = Path(__file__).parents[2]
    for path in root.glob("chapters/*/*.ipynb"):
        nb = notebook.read(path)
        code = "\n".join(cell.source for _, cell in notebook.code_cells(nb))
        seen = "".join(runtime.texts.get(name, "") for name in runtime.reached(set(re.findall(r"\w+", code))))
        assert all(f'"{name}"' in seen for name in notebook.info(nb).data), path
        assert runtime.reached(set()) >= {"policy.py", "registry.py", "store.py", "download.py"}


def test_light_notebooks_share_the_cores_as_far_as_there_is_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scheduler.os, "sched_getaffinity", lambda _: range(8), raising=False)
    memory = type("Memory", (), {"available": 5 * budget.LIGHT_BYTES})
    monkeypatch.setattr(scheduler.psutil, "virtual_memory", lambda: memory)
    assert (scheduler.default_workers(), scheduler.default_workers(sharing=True)) == (4, 5)
    memory.available = 0
    assert scheduler.default_workers(sharing=True) == 1


@pytest.mark.parametrize(("profile", "budgets", "sharing"), [("smoke", False, True), ("smoke", True, False), ("standard", False, False)])
def test_cores_are_shared_only_where_no_budget_is_enforced(
    profile: str, budgets: bool, sharing: bool, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []

    def stop(*, sharing: bool) -> int:
        asked.append(sharing)
        raise CourseError("enough")

    monkeypatch.setattr(scheduler, "default_workers", stop)
    add(project, "a", tiny(CLAIM))
    with pytest.raises(CourseError, match="enough"):
        execute.run_notebooks(project, None, profile, budgets=budgets)
    assert asked == [sharing]


def test_the_store_survives_a_move_of_its_function_in_the_source(tmp_path: Path) -> None:
    """joblib keeps a function's source and first line; only the source may matter."""
    store = f"from pathlib import Path; from dlcourse.book.cache import Store; store = Store(Path({str(tmp_path)!r}));"
    python = [sys.executable, "-W", "error", "-c"]
    subprocess.run([*python, store + "assert store.get('key') is None; store.put('key', b'content')"], check=True)
    code = next(tmp_path.rglob("func_code.py"))
    code.write_text("# first line: 7\n" + code.read_text().partition("\n")[2])
    assert subprocess.run([*python, store + "print(store.get('key'))"], capture_output=True, text=True).stdout == "b'content'\n"


def test_a_full_disk_is_one_sentence(project: Project, executions: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    add(project, "a", tiny(CLAIM))
    real = ledger.replace

    def full(path: Path, content: bytes) -> None:
        if path.suffix == ".ipynb":
            raise OSError(errno.ENOSPC, "No space left on device")
        real(path, content)

    monkeypatch.setattr(ledger, "replace", full)
    with pytest.raises(CourseError, match="is full"):
        smoke(project)


def test_a_ledger_keeps_the_other_notebooks_of_the_profile_and_forgets_those_that_are_gone(project: Project, executions: list[str]) -> None:
    a, b = (add(project, name, tiny(CLAIM)) for name in ("a", "b"))
    smoke(project)
    execute.run_notebooks(project, [a], "smoke")
    assert set(json.loads(project.results.read_text())["notebooks"]) == {a, b}
    project.source(b).unlink()
    smoke(project)
    assert set(json.loads(project.results.read_text())["notebooks"]) == {a}
    execute.run_notebooks(project, [a], "full")
    assert json.loads(project.results.read_text())["profile"] == "full"


def test_a_kernel_with_fewer_cores_is_given_more_time() -> None:
    limit = budget.Budget(10, 100)
    assert limit.problems(15, 50, threads=1) == []
    assert "budget is 10 s" in limit.problems(15, 50, threads=2)[0]
    assert "memory" in limit.problems(5, 101, threads=2)[0]


def test_the_meter_sees_the_memory_of_children() -> None:
    script = "import subprocess, sys, time; subprocess.run([sys.executable, '-c', 'x = b\"1\" * 200_000_000; import time; time.sleep(1)'])"
    process = subprocess.Popen([sys.executable, "-c", script])
    meter = kernel.Meter(process.pid)
    meter.start()
    process.wait()
    meter.stop()
    assert 190e6 < meter.peak_bytes < 400e6


def test_a_notebook_leaves_no_process_behind(project: Project, tmp_path: Path) -> None:
    note = tmp_path / "pid"
    child = f"import subprocess\nchild = subprocess.Popen(['sleep', '60'])\nopen({str(note)!r}, 'w').write(str(child.pid))\nimport time; time.sleep(0.5)"
    add(project, "a", tiny(CLAIM, child))
    assert smoke(project).ok
    deadline = time.monotonic() + 5
    while psutil.pid_exists(int(note.read_text())) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not psutil.pid_exists(int(note.read_text())) or psutil.Process(int(note.read_text())).status() == psutil.STATUS_ZOMBIE


@pytest.fixture
def cluster(tmp_path: Path):
    """A scheduler and two workers, each a process of its own; yields the address and the workers."""
    file = tmp_path / "scheduler.json"
    dask = [sys.executable, "-m", "dask"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": tmp_path}
    head = subprocess.Popen([*dask, "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file)], **quiet)
    while not file.exists() or not file.read_text():
        time.sleep(0.1)
    options = ["--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", str(tmp_path)]
    workers = [subprocess.Popen([*dask, "worker", "--scheduler-file", str(file), *options], **quiet) for _ in range(2)]
    yield json.loads(file.read_text())["address"], workers
    for process in (*workers, head):
        process.kill()
        process.wait()


class KillsAWorker(Progress):
    """Kills a worker once both have begun."""

    def __init__(self, total: int, worker: subprocess.Popen):
        super().__init__(total)
        self.worker, self.starts = worker, []

    def started(self, docname: str) -> None:
        super().started(docname)
        self.starts.append(docname)
        if len(self.starts) == 2:
            self.worker.send_signal(signal.SIGKILL)


def test_a_killed_worker_loses_nothing(project: Project, cluster) -> None:
    address, workers = cluster
    docnames = [add(project, f"n{i}", tiny(f'import time\ntime.sleep(1)\nrun.claim("number", {i}, always=({i}, {i}))')) for i in range(4)]
    import distributed

    with distributed.Client(address) as client:
        client.wait_for_workers(2, timeout=30)
    progress = KillsAWorker(4, workers[0])
    report = smoke(project, scheduler=address, progress=progress)
    assert workers[0].poll() is not None
    assert report.ok and sorted(report.executed) == docnames
    assert len(progress.starts) == 5, "the killed worker's notebook was started again"
    notebooks = json.loads(project.results.read_text())["notebooks"]
    assert [notebooks[docname]["claims"][0]["value"] for docname in docnames] == [0, 1, 2, 3]


def test_a_worker_with_another_lock_is_refused(cluster) -> None:
    with pytest.raises(CourseError, match="another requirements.lock"), scheduler.connect(
        cluster[0], 1, {**cache.machine(), "requirements.lock": "another"}
    ):
        pass


def test_a_scheduler_that_is_not_there_is_one_sentence(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    add(project, "a", tiny(CLAIM))
    monkeypatch.setattr(scheduler.cluster, "CONNECT_SECONDS", 1)
    with pytest.raises(CourseError, match="no dask scheduler at tcp://127.0.0.1:9"):
        smoke(project, scheduler="tcp://127.0.0.1:9")


@pytest.mark.parametrize("signalled", [signal.SIGINT, signal.SIGKILL])
def test_a_stopped_run_ends_its_kernels_and_goes_on_later(project: Project, signalled: signal.Signals, tmp_path: Path) -> None:
    note = tmp_path / "kernel"
    first = add(project, "a", tiny(CLAIM))
    slow = f"import os, time\nif not os.path.exists({str(note)!r}):\n    open({str(note)!r}, 'w').write(str(os.getpid()))\n    time.sleep(60)"
    second = add(project, "b", tiny(CLAIM, slow))
    command = [sys.executable, "-m", "dlcourse.cli", "run", "--profile", "smoke", "--workers", "1"]
    process = subprocess.Popen(command, cwd=project.root, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    while not note.exists() or not note.read_text():
        assert process.poll() is None
        time.sleep(0.1)
    process.send_signal(signalled)
    message = process.communicate(timeout=50)[1]
    if signalled is signal.SIGINT:
        assert process.returncode == 130 and "goes on from there" in message and "Traceback" not in message
    deadline = time.monotonic() + 5
    while psutil.pid_exists(int(note.read_text())) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not psutil.pid_exists(int(note.read_text()))
    assert project.executed("smoke", first).is_file() and not project.executed("smoke", second).exists()
    report = smoke(project)
    assert report.ok and (report.cached, report.executed) == ([first], [second])


@pytest.mark.parametrize(("failures", "reason"), [(1, ""), (2, "the kernel did not start: Kernel died")])
def test_a_kernel_that_does_not_start_is_tried_once_more(failures: int, reason: str, monkeypatch: pytest.MonkeyPatch) -> None:
    outcomes = [RuntimeError("Kernel died")] * failures

    def start(*args: object, **kwargs: object) -> None:
        if outcomes:
            raise outcomes.pop()

    monkeypatch.setattr(kernel.papermill, "execute_notebook", start)
    assert kernel.run_papermill(nbformat.NotebookNode(), {}, None) == reason
