"""Pages that nobody writes: results, data catalogue, source map, and each part's picture and table of chapters."""

from __future__ import annotations

import difflib
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable, Iterable, Iterator

from dlcourse import notebook
from dlcourse.book.part_map import Chapter, draw
from dlcourse.claims import Claim
from dlcourse.errors import CourseError

if TYPE_CHECKING:
    from dlcourse.book.assemble import Book

# No-break spaces: a verdict stays on one line.
MARKS = {"in band": "✓\u00a0in\u00a0band", "out of band": "✗\u00a0out\u00a0of\u00a0band", "not judged": "·\u00a0not\u00a0judged"}
FRAMEWORK_NAMES = {"tensorflow": "Keras", "keras": "Keras", "torch": "PyTorch"}
# Pages without a source have no link to improve them.
FRONT_MATTER = "---\ndlcourse_generated: true\n---\n\n"


def results(book: Book) -> str:
    """Every number that the book has measured."""
    runs = {page: nb.metadata["dlcourse_run"] for page, nb in book.notebooks.items()}
    claims = {page: [Claim.from_record(record) for record in run["claims"]] for page, run in runs.items()}
    verdicts = [claim.verdict for found in claims.values() for claim in found]
    judged = len(verdicts) - verdicts.count("not judged")
    sections = [
        "# Results",
        "Every number in this book is measured when the book is built, and a number outside the band that was set for it fails the build. "
        f"This edition holds {len(verdicts)} claims; a band applies to {judged} of them, and {verdicts.count('in band')} lie in it. "
        "A dash means that no band applies: for instance, a band set on real data never judges a stand-in.",
        "## Runs",
        "All claims of a notebook are measured in one run. Time and memory are those of the whole notebook, start of the kernel excluded.",
        table(["Notebook", "Profile", "Data", "Device", "Seconds", "Peak memory (MiB)"], [run_row(p, r, book) for p, r in runs.items()]),
        "## Claims",
    ]
    for page, found in claims.items():
        if not found:
            continue
        sections += [f"### {notebook.title(book.notebooks[page])}", table(["Claim", "Value", "Band", "Verdict", "Framework", "Data"], map(claim_row, found))]
    return FRONT_MATTER + "\n\n".join(sections) + "\n"


def run_row(page: str, run: dict[str, Any], book: Book) -> list[str]:
    data = ", ".join(f"{book.title_of(d['name'])} ({d['origin']})" for d in run["data"]) or "generated"
    return [link(page), run["profile"], data, run["device"] or "CPU", f"{run['seconds']:.1f}", f"{run['peak_bytes'] / 2**20:,.0f}"]


def claim_row(claim: Claim) -> list[str]:
    band = "—" if claim.band is None else f"{in_style(claim.band[0], claim.text)} to {in_style(claim.band[1], claim.text)}"
    framework = FRAMEWORK_NAMES.get(claim.framework, claim.framework) or "—"
    return [claim.name, claim.text, band, MARKS[claim.verdict], framework, claim.data]


def in_style(value: float, text: str) -> str:
    """A band's end as its claim is written: in per cent if the claim is."""
    return f"{value:.4g}" if "%" not in text else f"{100 * value:.4g}%"


def data_catalogue(book: Book) -> str:
    """The data sets of the registry: whose they are, under which licence, and how each download is checked."""
    sections = [
        "# Data sets",
        "The data belong to those who made them and keep their own licences. A download is checked against the sums below "
        "each time it is read. Where a data set cannot be had, a stand-in of the same form takes its place, and the page says so.",
    ]
    users = {name: [page for page, nb in book.notebooks.items() if name in notebook.info(nb).data] for name in book.datasets}
    for name, data in book.datasets.items():
        used_by = " · ".join(link(page) for page in users[name]) or "no page yet"
        rows = [[f"`{f.name}`", f"{f.size:,}", f"`{f.sha256[:16]}…`"] for f in data.files]
        sections += [
            f"(data-{name})=\n## {data.title}",
            f"{data.description} Described by {{cite:t}}`{data.citation}`." if data.citation else data.description,
            f"- **Licence** {data.licence}\n- **Download** {in_bytes(data.size)}\n"
            f"- **Used in** {used_by}\n- **Name in code** `{name}`",
            table(["File", "Bytes", "SHA-256 (first 16 digits)"], rows),
        ]
    return FRONT_MATTER + "\n\n".join(sections) + "\n"


def in_bytes(size: int) -> str:
    """A download's size for people: in MiB, and in KiB below one."""
    return f"{size / 2**20:.1f} MiB" if size >= 2**20 else f"{size / 2**10:.0f} KiB"


def source_map(book: Book) -> str:
    """Which page covers which section of the articles that this course grew from."""
    listed = tomllib.loads((book.root / SOURCES).read_text(encoding="utf-8"))
    known = [section["id"] for article in listed["article"] for section in article["section"]]
    pages: dict[str, list[str]] = {}
    for page in book.contents.pages:
        for source in sources_of(page, book, known):
            pages.setdefault(source, []).append(page)
    covered = sum(section in pages for section in known)
    sections = [
        "# Source map",
        f"The course covers every section of three Chinese articles on deep learning, in its own words and code. This edition covers "
        f"{covered} of their {len(known)} sections, concepts, formulas, tables and examples.",
    ]
    for article in listed["article"]:
        rows = [
            [f"`{s['id']}`", chinese(s["zh"]), escape(s["en"]), " · ".join(link(p) for p in pages.get(s["id"], [])) or "*not yet covered*"]
            for s in article["section"]
        ]
        sections += [f"## {article['en']}", chinese(article["zh"]), table(["Section", "In Chinese", "In English", "Page"], rows)]
    return FRONT_MATTER + "\n\n".join(sections) + "\n"


