"""``dlcourse radar``: do the claims still hold with other versions of the frameworks, and if not, which package moved them?

Two result files (the ledger of a build, or what ``radar scan`` writes) are compared claim by claim. What moved is followed by bisection,
first over the packages that were upgraded, then over the releases of the one that is to blame.
"""

from __future__ import annotations

import json
import math
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, TypeVar

import click
from packaging.requirements import Requirement
from packaging.version import InvalidVersion, Version

from dlcourse.book import ledger
from dlcourse.book.project import Project
from dlcourse.claims import Claim
from dlcourse.errors import CourseError
from dlcourse.run import PROFILES

WATCHED = ("numpy", "tensorflow", "keras", "torch")
# Two versions rarely draw the same random numbers; a claim that moves by less than this share of its band has not moved.
DRIFT = 0.5
EXTRAS = "frameworks,translation,automl,book"

Step = TypeVar("Step")
Results = Mapping[str, Any]
Versions = dict[str, str]


class Moved(CourseError):
    """Claims that no longer are what they were; the report follows the sentence."""

    exit_code = 1


@dataclass(frozen=True)
class Move:
    """A claim that is not what it was; ``claim`` is empty where the whole notebook failed."""

    notebook: str
    claim: str
    before: str
    after: str
    how: str


@dataclass(frozen=True)
class Culprit:
    """What moved a notebook: the last versions with which all was well, and the first with which it was not; nothing else differs."""

    last_good: Versions
    first_bad: Versions

    def __str__(self) -> str:
        changed = [name for name in self.first_bad if self.first_bad[name] != self.last_good[name]]
        return " together with ".join(f"{name} {self.first_bad[name]} (well with {self.last_good[name]})" for name in changed)


def moves(before: Results, after: Results) -> list[Move]:
    """The claims of ``before`` that ``after`` lacks, that left their band, or that drifted through a good part of it.

    A notebook that failed before tells nothing.

    Raises :class:`CourseError` when a notebook ran in another profile, or on other data.
    """
    found: list[Move] = []
    for page, was in before["notebooks"].items():
        if was.get("failure"):
            continue
        now = after["notebooks"].get(page)
        if now is None or now.get("failure"):
            found.append(Move(page, "", "ran", (now or {}).get("failure") or "did not run", "failed"))
        found += _moved_claims(page, _claims(was), _claims(now or {"claims": []}), absent_matters=bool(now and not now.get("failure")))
    return found


def _claims(run: Mapping[str, Any]) -> dict[str, Claim]:
    return {claim.slug: claim for claim in map(Claim.from_record, run["claims"])}


def _moved_claims(page: str, before: dict[str, Claim], after: dict[str, Claim], *, absent_matters: bool) -> list[Move]:
    found = []
    for slug, was in before.items():
        now = after.get(slug)
        if now is None:
            found += [Move(page, was.name, was.text, "none", "was not made")] if absent_matters else []
            continue
        if (was.profile, was.data) != (now.profile, now.data):
            raise CourseError(
                f"{page} ran in the profile {was.profile} on {was.data} data before and in {now.profile} on {now.data} data after: "
                "compare like with like."
            )
        if how := _how(was, now):
            found.append(Move(page, was.name, was.text, now.text, how))
    return found


def _how(was: Claim, now: Claim) -> str:
    """In what way a claim moved; empty when it did not."""
    if now.verdict == "out of band" and was.verdict != "out of band":
        return "left its band"
    if now.band is None or not all(map(math.isfinite, (was.value, now.value, *now.band))):
        return ""
    low, high = now.band
    return "drifted" if high > low and abs(now.value - was.value) > DRIFT * (high - low) else ""


