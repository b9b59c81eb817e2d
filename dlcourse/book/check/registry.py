"""The registry of rules. A rule is a small function that looks at one page and yields what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from dlcourse.book.check.page import Course, Page


@dataclass(frozen=True)
class Finding:
    """Something wrong: the sentence, and where it stands. ``cell`` and ``line`` count from 0; both are optional."""

    message: str
    cell: int | None = None
    line: int | None = None


Check = Callable[[Page, Course], Iterator[Finding]]


@dataclass(frozen=True)
class Rule:
    """``demand`` says in one line what every page must fulfil. A mere warning does not fail the check."""

    name: str
    demand: str
    check: Check
    notebooks_only: bool
    warning: bool
    chapters_only: bool = False


RULES: dict[str, Rule] = {}


def rule(
    name: str, demand: str, *, notebooks_only: bool = True, warning: bool = False, chapters_only: bool = False
) -> Callable[[Check], Check]:
    """Enter a function into :data:`RULES`; one for ``chapters_only`` says nothing of assignments."""

    def register(check: Check) -> Check:
        if name in RULES:
            raise ValueError(f"There are two rules named {name!r}.")
        RULES[name] = Rule(name, demand, check, notebooks_only, warning, chapters_only)
        return check

    return register


def findings(page: Page, course: Course) -> Iterator[tuple[Rule, Finding]]:
    """Everything that the rules find on one page, in the page's order."""
    found = [
        (rule, finding)
        for rule in RULES.values()
        if (page.is_notebook or not rule.notebooks_only) and not (rule.chapters_only and page.is_assignment)
        for finding in rule.check(page, course)
    ]
    yield from sorted(found, key=lambda item: (item[1].cell or 0, item[1].line or 0))


def location(page: Page, finding: Finding) -> str:
    """``cell 7: ``, ``line 12: `` or nothing, for people, who count from one."""
    if not page.is_notebook:
        return "" if finding.line is None else f"line {finding.line + 1}: "
    return "" if finding.cell is None else f"cell {finding.cell + 1}: "
