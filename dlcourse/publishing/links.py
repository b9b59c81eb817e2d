"""What a notebook of the course refers to: where it stands on the site, and how it is called there.

A notebook that is read outside the book cannot follow the book's own references. This module gathers what they lead to from the sources
of the course alone; the site need not have been built.
"""

from __future__ import annotations

import functools
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from dlcourse import claims, notebook
from dlcourse.errors import CourseError

GLOSSARY, REFERENCES = "chapters/appendix/glossary", "chapters/appendix/references"
LANDING = "chapters/index"
_HEADING = re.compile(r"^#[ \t]+(.+?)[ \t]*$", re.MULTILINE)
_LABELLED = re.compile(
    r"^[`:]{3,}\{(?P<kind>[\w:-]+)\}[ \t]*(?P<title>.*)\n(?:^:(?!label:).*\n)*^:label:[ \t]*(?P<label>\S+)|^\((?P<target>[\w-]+)\)=", re.MULTILINE
)


@dataclass(frozen=True)
class Work:
    """A cited work as prose names it: ``Rumelhart et al.`` and ``1986``."""

    authors: str
    year: str


@dataclass(frozen=True)
class Links:
    """All that a notebook may refer to. The empty one belongs to no site: what refers to something becomes plain words.

    ``site`` is the address of the edition, ending in a slash; ``page`` the notebook's own docname; ``assets`` where the files of the
    repository are served; ``titles`` of pages by docname; ``terms`` of the glossary by their lower case; ``works`` by citation key;
    ``places`` of labels, as docname and words; ``results`` measured by the last build that counts (see :func:`measured`), by notebook and by
    the name under which prose quotes them.
    """

    site: str = ""
    page: str = ""
    assets: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)
    terms: Mapping[str, str] = field(default_factory=dict)
    works: Mapping[str, Work] = field(default_factory=dict)
    places: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    results: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def of(self, page: str) -> Links:
        """The same links, for another notebook."""
        return replace(self, page=page)

    def address(self, page: str, anchor: str = "") -> str:
        """Where a page, or a place on it, is read. Empty without a site."""
        if not self.site or not page:
            return ""
        name = "index" if page == LANDING else page
        return f"{self.site}{name}.html" + (f"#{anchor}" if anchor else "")

    def link(self, words: str, page: str, anchor: str = "") -> str:
        """Markdown that leads there, or the words alone."""
        address = self.address(page, anchor)
        return f"[{words}]({address})" if address else words

    def docname(self, reference: str) -> str:
        """The page that a reference names: absolute from the root of the course, or relative to this notebook."""
        plain = re.sub(r"\.(ipynb|md)$", "", reference)
        if plain.startswith("/"):
            return plain.lstrip("/")
        parts: list[str] = []
        for part in [*self.page.split("/")[:-1], *plain.split("/")]:
            parts = parts[:-1] if part == ".." else parts if part == "." else [*parts, part]
        return "/".join(parts)

    def result(self, reference: str) -> str:
        """What ``{glue:text}`` quotes, as the last build measured it; empty where nothing did."""
        other, _, name = reference.rpartition("::")
        page = self.docname(other) if other else self.page
        return self.results.get(page, {}).get(name.partition(":")[0], "")


def terms(glossary: Path) -> dict[str, str]:
    """The terms that stand in a glossary, unindented above their explanations, by their lower case; none where there is no glossary."""
    text = glossary.read_text(encoding="utf-8") if glossary.is_file() else ""
    inside = "\n".join(re.findall(r"^```\{glossary\}\n(.*?)^```", text, re.MULTILINE | re.DOTALL))
    return {line.strip().lower(): line.strip() for line in inside.split("\n") if line[:1].strip() and not line.startswith(":")}


def term_anchor(term: str) -> str:
    """The place of a term on the page of the glossary, as Sphinx names it."""
    ascii_only = unicodedata.normalize("NFKD", term).encode("ascii", "ignore").decode()
    return "term-" + re.sub(r"[^a-zA-Z0-9._]+", "-", " ".join(ascii_only.split())).strip("-")


