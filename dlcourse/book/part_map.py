"""The picture at the head of a part: its chapters, and what builds on what."""

from __future__ import annotations

import html
import posixpath
import textwrap
from dataclasses import dataclass

WIDTH, HEIGHT = 200, 56
GAP_X, GAP_Y = 20, 38
MARGIN = 6
LINE_LENGTH = 24
WIDEST = 4  # chapters in a row: with more, nobody could read them


@dataclass(frozen=True)
class Chapter:
    """A chapter on the map: its docname, title, minutes of study, and the docnames of the chapters that it builds on."""

    page: str
    title: str
    minutes: int
    needs: tuple[str, ...]


def draw(caption: str, chapters: list[Chapter], folder: str) -> str:
    """The map as an SVG with links, to stand on a page in ``folder``; it is read from top to bottom, so it also fits a phone."""
    rows = in_rows(chapters)
    width = max(map(len, rows)) * (WIDTH + GAP_X) - GAP_X + 2 * MARGIN
    height = len(rows) * (HEIGHT + GAP_Y) - GAP_Y + 2 * MARGIN
    places = {}
    for level, row in enumerate(rows):
        left = (width - (len(row) * (WIDTH + GAP_X) - GAP_X)) / 2
        places |= {c.page: (left + i * (WIDTH + GAP_X), MARGIN + level * (HEIGHT + GAP_Y)) for i, c in enumerate(row)}
    arrows = [arrow(places[need], places[c.page]) for c in chapters for need in direct_needs(c, chapters)]
    boxes = [box(c, *places[c.page], folder) for c in chapters]
    return "\n".join(
        [
            '<figure class="dl-map">',
            f'<svg viewBox="0 0 {width:g} {height:g}" width="{width:g}" role="group"',
            f'aria-label="{html.escape(spoken(caption, chapters))}">',
            '<defs><marker id="dl-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
            '<path d="M0 0 8 4 0 8z"/></marker></defs>',
            *arrows,
            *boxes,
            "</svg>",
            f"<figcaption>{html.escape(caption)}: an arrow leads from a chapter to one that builds on it.</figcaption>",
            "</figure>",
        ]
    )


def in_rows(chapters: list[Chapter]) -> list[list[Chapter]]:
    """Chapters in rows of at most four, so that each stands below all that it builds on; a circle is cut where it is entered."""
    by_page = {c.page: c for c in chapters}
    level: dict[str, int] = {}

    def depth(page: str, above: frozenset[str]) -> int:
        if page not in level:
            needs = [need for need in by_page[page].needs if need in by_page and need not in above]
            level[page] = 1 + max((depth(need, above | {page}) for need in needs), default=-1)
        return level[page]

    for c in chapters:
        depth(c.page, frozenset({c.page}))
    needed = {need for c in chapters for need in c.needs}
    rows = []
    for n in range(max(level.values()) + 1):
        row = [c for c in chapters if level[c.page] == n]
        count = -(-len(row) // WIDEST)
        if count > 1:  # chapters that others build on stand below, so that their arrows meet no box
            row.sort(key=lambda c: c.page in needed)
        rows += [row[len(row) * i // count : len(row) * (i + 1) // count] for i in range(count)]
    return rows


def direct_needs(chapter: Chapter, chapters: list[Chapter]) -> list[str]:
    """The prerequisites inside the part, without those that follow from another one: the picture stays a sparse one."""
    by_page = {c.page: c for c in chapters}
    own = [need for need in chapter.needs if need in by_page]
    return [need for need in own if not any(need in all_needs(other, by_page) for other in own if other != need)]


def all_needs(page: str, by_page: dict[str, Chapter]) -> set[str]:
    found: set[str] = set()
    waiting = [page]
    while waiting:
        new = {need for need in by_page[waiting.pop()].needs if need in by_page} - found
        found |= new
        waiting += new
    return found


def arrow(start: tuple[float, float], end: tuple[float, float]) -> str:
    x1, y1 = start[0] + WIDTH / 2, start[1] + HEIGHT
    x2, y2 = end[0] + WIDTH / 2, end[1] - 2
    bend = (y2 - y1) / 2
    curve = f"M{x1:g} {y1:g}C{x1:g} {y1 + bend:g} {x2:g} {y2 - bend:g} {x2:g} {y2:g}"
    return f'<path class="dl-map-arrow" d="{curve}" marker-end="url(#dl-arrow)"/>'


def box(chapter: Chapter, x: float, y: float, folder: str) -> str:
    target = posixpath.relpath(chapter.page, folder) + ".html"
    lines = textwrap.wrap(chapter.title, LINE_LENGTH, max_lines=2, placeholder="…")
    first = y + HEIGHT / 2 - 9 * len(lines) + 5
    texts = [f'<text x="{x + WIDTH / 2:g}" y="{first + 17 * i:g}">{html.escape(line)}</text>' for i, line in enumerate(lines)]
    time = f'<text class="dl-map-time" x="{x + WIDTH / 2:g}" y="{first + 17 * len(lines):g}">{chapter.minutes} min</text>'
    frame = f'<rect x="{x:g}" y="{y:g}" width="{WIDTH}" height="{HEIGHT}" rx="8"/>'
    return f'<a href="{html.escape(target)}">{frame}{"".join(texts)}{time}</a>'


def spoken(caption: str, chapters: list[Chapter]) -> str:
    """The map for someone who cannot see it."""
    titles = {c.page: c.title for c in chapters}
    sentences = [
        f"{c.title} builds on {', '.join(titles[n] for n in c.needs if n in titles)}" if any(n in titles for n in c.needs)
        else f"{c.title} needs no other chapter of this part"
        for c in chapters
    ]  # fmt: skip
    return f"Map of the part {caption}. " + ". ".join(sentences) + "."