NAMED_SOURCES = re.compile(r"\A---\n(?:(?!---).*\n)*?dlcourse_sources: *(?P<ids>.+)\n(?:(?!---).*\n)*?---\n")


def sources_of(page: str, book: Book, known: list[str]) -> list[str]:
    """The source sections that a page covers: a notebook says so in its metadata, an authored page in its front matter.

    Raises :class:`CourseError` for a section that an authored page names and that is not ``known``.
    """
    if page in book.notebooks:
        return list(notebook.info(book.notebooks[page]).sources)
    path = book.root / f"{page}.md"
    found = NAMED_SOURCES.match(path.read_text(encoding="utf-8")) if path.is_file() else None
    named = found["ids"].split() if found else []
    for name in named:
        if name not in known:
            raise CourseError(f"{page}.md covers {name}, which is not in {SOURCES}.")
    return named


SOURCES = "chapters/appendix/sources.toml"
GENERATED: dict[str, Callable[[Book], str]] = {
    "chapters/appendix/results": results,
    "chapters/appendix/data": data_catalogue,
    "chapters/appendix/source-map": source_map,
}


def included(book: Book) -> Iterator[tuple[str, str]]:
    """What authored pages include: for each part, ``_generated/PART.md`` with its picture and its table of chapters."""
    for part in book.contents.parts:
        chapters = [chapter(page, book) for page in part.pages if page in book.notebooks]
        folder = Path(part.pages[0]).parent if part.pages else Path()
        if chapters:
            yield f"_generated/{folder.name}.md", part_introduction(part.caption, chapters, folder.as_posix())
        elif f"{folder.as_posix()}/index" in part.pages:
            yield f"_generated/{folder.name}.md", "This part has no chapter in this edition.\n"


def chapter(page: str, book: Book) -> Chapter:
    facts = notebook.info(book.notebooks[page])
    needs = tuple(f"chapters/{name}" for name in facts.prerequisites)
    return Chapter(page, notebook.title(book.notebooks[page]), facts.minutes, needs)


def part_introduction(caption: str, chapters: list[Chapter], folder: str) -> str:
    """The picture of what builds on what, and the chapters in reading order with their study times."""
    minutes = sum(c.minutes for c in chapters)
    rows = [[str(n), link(c.page), f"{c.minutes} min", " · ".join(map(link, c.needs)) or "—"] for n, c in enumerate(chapters, 1)]
    return "\n\n".join(
        [
            f"```{{raw}} html\n{draw(caption, chapters, folder)}\n```",
            f"The part takes about {hours(minutes)} of study.",
            table(["", "Chapter", "Study time", "Read first"], rows),
        ]
    ) + "\n"


def hours(minutes: int) -> str:
    return f"{minutes} minutes" if minutes < 90 else f"{minutes / 60:.1f} hours".replace(".0 ", " ")


def link(page: str) -> str:
    return f"{{doc}}`/{page}`"


def chinese(text: str) -> str:
    """Chinese text, marked as such for screen readers and fonts."""
    return f'<span lang="zh">{escape(text)}</span>'


def escape(text: str) -> str:
    """Text whose characters mean nothing to Markdown."""
    return re.sub(r"([\\`*_{}\[\]<>$])", r"\\\1", text)


QUOTED = re.compile(r"\{claim\}`(?P<page>[^`#]+)#(?P<slug>[^`]+)`")


def quoting(text: str, book: Book) -> str:
    """An authored page's text with each ``{claim}`PART/NOTEBOOK#claim-slug``` replaced by the value measured there, as a link.

    A value measured on a stand-in says so. Raises :class:`CourseError` for a claim that no executed notebook has made.
    """
    return QUOTED.sub(lambda found: quotation(found["page"], found["slug"], book), text)


def quotation(name: str, slug: str, book: Book) -> str:
    page = f"chapters/{name}"
    if page not in book.notebooks:
        raise CourseError(f"A page quotes a claim of {name}, which is no notebook of this book.")
    made = {claim.slug: claim for claim in map(Claim.from_record, book.notebooks[page].metadata["dlcourse_run"]["claims"])}
    if slug not in made:
        near = difflib.get_close_matches(slug, made, n=3, cutoff=0.4)
        raise CourseError(f"{name} makes no claim {slug!r}" + (f": did you mean {', '.join(near)}?" if near else "."))
    remark = " on stand-in data" if made[slug].data == "stand-in" else ""
    return f"{{doc}}`{made[slug].text}{remark} </{page}>`"


def table(head: list[str], rows: Iterable[list[str]]) -> str:
    """A Markdown table; bars in a cell are escaped."""
    def line(cells: list[str]) -> str:
        return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"

    return "\n".join([line(head), line(["---"] * len(head)), *map(line, rows)])