def work_anchor(key: str) -> str:
    """The place of a work on the page of references; ``_config.yml`` names them so."""
    return "cite-" + re.sub(r"[^a-z0-9]+", "-", key.lower()).strip("-")


def root_of(path: Path) -> Path | None:
    """The folder of the course that a file lies in, if it lies in one."""
    return next((folder for folder in path.resolve().parents if (folder / "_config.yml").is_file()), None)


def read(root: Path | None) -> Links:
    """Gather the links of the course in ``root``; of none, without one. Raises :class:`CourseError` for a configuration without a site."""
    return _read(root) if root else Links()


@functools.lru_cache(maxsize=4)
def _read(root: Path) -> Links:
    config = configuration(root)
    titles, places = {}, {}
    for path in sorted((root / "chapters").rglob("*")):
        if path.suffix not in (".md", ".ipynb") or any(part.startswith(".") for part in path.relative_to(root).parts):
            continue
        page = path.relative_to(root).with_suffix("").as_posix()
        texts, figures = _texts(path)
        titles[page] = next((match[1] for text in texts if (match := _HEADING.search(text))), page.rpartition("/")[2])
        places |= {name: (page, "the figure") for name in figures}
        for match in (match for text in texts for match in _LABELLED.finditer(text)):
            label = match["label"] or match["target"]
            places[label] = (page, (match["title"] or "").strip() or "this place")
    return Links(
        site=config["html"]["baseurl"].rstrip("/") + "/",
        assets=config["repository"]["url"].rstrip("/") + "/raw/main/",
        titles=titles,
        terms=terms(root / f"{GLOSSARY}.md"),
        works=works(root / "references.bib"),
        places=places,
        results=measured(root / "_build" / "results.json"),
    )


def configuration(root: Path) -> dict[str, Any]:
    """``_config.yml``. Raises :class:`CourseError` when it does not name the site and the repository."""
    import yaml

    config = yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8")) or {}
    if not config.get("html", {}).get("baseurl") or not config.get("repository", {}).get("url"):
        raise CourseError(f"{root / '_config.yml'} must name the site (html.baseurl) and the repository (repository.url).")
    return config


def _texts(path: Path) -> tuple[list[str], list[str]]:
    """The Markdown of a page, and the names of the figures that its cells draw."""
    if path.suffix == ".md":
        return [path.read_text(encoding="utf-8")], []
    nb = notebook.read(path)
    figures = [cell.metadata.get("mystnb", {}).get("figure", {}).get("name") for cell in nb.cells]
    return [cell.source for cell in nb.cells if cell.cell_type == "markdown"], [name for name in figures if name]


def works(path: Path) -> dict[str, Work]:
    """The works of a bibliography by key; none where there is no bibliography."""
    if not path.is_file():
        return {}
    from pybtex.database import parse_file

    return {key: Work(_authors(entry), entry.fields.get("year", "n.d.")) for key, entry in parse_file(str(path), "bibtex").entries.items()}


def _authors(entry: Any) -> str:
    from pybtex.richtext import Text

    people = entry.persons.get("author") or entry.persons.get("editor") or []
    names = [str(Text.from_latex(" ".join([*person.prelast_names, *person.last_names]))) for person in people]
    if not names:
        return str(Text.from_latex(entry.fields.get("organization") or entry.fields.get("title", entry.key)))
    return names[0] + (" et al." if len(names) > 2 else f" and {names[1]}" if len(names) == 2 else "")


def measured(ledger: Path) -> dict[str, dict[str, str]]:
    """What the last build measured; nothing where there was none.

    Prose speaks of the real data, and a published notebook has no banner to say otherwise: what a smoke build or a stand-in gave is no
    result to quote.
    """
    try:
        notebooks = json.loads(ledger.read_text(encoding="utf-8"))["notebooks"]
        found = {page: {claims.slug(claim["name"]): claim["text"] for claim in run["claims"] if _counts(claim)} for page, run in notebooks.items()}
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return {page: results for page, results in found.items() if results}


def _counts(claim: dict[str, Any]) -> bool:
    return claim["profile"] != "smoke" and claim["data"] != "stand-in"
