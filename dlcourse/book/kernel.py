"""One notebook, executed by papermill in a kernel of its own: where a worker does its work.

Everything that a worker needs travels in the :class:`Job`, and everything that it found out travels back in the :class:`Outcome`;
neither names a path of the machine that sent it. This module imports papermill, so import it only when a notebook must run.
"""

from __future__ import annotations

import ast
import contextvars
import logging
import os
import platform
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import papermill
import psutil
from jupyter_client.kernelspec import NoSuchKernel
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, papermill_engines
from papermill.exceptions import PapermillExecutionError

from dlcourse import data, gpu_memory, notebook
from dlcourse.book import cache, ledger
from dlcourse.book.budget import budget_of
from dlcourse.errors import CourseError

ENGINE = "dlcourse"
KERNEL_NAME = "python3"
KERNEL_START_SECONDS = 120
SAMPLE_SECONDS = 0.5

THREAD_COUNTS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS")

# May be relative to the folder that the command was given in.
FOLDERS = ("DLCOURSE_DATA", "DLCOURSE_CACHE")

# Another backend in the environment would leave the pages without figures.
INLINE_FIGURES = "module://matplotlib_inline.backend_inline"

# A notebook that runs past its budget is let go on, so that the message can say how long it takes, but not for ever.
PATIENCE = 2.0
PATIENCE_WITHOUT_BUDGETS = 20.0

# Papermill reports on standard error what we report ourselves.
logging.getLogger("papermill").setLevel(logging.CRITICAL)


@dataclass(frozen=True)
class Job:
    """A notebook to be executed, and what the sender expects of the machine that does it.

    ``source`` is the notebook as bytes, ``parameters`` what papermill injects, ``environment`` what the kernel finds in its own;
    ``machine`` and ``data`` must equal what the worker has. ``run_id`` names the command that sent the job.
    """

    docname: str
    source: bytes
    profile: str
    parameters: dict[str, Any]
    environment: dict[str, str]
    machine: dict[str, str]
    data: str
    run_id: str
    enforce_budgets: bool = True


@dataclass(frozen=True)
class Outcome:
    """The notebook after its execution as bytes, and why it failed, if it did."""

    docname: str
    notebook: bytes
    failure: str = ""


def execute(job: Job) -> Outcome:
    """Execute a notebook; what goes wrong in it is part of the outcome, never an exception."""
    tell(job, "started")
    try:
        refuse_strange_machine(job)
        return run_in_kernel(job)
    except CourseError as error:
        return Outcome(job.docname, job.source, str(error))
    except NoSuchKernel as error:
        return Outcome(job.docname, job.source, f"there is no Jupyter kernel named {error.name!r}: pip install 'dlcourse[book]' brings it")
    except OSError as error:
        return Outcome(job.docname, job.source, f"the machine could not run it: {error.strerror or error}")
    finally:
        tell(job, "ended")


def refuse_strange_machine(job: Job) -> None:
    """Raise :class:`CourseError` when this machine would compute something else than the one that sent the job."""
    here = cache.machine()
    different = [part for part, expected in job.machine.items() if here.get(part) != expected]
    if different:
        raise CourseError(f"the worker {platform.node()} has another {' and another '.join(different)}: install the same commit there")
    if job.data:
        names = tuple(notebook.info(nbformat.reads(job.source.decode(), as_version=4)).data)
        if cache.manifest(data.availability(names), names) != job.data:
            raise CourseError(f"the worker {platform.node()} has other data sets: run 'dlcourse data fetch' there")


def run_in_kernel(job: Job) -> Outcome:
    """Execute a notebook in a fresh kernel in a fresh folder, and write what was measured into it.

    The notebook that comes back has exactly the cells of the one that was sent: papermill's injected cell and its metadata go.
    """
    source = nbformat.reads(job.source.decode(), as_version=4)
    refuse_unknown_parameters(source, job.parameters)
    threads = share_of_cores()
    budget = budget_of(notebook.info(source), job.profile)
    patience = PATIENCE if job.enforce_budgets else PATIENCE_WITHOUT_BUDGETS
    with tempfile.TemporaryDirectory(prefix="dlcourse-", ignore_cleanup_errors=True) as folder:
        environment = kernel_environment(job.environment, threads) | {"IPYTHONDIR": str(Path(folder, "ipython"))}
        session = Session(job.run_id, Path(folder, "work"), environment, patience * budget.seconds_with(threads))
        session.folder.mkdir()
        # nbclient keeps its event loop in a context variable, which dask hands on from the thread that sent the job: the kernel gets
        # an empty context, or it would be given a loop that runs elsewhere.
        failure = contextvars.Context().run(run_papermill, source, job.parameters, session)
    executed = without_traces(session.nb or source)
    if not failure:
        failure = failed_cell(executed)
    if not failure:
        executed.metadata["dlcourse_run"] = ledger.run_record(
            executed,
            profile=job.profile,
            source_digest=notebook.digest(source),
            seconds=session.seconds,
            peak_bytes=session.meter.peak_bytes,
            threads=threads,
        )
    return Outcome(job.docname, notebook.dumps(executed).encode(), failure)


