"""Execute notebooks: those that changed, in their own kernels, within their budgets; keep what may be published.

``chapters/*.ipynb`` goes in; ``_build/executed/<profile>`` and the ledger ``_build/results.json`` come out. A notebook that fails is
kept in ``_build/failed/<profile>`` and its former result is withdrawn.
"""

from __future__ import annotations

import copy
import errno
import json
import os
import time
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Iterable, Sequence

import click
import nbformat
from nbformat import NotebookNode

from dlcourse import notebook
from dlcourse.book import cache, ledger
from dlcourse.book.budget import Budget, budget_of
from dlcourse.book.project import Project
from dlcourse.errors import CourseError
from dlcourse.run import PROFILES

if TYPE_CHECKING:
    from dlcourse.book.kernel import Outcome
    from dlcourse.book.progress import Progress

PASSED_ON = ("KERAS_BACKEND",)


@dataclass
class Report:
    """What became of a command's notebooks, by docname: ``executed`` now or ``cached``, or ``failures`` with the reason."""

    profile: str
    executed: list[str] = field(default_factory=list)
    cached: list[str] = field(default_factory=list)
    failures: dict[str, str] = field(default_factory=dict)
    warnings: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def ok(self) -> bool:
        return not self.failures

    def summary(self) -> str:
        counts = f"{len(self.executed)} executed, {len(self.cached)} unchanged, {len(self.failures)} failed"
        return f"{counts} in {self.seconds:.1f} s ({self.profile})"


class Interrupted(CourseError):
    """Ctrl-C, after everything was stopped and what was finished was kept."""

    exit_code = 130


@dataclass(frozen=True)
class Source:
    """A notebook as it was read, what decides its outcome, the data sets that it declares, and its budget."""

    docname: str
    nb: NotebookNode
    digest: str
    data: tuple[str, ...]
    budget: Budget


def run_notebooks(
    project: Project,
    notebooks: Sequence[str] | None = None,
    profile: str = "standard",
    *,
    parameters: dict[str, Any] | None = None,
    scheduler: str | None = None,
    workers: int | None = None,
    force: bool = False,
    budgets: bool = True,
    progress: Progress | None = None,
) -> Report:
    """Execute what is not in the cache, promote what may be published, and write the ledger.

    ``notebooks`` are docnames (see :meth:`Project.resolve`), all of the book's by default; ``parameters`` go to each notebook besides
    the profile; ``scheduler`` is a dask address; ``force`` executes even what is in the cache; without ``budgets`` a notebook that
    exceeds its own is only warned of.

    Raises :class:`CourseError` for an unknown profile, a scheduler that cannot be used, a full disk, and (:class:`Interrupted`) Ctrl-C.
    """
    if profile not in PROFILES:
        raise CourseError(f"There is no profile {profile!r}: choose one of {', '.join(PROFILES)}.")
    docnames = list(project.notebooks() if notebooks is None else notebooks)
    try:
        execution = Execution(project, profile, {"seed": 0, **(parameters or {}), "profile": profile}, force, budgets)
        try:
            return execution.run(docnames, scheduler, workers, progress)
        finally:
            execution.write_ledger()
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise CourseError(f"The disk that holds {project.build} is full: make room and run the same command again.") from None
        raise CourseError(f"{error.filename or project.build} cannot be written: {error.strerror or error}.") from None