def turning_point(steps: Sequence[Step], bad: Callable[[Step], bool | None]) -> tuple[int, int]:
    """The last good and the first bad of ``steps``, of which the first is good and the last bad, by bisection.

    ``bad`` says None of a step that cannot be tried. Where such steps lie between the two, more than one step remains in doubt.
    """
    good, wrong = 0, len(steps) - 1
    untried: set[int] = set()
    while between := [i for i in range(good + 1, wrong) if i not in untried]:
        middle = between[len(between) // 2]
        verdict = bad(steps[middle])
        if verdict is None:
            untried.add(middle)
        elif verdict:
            wrong = middle
        else:
            good = middle
    return good, wrong


def find_culprit(before: Versions, after: Versions, releases: Callable[[str], Sequence[str]], bad: Callable[[Versions], bool | None]) -> Culprit:
    """The package, and its release, with which the trouble begins.

    All is well with ``before`` and not with ``after``; ``releases`` lists what there is of a package, ``bad`` tries a set of versions.
    """
    changed = [name for name in before if after[name] != before[name]]
    steps = [before | {name: after[name] for name in changed[:count]} for count in range(len(changed) + 1)]
    good, wrong = turning_point(steps, bad)
    if wrong - good > 1:
        return Culprit(steps[good], steps[wrong])
    name = changed[good]
    path = [steps[good] | {name: release} for release in between(releases(name), before[name], after[name])]
    good, wrong = turning_point(path, bad)
    return Culprit(path[good], path[wrong])


def between(releases: Iterable[str], first: str, last: str) -> list[str]:
    """The releases from ``first`` to ``last``, both included, in order; pre-releases only of the last."""
    known = {release for release in releases if _version(first) < _version(release) < _version(last) and not _version(release).is_prerelease}
    return [first, *sorted(known, key=_version), last]


def _version(text: str) -> Version:
    try:
        return Version(text)
    except InvalidVersion:
        raise CourseError(f"{text!r} is not a version.") from None


class Laboratory(Protocol):
    """Where sets of versions are tried."""

    def releases(self, package: str) -> Sequence[str]:
        """All that there is of a package."""

    def results(self, versions: Versions, notebooks: Sequence[str]) -> Results | None:
        """What the notebooks (all, when none is named) measure with these versions; None when these cannot be installed together."""


@dataclass
class Scan:
    """What upgrading did: with which versions, to which claims, and through which package, by notebook."""

    before: Versions
    after: Versions
    moves: list[Move] = field(default_factory=list)
    culprits: dict[str, Culprit] = field(default_factory=dict)


def scan(laboratory: Laboratory, before: Versions, newest: Versions, notebooks: Sequence[str] = ()) -> Scan:
    """Compare the versions ``before`` with the ``newest`` that go together, and find out what moved what.

    Raises :class:`CourseError` when the versions before cannot be installed.
    """
    baseline = laboratory.results(before, notebooks)
    if baseline is None:
        raise CourseError(f"The versions to start from cannot be installed: {listed(before)}.")
    after, results = newest_together(laboratory, before, newest, notebooks)
    found = Scan(before, after, moves(baseline, results) if results is not None else [])
    concerned = sorted({move.notebook for move in found.moves})
    tried: dict[str, Results | None] = {}

    def bad_for(page: str) -> Callable[[Versions], bool | None]:
        def bad(versions: Versions) -> bool | None:
            if listed(versions) not in tried:
                tried[listed(versions)] = laboratory.results(versions, concerned)
            now = tried[listed(versions)]
            return None if now is None else any(move.notebook == page for move in moves(_only(baseline, page), now))

        return bad

    for page in concerned:
        found.culprits[page] = find_culprit(before, after, laboratory.releases, bad_for(page))
    return found


def newest_together(laboratory: Laboratory, before: Versions, newest: Versions, notebooks: Sequence[str]) -> tuple[Versions, Results | None]:
    """The newest versions, or as many of them as can be installed together, and what the notebooks measure with them."""
    results = laboratory.results(newest, notebooks) if newest != before else None
    if results is not None:
        return newest, results
    after = dict(before)
    for name in (name for name in before if newest[name] != before[name]):
        more = laboratory.results(after | {name: newest[name]}, notebooks)
        if more is not None:
            after, results = after | {name: newest[name]}, more
    return after, results


def _only(results: Results, page: str) -> Results:
    return {"notebooks": {page: results["notebooks"][page]}}


def listed(versions: Versions) -> str:
    return ", ".join(f"{name} {version}" for name, version in versions.items())


def report(found: list[Move], heading: str, culprits: Mapping[str, Culprit] = {}) -> str:
    """What moved, as Markdown."""
    if not found:
        return f"{heading}\n\nNo claim moved.\n"
    rows = [f"| {m.notebook} | {m.claim or '(all)'} | {m.before} | {_cell(m.after)} | {m.how} |" for m in found]
    blame = [f"- {page}: {culprit}" for page, culprit in culprits.items()]
    parts = [heading, "\n".join(["| Notebook | Claim | Before | After | |", "|---|---|---|---|---|", *rows])]
    return "\n\n".join([*parts, *(["What moved it:\n\n" + "\n".join(blame)] if blame else [])]) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


@dataclass
class Workshop:
    """Tries versions in fresh virtual environments on copies of the course. One environment stands at a time: each takes gigabytes."""

    project: Project
    place: Path
    profile: str
    pre: bool = False

    def releases(self, package: str) -> list[str]:
        command = [sys.executable, "-m", "pip", "index", "versions", package, *(["--pre"] if self.pre else [])]
        done = subprocess.run(command, capture_output=True, text=True)
        match = re.search(r"^Available versions: (.+)$", done.stdout, re.MULTILINE)
        if not match:
            raise CourseError(f"The releases of {package} cannot be listed: {(done.stderr.strip().splitlines() or ['pip gave no reason'])[-1]}")
        return [version.strip() for version in match[1].split(",")]

    def results(self, versions: Versions, notebooks: Sequence[str]) -> Results | None:
        click.echo(f"  trying {listed(versions)}", err=True)
        shutil.rmtree(self.place, ignore_errors=True)
        course = self.place / "course"
        shutil.copytree(self.project.root, course, ignore=shutil.ignore_patterns("_build", ".venv", ".git", "__pycache__"))
        python = self.place / "environment" / "bin" / "python"
        subprocess.run([sys.executable, "-m", "venv", str(self.place / "environment")], check=True)
        (self.place / "versions.txt").write_text("".join(f"{name}=={version}\n" for name, version in versions.items()))
        # Everything else is the newest in every trial, so that two trials differ in these versions alone.
        install = [str(python), "-m", "pip", "install", "--quiet", "-e", f"{course}[{EXTRAS}]", "-c", str(self.place / "versions.txt")]
        if subprocess.run(install).returncode:
            return None
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        command = [str(python), "-m", "dlcourse.cli", "run", *notebooks, "--profile", self.profile, "--no-budgets"]
        subprocess.run(command, cwd=course, env=environment)
        return observed(Project(course), self.profile, notebooks)


def observed(project: Project, profile: str, notebooks: Sequence[str] = ()) -> Results:
    """What notebooks measured in their last run: from the ledger, and for those that failed from what they said before."""
    known = ledger.load(project.results)["notebooks"]
    return {"notebooks": {page: known.get(page) or _failed(project.failed(profile, page)) for page in notebooks or project.notebooks()}}


def _failed(path: Path) -> dict[str, Any]:
    from dlcourse.book.kernel import failed_cell

    try:
        nb = json.loads(path.read_text(encoding="utf-8"))
        found = ledger.claims(nb)
    except (OSError, ValueError, CourseError):
        return {"claims": [], "failure": "did not run"}
    import nbformat

    return {"claims": [claim.to_record() for claim in found], "failure": failed_cell(nbformat.from_dict(nb))}


@click.group("radar")
def radar_group() -> None:
    """Find the claims that other versions of the frameworks move."""


@radar_group.command("compare")
@click.argument("before", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("after", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def compare_command(before: Path, after: Path) -> None:
    """Compare two result files, such as _build/results.json of two builds; exit with 1 when a claim moved."""
    finish(moves(read_results(before), read_results(after)), f"## {before} against {after}")


@radar_group.command("scan")
@click.argument("notebooks", nargs=-1, metavar="[NOTEBOOK]...")
@click.option("--profile", type=click.Choice(PROFILES), default="standard", show_default=True, help="How much to compute.")
@click.option("--pre", is_flag=True, help="Try pre-releases, too.")
@click.option("--report", "report_file", type=click.Path(dir_okay=False, path_type=Path), help="Write what moved to this file, too.")
def scan_command(notebooks: tuple[str, ...], profile: str, pre: bool, report_file: Path | None) -> None:
    """Run the notebooks with the newest frameworks; where claims move, find the package that moved them. Exit with 1 when one did."""
    project = Project.find()
    workshop = Workshop(project, project.build / "radar", profile, pre)
    before = locked(project.lock)
    newest = {name: max(workshop.releases(name), key=_version) for name in before}
    found = scan(workshop, before, newest, project.resolve(notebooks))
    finish(found.moves, f"## {listed(found.before)} against {listed(found.after)}", found.culprits, report_file)


def finish(found: list[Move], heading: str, culprits: Mapping[str, Culprit] = {}, report_file: Path | None = None) -> None:
    """Show the report, and store it where there is something in it. Raises :class:`Moved` then."""
    text = report(found, heading, culprits)
    click.echo(text)
    if report_file and found:
        report_file.parent.mkdir(parents=True, exist_ok=True)
        report_file.write_text(text, encoding="utf-8")
    if found:
        pages = len({move.notebook for move in found})
        raise Moved(f"Results moved: {len(found)} in {pages} notebook{'s' * (pages > 1)}. Mend the notebook, or hold the package back.")


def read_results(path: Path) -> Results:
    """A result file. Raises :class:`CourseError` for another."""
    try:
        results = json.loads(path.read_text(encoding="utf-8"))
        {page: _claims(run) for page, run in results["notebooks"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise CourseError(f"{path} is not a file of results: {type(error).__name__} {error}.") from None
    return results


def locked(path: Path) -> Versions:
    """The watched packages and their versions in the lock. Raises :class:`CourseError` when one is missing."""
    lines = [Requirement(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip() and not line.startswith("#")]
    pins = {line.name: next(iter(line.specifier)).version for line in lines if line.marker is None or line.marker.evaluate()}
    missing = [name for name in WATCHED if name not in pins]
    if missing:
        raise CourseError(f"{path.name} does not name {missing[0]}.")
    return {name: pins[name] for name in WATCHED}
