"""The entries of the page *Errata*, the tests that back them, and what each has that the other lacks."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from pathlib import Path

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "chapters/appendix/errata.md"
TESTS = [path.read_text(encoding="utf-8") for path in sorted(HERE.glob("test_*.py")) if path.name != "test_page.py"]

# An entry begins with a target for links; the line above it, a comment, names the tests that back what the entry says about code.
_ENTRY = re.compile(r"^(?:% tests:(?P<tests>[\w ]*)\n)?\(errata-(?P<id>[^)]+)\)=$", re.MULTILINE)


def entries(page: str) -> dict[str, set[str]]:
    """For the id of each entry of the page the tests that it names, without the leading ``test_``."""
    return {found["id"].upper(): set((found["tests"] or "").split()) for found in _ENTRY.finditer(page)}


def tests(modules: Iterable[str]) -> dict[str, set[str]]:
    """For each test in the text of these modules, without the leading ``test_``, the ids that ``@erratum(…)`` gives it."""
    functions = (node for text in modules for node in ast.parse(text).body if isinstance(node, ast.FunctionDef))
    return {f.name.removeprefix("test_"): set(marks(f)) for f in functions if f.name.startswith("test_")}


def marks(function: ast.FunctionDef) -> Iterable[str]:
    for decorator in function.decorator_list:
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "erratum":
            yield from map(ast.literal_eval, decorator.args)


def disagreements(page: str, modules: Iterable[str]) -> list[str]:
    """What stands on the page and is not tested, and what is tested and does not stand on the page."""
    named, marked = entries(page), tests(modules)
    backed = {entry: {test for test, ids in marked.items() if entry in ids} for entry in set(named).union(*marked.values())}
    found = [f"{test} backs no entry" for test, ids in marked.items() if not ids]
    for entry, names in sorted(backed.items()):
        if entry not in named:
            found.append(f"{entry} is tested and has no entry on the page")
        elif not names:
            found.append(f"{entry} has an entry and no test")
        else:
            found += [f"{entry} names {name}, and no test of it is called so" for name in sorted(named[entry] - names)]
            found += [f"{entry} does not name {name}" for name in sorted(names - named[entry])]
    return found