class Execution:
    """One command's work: the sources, the cache, and the growing report and ledger."""

    def __init__(self, project: Project, profile: str, parameters: dict[str, Any], force: bool, budgets: bool):
        self.project, self.profile, self.parameters, self.force, self.budgets = project, profile, parameters, force, budgets
        self.report = Report(profile)
        self.store = cache.Store(project.cache)
        self.environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        self.machine = cache.machine()
        self.runtime = cache.Runtime()
        self.lock = cache.file_digest(project.lock)
        self.availability: dict[str, str] = {}
        former = ledger.load(project.results)
        known = {docname for docname in former["notebooks"] if project.source(docname).is_file()} if former["profile"] == profile else set()
        self.entries = {docname: former["notebooks"][docname] for docname in known}
        self.sources: dict[str, Source] = {}
        self.progress: Progress | None = None

    def run(self, docnames: Sequence[str], scheduler: str | None, workers: int | None, progress: Progress | None) -> Report:
        from dlcourse.book.progress import Progress

        began = time.monotonic()
        self.read(docnames)
        missing = self.recall(list(self.sources))
        if missing and self.fetch_data(missing):
            # What was a stand-in is real now, which concerns every notebook that uses it.
            self.report.cached.clear()
            missing = self.recall(list(self.sources))
        with progress or Progress(len(missing)) as self.progress:
            for docname, reason in self.report.failures.items():
                self.progress.say(f"  FAILED   {docname}  {reason}")
            if missing:
                self.execute(missing, scheduler, workers)
        self.report.seconds = time.monotonic() - began
        return self.report

    def read(self, docnames: Iterable[str]) -> None:
        """Read the notebooks; one that cannot be read fails alone."""
        for docname in docnames:
            try:
                nb = notebook.read(self.project.source(docname))
                info = notebook.info(nb)
                self.availability.update(self.data_available(info.data))
                self.sources[docname] = Source(docname, nb, notebook.digest(nb), info.data, budget_of(info, self.profile))
            except CourseError as error:
                self.reject(docname, str(error), None)

    def data_available(self, names: Iterable[str]) -> dict[str, str]:
        """Which of the data sets, of those not looked at yet, are real. The smoke profile uses none."""
        wanted = sorted(set(names) - set(self.availability))
        if not wanted or self.profile == "smoke":
            return {}
        from dlcourse import data

        return data.availability(wanted)

    def fetch_data(self, docnames: Iterable[str]) -> bool:
        """Download, once, what the notebooks lack. Says whether that changed anything."""
        wanted = sorted({name for docname in docnames for name in self.sources[docname].data})
        lacking = [name for name in wanted if self.availability.get(name) == "stand-in"]
        if not lacking:
            return False
        from dlcourse import data

        before = dict(self.availability)
        self.availability.update(data.ensure(lacking))
        return self.availability != before

    def manifest(self, source: Source) -> str:
        return "" if self.profile == "smoke" else cache.manifest(self.availability, source.data)

    def key(self, source: Source) -> str:
        code = "\n".join(cell.source for _, cell in notebook.code_cells(source.nb))
        return cache.key_of(
            source=source.digest,
            parameters=self.parameters,
            machine={**self.machine, "runtime": self.runtime.digest(code, source.data)},
            lock=self.lock,
            data=self.manifest(source),
            environment=self.environment,
        )

    def recall(self, docnames: Iterable[str]) -> list[str]:
        """Promote what the cache holds and may still be published; return the others."""
        missing = []
        for docname in docnames:
            source = self.sources[docname]
            content = None if self.force else self.store.get(self.key(source))
            nb = json.loads(content) if content else None
            if nb is None or self.problems(nb, source):
                missing.append(docname)
            else:
                self.promote(source, with_outputs(source.nb, nb, content), {**nb["metadata"]["dlcourse_run"], "from_cache": True})
                self.report.cached.append(docname)
        return missing

    def execute(self, docnames: Sequence[str], scheduler: str | None, workers: int | None) -> None:
        from dlcourse.book import scheduler as cluster
        from dlcourse.book.kernel import Job

        run_id = f"dlcourse-{uuid.uuid4().hex[:12]}"
        environment = {**self.environment, "DLCOURSE_PROFILE": self.profile, "DLCOURSE_OFFLINE": "1"}
        jobs = [
            Job(
                docname=docname,
                source=notebook.dumps(self.sources[docname].nb).encode(),
                profile=self.profile,
                parameters=self.parameters,
                environment=environment,
                machine=self.machine,
                data=self.manifest(self.sources[docname]),
                run_id=run_id,
                enforce_budgets=self.budgets,
            )
            for docname in docnames
        ]
        try:
            workers = workers or cluster.default_workers(sharing=self.profile == "smoke" and not self.budgets)
            with cluster.connect(scheduler, workers, self.machine) as client:
                cluster.run(client, jobs, self.heard, self.settle)
        except KeyboardInterrupt:
            left = len(docnames) - self.progress.finished
            raise Interrupted(f"Stopped with {left} notebooks left; what is finished is kept, the same command goes on from there.") from None

    def heard(self, event: dict[str, str]) -> None:
        if event["state"] == "started":
            self.progress.started(event["docname"])

    def settle(self, outcome: Outcome) -> None:
        """Keep an execution, or say why not. Only what may be published enters the cache."""
        source = self.sources[outcome.docname]
        if outcome.failure:
            self.reject(outcome.docname, outcome.failure, outcome.notebook)
            return
        nb = json.loads(outcome.notebook)
        problems = self.problems(nb, source)
        if problems:
            self.reject(outcome.docname, "; ".join(problems), outcome.notebook)
            return
        record = nb["metadata"]["dlcourse_run"]
        self.promote(source, outcome.notebook, record)
        self.store.put(self.key(source), outcome.notebook)
        self.report.executed.append(outcome.docname)
        over = self.over_budget(nb, source)
        if over:
            self.report.warnings[outcome.docname] = "; ".join(over)
        note = f"{record['seconds']:.1f} s, {record['peak_bytes'] / 2**20:.0f} MiB" + "".join(f"; warning: {sentence}" for sentence in over)
        self.progress.ended(outcome.docname, note, ok=True)

    def problems(self, nb: dict[str, Any], source: Source) -> list[str]:
        return [*ledger.problems(nb, self.profile, not notebook.is_assignment(source.docname)), *(self.over_budget(nb, source) if self.budgets else [])]

    def over_budget(self, nb: dict[str, Any], source: Source) -> list[str]:
        record = nb["metadata"]["dlcourse_run"]
        return source.budget.problems(record["seconds"], record["peak_bytes"], record["threads"])

    def promote(self, source: Source, content: bytes, record: dict[str, Any]) -> None:
        ledger.replace(self.project.executed(self.profile, source.docname), content)
        self.project.failed(self.profile, source.docname).unlink(missing_ok=True)
        self.entries[source.docname] = record

    def reject(self, docname: str, reason: str, content: bytes | None) -> None:
        """Withdraw what was published of a notebook, and keep the failed one where its author can look at it."""
        failed = self.project.failed(self.profile, docname)
        if content is not None:
            ledger.replace(failed, content)
            reason += f" [see {failed.relative_to(self.project.root)}]"
        self.report.failures[docname] = reason
        self.project.executed(self.profile, docname).unlink(missing_ok=True)
        self.entries.pop(docname, None)
        if self.progress:
            self.progress.ended(docname, reason, ok=False)

    def write_ledger(self) -> None:
        ledger.write(self.project.results, self.profile, self.entries)


