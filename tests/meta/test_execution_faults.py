"""Faults planted in notebooks, all of which one run must catch, each with its own message, without stopping for any of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from nbformat import v4

from dlcourse import notebook
from dlcourse.book import execute, kernel, scheduler
from dlcourse.book.project import Project
from dlcourse.errors import CourseError

START = 'import dlcourse\n\nrun = dlcourse.start("tiny", profile=profile, seed=seed, frameworks=())'
CLAIM = 'run.claim("half", 0.5, always=(0.4, 0.6))'
ANNOUNCE = 'display({"application/vnd.dlcourse.data+json": {"name": "mnist", "origin": "stand-in", "detail": ""}}, raw=True)'
LOADED = 'from dlcourse import data\n\ndata.loaded.append(data.Loaded("mnist", "real", ""))'

# What is wrong with a notebook: its code cells, its metadata, and what the run must say of it.
FAULTS = {
    "name-error": ([CLAIM, "first = 1\nundefined + 1"], {}, "cell 5 (first = 1) raised NameError: name 'undefined' is not defined"),
    "two-errors": ([CLAIM, "1 / 0", "undefined"], {}, "cell 5 (1 / 0) raised ZeroDivisionError"),
    "syntax-error": (["run.claim("], {}, "cell 4 (run.claim() raised SyntaxError"),
    "dies": ([CLAIM, "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)"], {}, "the kernel died in cell 5 (import os, signal)"),
    "endless": ([CLAIM, "import time\ntime.sleep(600)"], {"budget_seconds": 6}, "cell 5 (import time) was stopped after"),
    "slow": ([CLAIM, "import time\ntime.sleep(8.2)"], {"budget_seconds": 8}, "its budget is 8 s"),
    "chance": (['run.claim("accuracy", 0.1, always=(0.55, 0.7))'], {}, "'accuracy' is out of band: 0.1 instead of 0.55 to 0.7"),
    "unannounced": ([LOADED, CLAIM], {}, "passed off as real: its data set 'mnist' was never announced"),
    "passed-off": ([ANNOUNCE, LOADED, CLAIM], {}, "passed off as real: the data set 'mnist' is a stand-in"),
    "stray": ([CLAIM, "import warnings\nwarnings.warn('old')"], {}, "cell 5 (import warnings) wrote to stderr"),
    "silent": (["1 + 1"], {}, "makes no claim"),
    "greedy": ([CLAIM], {"budget_seconds": 121}, "no notebook may take more than 120 s"),
    "unknown-data": ([CLAIM], {"data": ["mnits"]}, "mnits"),
    "full-gpu": (
        [CLAIM, "class OutOfMemoryError(RuntimeError): pass\nraise OutOfMemoryError('CUDA out of memory. Tried to allocate 2.50 GiB.')"],
        {},
        "cell 5 (class OutOfMemoryError(RuntimeError): pass) stopped. The GPU ran out of memory (it was asked for 2.50 GiB more): restart the kernel, then lower the batch size",
    ),
    "no-minutes": ([CLAIM], {"minutes": None}, "must give 'minutes'"),
}
GOOD = "chapters/part/good"


def tiny(sources: list[str], **metadata: object) -> notebook.NotebookNode:
    cells = [
        v4.new_markdown_cell("# Tiny"),
        v4.new_code_cell("profile, seed = None, 0", metadata={"tags": ["parameters"]}),
        v4.new_code_cell(START, metadata={"tags": ["bootstrap"]}),
        *(v4.new_code_cell(source) for source in sources),
    ]
    return notebook.normalise(v4.new_notebook(cells=cells, metadata={"dlcourse": {"minutes": 1, **metadata}}))


def make_project(root: Path) -> Project:
    (root / "chapters" / "part").mkdir(parents=True)
    (root / "pyproject.toml").touch()
    return Project(root)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory):
    """All faulty notebooks and a good one, executed together; each had been published before."""
    project = make_project(tmp_path_factory.mktemp("course"))
    for name, (sources, metadata, _) in FAULTS.items():
        notebook.write(tiny(sources, **metadata), project.source(f"chapters/part/{name}"))
        published = project.executed("standard", f"chapters/part/{name}")
        published.parent.mkdir(parents=True, exist_ok=True)
        published.write_text("from before")
    notebook.write(tiny([CLAIM]), project.source(GOOD))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernel, "share_of_cores", lambda: 2)
        report = execute.run_notebooks(project, None, "standard", workers=3)
    return project, report


@pytest.mark.parametrize(("name", "message"), [(name, fault[2]) for name, fault in FAULTS.items()], ids=FAULTS)
def test_a_fault_is_caught_and_named(name: str, message: str, run) -> None:
    _, report = run
    assert message in report.failures[f"chapters/part/{name}"]


@pytest.mark.parametrize("name", FAULTS)
def test_nothing_faulty_is_published(name: str, run) -> None:
    project, _ = run
    docname = f"chapters/part/{name}"
    assert not project.executed("standard", docname).exists()
    assert docname not in json.loads(project.results.read_text())["notebooks"]


def test_the_failed_notebook_is_kept_with_its_error(run) -> None:
    project, report = run
    failed = project.failed("standard", "chapters/part/name-error")
    assert "_build/failed/standard/chapters/part/name-error.ipynb" in report.failures["chapters/part/name-error"]
    assert any(output.get("ename") == "NameError" for output in notebook.read(failed).cells[-1].outputs)


def test_the_others_are_not_held_up(run) -> None:
    project, report = run
    assert report.executed == [GOOD] and project.executed("standard", GOOD).is_file()


def test_a_failure_is_never_remembered(run) -> None:
    project, _ = run
    again = execute.run_notebooks(project, [GOOD, "chapters/part/chance"], "standard")
    assert again.cached == [GOOD] and "out of band" in again.failures["chapters/part/chance"]


def test_over_budget_is_a_warning_on_request_and_does_not_pass_afterwards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel, "share_of_cores", lambda: 2)
    project = make_project(tmp_path)
    docname = "chapters/part/slow"
    notebook.write(tiny([CLAIM, "import time\ntime.sleep(1.5)"], budget_seconds=1), project.source(docname))
    assert "its budget is 1 s" in execute.run_notebooks(project, None, "standard", budgets=False).warnings[docname]
    assert docname in execute.run_notebooks(project, None, "standard").failures


@pytest.mark.parametrize("damage", [lambda b: b[: len(b) // 2], lambda b: b"", lambda b: b[:40] + b"\0\0\0\0" + b[44:]], ids=["cut", "empty", "changed"])
def test_a_damaged_cache_entry_is_not_believed(damage, tmp_path: Path) -> None:
    project = make_project(tmp_path)
    notebook.write(tiny([CLAIM]), project.source(GOOD))
    assert execute.run_notebooks(project, None, "smoke").executed == [GOOD]
    entry = next(project.cache.rglob("output.pkl"))
    entry.write_bytes(damage(entry.read_bytes()))
    assert execute.run_notebooks(project, None, "smoke").executed == [GOOD]
    assert execute.run_notebooks(project, None, "smoke").cached == [GOOD]


def test_an_unknown_parameter_is_refused_before_a_kernel_starts(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    notebook.write(tiny([CLAIM]), project.source(GOOD))
    report = execute.run_notebooks(project, None, "smoke", parameters={"sede": 1})
    assert "no parameter 'sede': its cell tagged 'parameters' sets profile, seed" in report.failures[GOOD]


def test_a_missing_kernel_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = make_project(tmp_path)
    notebook.write(tiny([CLAIM]), project.source(GOOD))
    monkeypatch.setattr(kernel, "KERNEL_NAME", "no-such-kernel")
    report = execute.run_notebooks(project, None, "smoke")
    assert "there is no Jupyter kernel named 'no-such-kernel'" in report.failures[GOOD]


def test_a_worker_that_computes_something_else_is_refused() -> None:
    job = kernel.Job(GOOD, notebook.dumps(tiny([CLAIM])).encode(), "smoke", {}, {}, {"runtime": "another"}, "", "run")
    assert "has another runtime" in kernel.execute(job).failure
    with pytest.raises(CourseError), scheduler.connect("tcp://127.0.0.1:not-a-port", 1, {}):
        pass
