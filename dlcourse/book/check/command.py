"""``dlcourse check``: the lints, and on request the proofs of the exercises."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from dlcourse.book.check import registry
from dlcourse.book.check.page import Course, Page
from dlcourse.book.check.rules import RULES
from dlcourse.book.format import find_notebooks
from dlcourse.book.project import Project
from dlcourse.errors import CourseError


@click.command("check")
@click.argument("notebooks", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--list", "list_rules", is_flag=True, help="Show the rules and check nothing.")
@click.option("--exercises", is_flag=True, help="Prove the exercises instead: stub fails, solution passes, wrong answers get their hints.")
def check_command(notebooks: tuple[Path, ...], list_rules: bool, exercises: bool) -> None:
    """Check NOTEBOOKS and pages (all chapters, if none is named) without executing them."""
    if list_rules:
        for rule in RULES.values():
            click.echo(f"{rule.name:18} {rule.demand}{' (warning)' if rule.warning else ''}")
        return
    course = Course(Project.find().root)
    paths = find_notebooks(notebooks or (course.root / "chapters",), (".ipynb",) if exercises else (".ipynb", ".md"))
    failed = show_proofs(paths, course) if exercises else show_findings(paths, course)
    if failed:
        raise SystemExit(1)


def show_findings(paths: Iterable[Path], course: Course) -> int:
    """Print what the rules find on the pages, and a summary; return the number of errors."""
    began = time.perf_counter()
    errors = warnings = pages = 0
    for path in paths:
        pages += 1
        try:
            page = Page.read(path)
        except CourseError as error:
            errors += 1
            click.echo(f"{shown(path, course)}: {error} [readable]")
            continue
        for rule, finding in registry.findings(page, course):
            warnings += rule.warning
            errors += not rule.warning
            mark = "warning: " if rule.warning else ""
            click.echo(f"{shown(path, course)}: {registry.location(page, finding)}{mark}{finding.message} [{rule.name}]")
    seconds = time.perf_counter() - began
    click.echo(f"{count(pages, 'page')}, {count(errors, 'error')}, {count(warnings, 'warning')}, {len(RULES)} rules, {seconds:.1f} s")
    return errors


def show_proofs(paths: Sequence[Path], course: Course) -> int:
    """Print a table of the exercises with what was proven, then what failed; return the number of failures."""
    from dlcourse.book.check import proofs as proving

    if len(paths) > 1:
        proving.warm_up()
    failures: list[str] = []
    for path in paths:
        try:
            proofs = proving.prove(Page.read(path).nb, course.wrong_answers(path))
        except CourseError as error:
            failures.append(f"{shown(path, course)}: {error}")
            continue
        for label in dict.fromkeys(proof.attempt.label for proof in proofs):
            mine = [proof for proof in proofs if proof.attempt.label == label]
            wrong = [proof for proof in mine if proof.attempt.kind == "wrong answer"]
            click.echo(f"{'✓' if all(p.holds for p in mine) else '✗'} {label:40} {sum(p.holds for p in wrong)} of {len(wrong)} wrong answers rejected")
        failures += [f"{shown(path, course)}: {proof}" for proof in proofs if not proof.holds]
    for failure in failures:
        click.echo(failure)
    click.echo(count(len(failures), "failure"))
    return len(failures)


def shown(path: Path, course: Course) -> str:
    """The path as people write it: from the course's root where it lies below it."""
    resolved = path.resolve()
    return str(resolved.relative_to(course.root) if resolved.is_relative_to(course.root) else path)


def count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
