"""The commands ``dlcourse book``, from chapters to the finished site, and ``dlcourse serve``, to read it on this machine."""

from __future__ import annotations

import functools
import time
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dlcourse.book.project import Project
from dlcourse.errors import CourseError
from dlcourse.run import PROFILES

if TYPE_CHECKING:
    from dlcourse.book.execute import Report

HOST = "127.0.0.1"


@click.command("book")
@click.option(
    "--profile", type=click.Choice(PROFILES), default="standard", envvar="DLCOURSE_PROFILE", show_default=True, help="How much to compute."
)
@click.option("--scheduler", metavar="ADDRESS", help="A dask scheduler that runs the notebooks, instead of this machine.")
@click.option("--workers", type=click.IntRange(min=1), help="How many notebooks run at once.")
@click.option("--no-budgets", is_flag=True, help="On a slow or busy machine: only warn of a notebook that exceeds its budget.")
def book_command(profile: str, scheduler: str | None, workers: int | None, no_budgets: bool) -> None:
    """Execute the notebooks that changed and build the site in _build/site/en."""
    from dlcourse.book import ledger, manifest
    from dlcourse.book.assemble import assemble, read_book
    from dlcourse.book.render import render

    started = time.monotonic()
    project = Project.find()
    report = execute(project, profile, scheduler, workers, budgets=not no_budgets)
    edition = project.build / "site" / "en"
    executed = project.build / "executed" / profile
    tree_digest = assemble(project.root, executed, project.build / "book" / "en")
    render(project.build / "book" / "en", tree_digest, edition)
    manifest.write(read_book(project.root, executed), edition)
    notebooks = ledger.load(project.results)["notebooks"]
    claims = [claim for page in [*report.executed, *report.cached] for claim in notebooks[page]["claims"]]
    click.echo(summary(edition, report, claims, time.monotonic() - started))


def execute(project: Project, profile: str, scheduler: str | None, workers: int | None, *, budgets: bool = True) -> Report:
    """Execute the book's notebooks as far as they changed. Raises :class:`NotebooksFailed` when one may not be published."""
    from dlcourse.book.execute import run_notebooks

    report = run_notebooks(project, profile=profile, scheduler=scheduler, workers=workers, budgets=budgets)
    if report.failures:
        reasons = "\n".join(f"  {docname}: {reason}" for docname, reason in report.failures.items())
        raise NotebooksFailed(f"The site was not built, because {len(report.failures)} of its notebooks failed:\n{reasons}")
    return report


class NotebooksFailed(CourseError):
    """Notebooks that did not execute cleanly, or measured something outside its band."""

    exit_code = 1


def summary(edition: Path, report: Report, claims: list[dict[str, Any]], seconds: float) -> str:
    """The one line that a build ends with. ``claims`` are the ledger's records."""
    count = len(report.executed) + len(report.cached)
    judged = [claim for claim in claims if claim["verdict"] != "not judged"]
    held = sum(claim["verdict"] == "in band" for claim in judged)
    place = edition / "index.html"
    shown = place.relative_to(Path.cwd()) if place.is_relative_to(Path.cwd()) else place
    return (
        f"{shown}: {count} notebook{'s' * (count != 1)}, {len(report.cached)} unchanged since an earlier run, "
        f"{held} of {len(judged)} judged claims in their bands, built in {seconds:.1f} s."
    )


@click.command("serve")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="Where to listen; 0 takes any free port.")
def serve_command(port: int) -> None:
    """Serve the built site on this machine, and on no other."""
    site = Project.find().build / "site"
    if not (site / "index.html").is_file():
        raise CourseError("There is no site yet: run `dlcourse book` first.")
    server = open_server(site, port)
    click.echo(f"The book is at http://{HOST}:{server.server_port}/ until you press Ctrl-C.")
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        click.echo()
    finally:
        server.server_close()


def open_server(site: Path, port: int) -> ThreadingHTTPServer:
    """A server for the folder ``site`` that listens on this machine only. Raises :class:`CourseError` when the port is taken."""
    try:
        return ThreadingHTTPServer((HOST, port), functools.partial(SiteHandler, directory=str(site)))
    except OSError as error:
        raise CourseError(f"Port {port} cannot be used ({error.strerror}): choose another with --port.") from None


class SiteHandler(SimpleHTTPRequestHandler):
    """Serves files as a static host does: quietly, and with the site's own page for what is not there."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: one line for each file would bury what matters."""