NOT_STARTED = "the kernel did not start"


def run_papermill(source: NotebookNode, parameters: dict[str, Any], session: Session) -> str:
    """Let papermill execute ``source``; return why it stopped early, or nothing.

    A kernel that does not start is tried once more: another process may have taken one of its ports in between.
    """
    reason = _attempt(source, parameters, session)
    return _attempt(source, parameters, session) if reason.startswith(NOT_STARTED) else reason


def _attempt(source: NotebookNode, parameters: dict[str, Any], session: Session) -> str:
    try:
        papermill.execute_notebook(source, None, parameters, engine_name=ENGINE, kernel_name=KERNEL_NAME, progress_bar=False, session=session)
    except PapermillExecutionError:
        pass  # :func:`failed_cell` finds the cell; papermill itself would also reject an exception that is the lesson.
    except CellTimeoutError:
        return f"{session.where()} was stopped after the notebook had run for {session.seconds:.0f} s, far beyond its budget"
    except DeadKernelError:
        used = f"{session.meter.peak_bytes / 2**30:.1f} GiB" if session.meter else "nothing yet"
        return f"the kernel died in {session.where()}, most often for want of memory (it used up to {used})"
    except RuntimeError as error:
        return f"{NOT_STARTED}: {str(error).splitlines()[0]}"
    return ""


def failed_cell(nb: NotebookNode) -> str:
    """Name the first cell that raised an exception without being tagged for it, and the exception, or what to do about it."""
    for index, cell in notebook.code_cells(nb):
        if "raises-exception" in notebook.tags(cell):
            continue
        for output in cell.outputs:
            if output.output_type == "error":
                advice = gpu_memory.advice(output.ename, output.evalue)
                said = f"raised {output.ename}: {first_line(output.evalue)}" if not advice else f"stopped. {advice}"
                return f"{ledger.place(nb, index)} {said}"
    return ""


def first_line(text: str, limit: int = 300) -> str:
    lines = text.strip().splitlines()
    return lines[0][:limit] if lines else ""


