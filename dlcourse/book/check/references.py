"""Rules on what a page points to: terms, citations, links, pictures, sources, claims."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from dlcourse import claims
from dlcourse.book.check.page import Course, Page
from dlcourse.book.check.registry import Finding, rule
from dlcourse.book.pages import GENERATED
from dlcourse.errors import CourseError

_ANYTHING = "anything0at0all"
BANDS_THAT_BIND = {"always", "standard", "full"}


@rule("term", "every {term} stands in the glossary", notebooks_only=False)
def term(page: Page, course: Course) -> Iterator[Finding]:
    for i, text in page.texts.items():
        for line, role in text.roles():
            if role.name == "term" and role.target.lower() not in course.terms:
                yield Finding(f"the term {role.target!r} is not in chapters/appendix/glossary.md", i, line)


@rule("citation", "every cited work stands in references.bib", notebooks_only=False)
def citation(page: Page, course: Course) -> Iterator[Finding]:
    for i, text in page.texts.items():
        for line, role in text.roles():
            if role.name.startswith("cite"):
                for key in re.split(r"\s*,\s*", re.sub(r"\{[^}]*\}", "", role.target)):
                    if key.strip() not in course.citations:
                        yield Finding(f"the work {key.strip()!r} is not in references.bib", i, line)


@rule("link", "a link within the book is relative, and what it points to exists", notebooks_only=False)
def link(page: Page, course: Course) -> Iterator[Finding]:
    for i, text in page.texts.items():
        for line, target in targets(text):
            path = target.partition("#")[0]
            if target.startswith(course.repository) and "/chapters/" in target:
                yield Finding(f"the link {target!r} leaves the book: link to the page by its relative path", i, line)
            elif not path or re.match(r"[a-z][a-z0-9+.-]*:", path):
                continue
            elif path.startswith("/"):
                yield Finding(f"the link {target!r} must be relative to this page", i, line)
            elif not (page.path.parent / path).exists():
                yield Finding(f"the link {target!r} points to nothing", i, line)
        for line, role in text.roles():
            if role.name == "doc" and not document(page, course, role.target) and not generated(page, course, role.target):
                yield Finding(f"the page {role.target!r} does not exist", i, line)


def targets(text) -> Iterator[tuple[int, str]]:
    """What links, pictures and figures point to, with their lines."""
    for line, token in text.inlines():
        for child in token.children or []:
            if child.type in ("link_open", "image"):
                yield line, str(child.attrs.get("href", child.attrs.get("src", "")))
    for inner in text.everywhere():
        for directive in inner.directives:
            if directive.name in ("figure", "image"):
                yield directive.line, directive.argument.strip()


def generated(page: Page, course: Course, name: str) -> bool:
    """Whether ``{doc}`` names a page that the build writes."""
    base = course.root / name.lstrip("/") if name.startswith("/") else page.path.parent / name
    return base.resolve() in {(course.root / docname).resolve() for docname in GENERATED}


def document(page: Page, course: Course, name: str) -> Path | None:
    """The file of the page that ``{doc}`` names: from the root with a leading slash, otherwise from this page."""
    base = course.root / name.lstrip("/") if name.startswith("/") else page.path.parent / name
    candidates = (base, base.with_name(f"{base.name}.ipynb"), base.with_name(f"{base.name}.md"))
    return next((path for path in candidates if path.is_file()), None)


@rule("sources", "the ids in metadata.dlcourse.sources are known", chapters_only=True)
def sources(page: Page, course: Course) -> Iterator[Finding]:
    named = page.nb.metadata.get("dlcourse", {}).get("sources", [])
    if not named:
        yield Finding("metadata.dlcourse.sources names no section that the notebook covers")
    for name in named if course.sources is not None else []:
        if name not in course.sources:
            yield Finding(f"the source section {name!r} is not in chapters/appendix/sources.toml")


@rule("claims", "at least one claim is made; each has a name of its own and a band that binds", chapters_only=True)
def claim(page: Page, course: Course) -> Iterator[Finding]:
    seen: set[str] = set()
    for i, call in page.calls("run.claim"):
        name = claim_name(call)
        if name is None:
            yield Finding("a claim's name must be a text that stands in the call", i)
            continue
        if claims.slug(name) in seen:
            yield Finding(f"the claim {name.replace(_ANYTHING, '…')!r} is made twice", i)
        seen.add(claims.slug(name))
        given = {keyword.arg for keyword in call.keywords}
        if None not in given and not given & BANDS_THAT_BIND:
            yield Finding(f"the claim {name.replace(_ANYTHING, '…')!r} has no band for real data: give 'standard' and 'full', or 'always'", i)
    if not list(page.calls("run.claim")):
        yield Finding("the notebook makes no claim: record its result with run.claim(…)")


def claim_name(call: ast.Call) -> str | None:
    """The name that a call of ``run.claim`` gives; the changing parts of an f-string are replaced by a marker."""
    first = call.args[0] if call.args else next((k.value for k in call.keywords if k.arg == "name"), None)
    if isinstance(first, ast.Constant) and isinstance(first.value, str):
        return first.value
    if isinstance(first, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else _ANYTHING for part in first.values)
    return None


@rule("glue", "every quoted value is a claim of the notebook that it is quoted from", notebooks_only=False)
def glue(page: Page, course: Course) -> Iterator[Finding]:
    known: dict[str, list[str] | None] = {"": patterns(page)}
    for i, text in page.texts.items():
        for line, role in text.roles():
            if not role.name.startswith("glue"):
                continue
            other, _, name = role.target.rpartition("::")
            if other not in known:
                known[other] = patterns_of(page.path.parent / other, course.root / other)
            if known[other] is None:
                yield Finding(f"the value {role.target!r} is quoted from a notebook that does not exist", i, line)
            elif not any(re.fullmatch(pattern, name.partition(":")[0]) for pattern in known[other]):
                yield Finding(f"the value {name!r} is no claim of {'this notebook' if not other else other}", i, line)


def patterns(page: Page) -> list[str]:
    """Regular expressions of the slugs of a notebook's claims."""
    names = (claim_name(call) for _, call in page.calls("run.claim"))
    return [re.escape(claims.slug(name)).replace(_ANYTHING, "[0-9a-z-]+") for name in names if name is not None]


def patterns_of(*candidates: Path) -> list[str] | None:
    for path in candidates:
        if path.is_file():
            try:
                return patterns(Page.read(path))
            except CourseError:
                return None
    return None