def with_outputs(source: NotebookNode, executed: dict[str, Any], content: bytes) -> bytes:
    """A remembered execution in the shape of today's source.

    Captions, exercise metadata and cell ids decide nothing about an outcome, so an execution is remembered across a change of them,
    but the page must show them as they are now. ``content`` is ``executed`` as bytes, which mostly needs no change.
    """
    if all(was["metadata"] == now.metadata and was["id"] == now.id for was, now in zip(executed["cells"], source.cells, strict=True)):
        return content
    shaped = copy.deepcopy(source)
    shaped.metadata.update(language_info=executed["metadata"]["language_info"], dlcourse_run=executed["metadata"]["dlcourse_run"])
    for was, now in zip(executed["cells"], shaped.cells, strict=True):
        if now.cell_type == "code":
            now.update(execution_count=was["execution_count"], outputs=was["outputs"])
    return notebook.dumps(nbformat.from_dict(shaped)).encode()


@click.command("run")
@click.argument("notebooks", nargs=-1, metavar="[NOTEBOOK]...")
@click.option("--profile", default=lambda: os.environ.get("DLCOURSE_PROFILE") or "standard", help="smoke, standard (default) or full.")
@click.option("--scheduler", metavar="ADDRESS", help="A dask scheduler, such as tcp://host:8786; default: this process.")
@click.option("--workers", type=click.IntRange(min=1), help="Notebooks at a time in this process; default: one for every two cores, in smoke without budgets for every core.")
@click.option("--seed", type=int, default=0, show_default=True, help="Another seed, to find out how wide a band must be.")
@click.option("--force", is_flag=True, help="Execute even what has not changed.")
@click.option("--no-budgets", is_flag=True, help="Only warn of a notebook that takes longer or needs more memory than its budget.")
def run_command(
    notebooks: tuple[str, ...], profile: str, scheduler: str | None, workers: int | None, seed: int, force: bool, no_budgets: bool
) -> None:
    """Execute notebooks, all of the book's by default: paths, folders, or names such as 'digits'."""
    project = Project.find()
    report = run_notebooks(
        project,
        project.resolve(notebooks) if notebooks else None,
        profile,
        parameters={"seed": seed},
        scheduler=scheduler,
        workers=workers,
        force=force,
        budgets=not no_budgets,
    )
    click.echo(report.summary())
    if not report.ok:
        click.echo("\n".join(["", "Failed:", *(f"  {docname}: {reason}" for docname, reason in report.failures.items())]), err=True)
        click.get_current_context().exit(1)