def refuse_unknown_parameters(nb: NotebookNode, parameters: dict[str, Any]) -> None:
    """Raise :class:`CourseError` for a parameter that the notebook's ``parameters`` cell does not set.

    Papermill only logs an unknown parameter, and its own inspection does not read ``profile, seed = None, 0``; hence the syntax tree.
    """
    known: set[str] = set()
    for _, cell in notebook.code_cells(nb):
        if "parameters" in notebook.tags(cell):
            known = {node.id for node in ast.walk(ast.parse(cell.source)) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
            break
    unknown = sorted(set(parameters) - known)
    if unknown:
        raise CourseError(
            f"the notebook has no parameter {unknown[0]!r}: its cell tagged 'parameters' sets {', '.join(sorted(known)) or 'nothing'}"
        )


def share_of_cores() -> int:
    """The cores for one kernel, when every thread of this worker runs one; at least one."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    worker = current_worker()
    return max(1, cores // (worker.state.nthreads if worker else 1))


def kernel_environment(extra: dict[str, str], threads: int) -> dict[str, str]:
    """This process's environment as a kernel in another folder needs it, with the kernel's share of threads."""
    # Idle OpenMP threads sleep: spinning, they slow every other kernel.
    changed = {**dict.fromkeys(THREAD_COUNTS, str(threads)), "OMP_WAIT_POLICY": "PASSIVE", "MPLBACKEND": INLINE_FIGURES}
    folders = {name: os.path.abspath(os.environ[name]) for name in FOLDERS if os.environ.get(name)}
    return {**os.environ, **changed, **folders, **extra}


def without_traces(nb: NotebookNode) -> NotebookNode:
    """Take out what papermill put in, in place: its parameter cell, its error markers, its metadata."""
    nb.metadata.pop("papermill", None)
    nb.cells = [
        cell for cell in nb.cells if not {"injected-parameters", "papermill-error-cell-tag"} & set(cell.metadata.get("tags", []))
    ]
    for cell in nb.cells:
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        if not cell.metadata.get("tags", True):
            del cell.metadata["tags"]
    return nb


class Meter(threading.Thread):
    """Peak memory (bytes, resident) of a process and all its descendants, sampled until :meth:`stop`."""

    def __init__(self, pid: int):
        super().__init__(daemon=True, name=f"meter-{pid}")
        self.peak_bytes = 0
        self._root = psutil.Process(pid)
        self._seen: set[psutil.Process] = {self._root}
        self._stopped = threading.Event()

    def run(self) -> None:
        while not self._stopped.is_set():
            self._sample()
            self._stopped.wait(SAMPLE_SECONDS)

    def _sample(self) -> None:
        try:
            tree = [self._root, *self._root.children(recursive=True)]
        except psutil.Error:
            return
        self._seen.update(tree)
        self.peak_bytes = max(self.peak_bytes, sum(resident(process) for process in tree))

    def stop(self) -> None:
        """Take the last sample, stop sampling, and end whatever the process left behind."""
        self._stopped.set()
        self.join()
        self._sample()

    def kill(self) -> None:
        """End the process and every descendant that was seen."""
        for process in self._seen:
            try:
                process.kill()
            except psutil.Error:
                continue


def resident(process: psutil.Process) -> int:
    """Bytes of memory that a process holds; none once it has ended."""
    try:
        return process.memory_info().rss
    except psutil.Error:
        return 0


@dataclass
class Session:
    """The state of one execution, between the engine and those who ask about it afterwards.

    ``patience`` is how many seconds of wall time the cells may take in all before the kernel is stopped.
    """

    run_id: str
    folder: Path
    environment: dict[str, str]
    patience: float
    nb: NotebookNode | None = None
    meter: Meter | None = None
    began: float = 0.0
    seconds: float = 0.0
    cell: int = 0

    def kernel_started(self, pid: int) -> None:
        self.meter = Meter(pid)
        self.meter.start()
        self.began = time.monotonic()
        live_sessions.add(self)
        if self.run_id in stopped_runs:
            self.meter.kill()

    def ended(self) -> None:
        self.seconds = time.monotonic() - self.began if self.began else 0.0
        live_sessions.discard(self)

    def patience_left(self, cell: NotebookNode) -> float:
        self.cell = next(i for i, other in enumerate(self.nb.cells) if other is cell)
        return max(1.0, self.began + self.patience - time.monotonic())

    def where(self) -> ledger.Place:
        """The cell that runs or ran last, counted as in the source: without the injected one."""
        injected = [i for i, cell in enumerate(self.nb.cells) if "injected-parameters" in cell.metadata.get("tags", [])]
        found = ledger.place(self.nb, self.cell)
        return ledger.Place(found.number - sum(i < self.cell for i in injected), found.first_line)

    __hash__ = object.__hash__


live_sessions: set[Session] = set()
stopped_runs: set[str] = set()


def stop_kernels(run_id: str) -> int:
    """Kill the kernels on this worker that one command started; return how many."""
    stopped_runs.add(run_id)
    stopped = [session for session in list(live_sessions) if session.run_id == run_id]
    for session in stopped:
        session.meter.kill()
    return len(stopped)


class MeasuredEngine(Engine):
    """Papermill's own way of executing, with the kernel's folder and environment given and its process measured.

    Papermill's ``cwd`` changes the folder of the whole process, which kernels that are started side by side must not do.
    """

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, *, session: Session, **unused: Any) -> None:
        session.nb = nb_man.nb
        client = PapermillNotebookClient(
            nb_man,
            kernel_name=kernel_name,
            startup_timeout=KERNEL_START_SECONDS,
            timeout_func=session.patience_left,
            shutdown_kernel="immediate",
            extra_arguments=["--IPKernelApp.capture_fd_output=False"],
            on_notebook_start=lambda notebook: session.kernel_started(client.km.provisioner.pid),
        )
        ended = threading.Event()
        client.papermill_execute_cells = _timed(client.papermill_execute_cells, session, ended)
        try:
            # What libraries in C++ write past Python's sys.stderr, such as TensorFlow's notes on missing GPU drivers, which no log
            # level silences, is no output of the notebook: it is neither captured as one nor shown.
            client.execute(cwd=str(session.folder), env=session.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        finally:
            if not ended.is_set():
                session.ended()
            if session.meter:
                session.meter.kill()


def _timed(execute_cells: Any, session: Session, ended: threading.Event) -> Any:
    """Stop the clock and the meter when the last cell ends, before the kernel is shut down."""

    def timed() -> None:
        try:
            execute_cells()
        finally:
            session.ended()
            session.meter.stop()
            ended.set()

    return timed


papermill_engines.register(ENGINE, MeasuredEngine)


def current_worker() -> Any:
    """The dask worker whose task this is, or None outside one."""
    from distributed import get_worker

    try:
        return get_worker()
    except ValueError:
        return None


def tell(job: Job, state: str) -> None:
    """Let the command that sent the job know what became of it, wherever it runs."""
    worker = current_worker()
    if worker:
        worker.log_event(job.run_id, {"docname": job.docname, "state": state})
