"""The launch buttons of the book itself lead to files that exist, and these lead back to places that exist."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from sample_book import REPOSITORY

from dlcourse import notebook
from dlcourse.publishing import links, publish

SITE = REPOSITORY / "_build" / "site" / "en"


class Page(HTMLParser):
    """The ids and the links of a page."""

    def __init__(self, path: Path):
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = dict(attributes)
        self.ids.update(filter(None, [found.get("id")]))
        self.links += filter(None, [found.get("href")])


@pytest.fixture(scope="module")
def pages() -> dict[str, Page]:
    if not (SITE / "index.html").is_file():
        pytest.fail("The book has not been built: run `make preview` first.")
    return {path.relative_to(SITE).with_suffix("").as_posix(): Page(path) for path in SITE.rglob("*.html") if "_static" not in path.parts}


@pytest.fixture(scope="module")
def branch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("branch") / "notebooks"
    publish.publish(REPOSITORY, folder)
    return folder


def lost(branch: Path, pages: dict[str, Page], site: str) -> list[str]:
    """Links of the published notebooks to places that are not on the site."""
    found = []
    for path in sorted(branch.rglob("*.ipynb")):
        text = "\n".join(cell.source for cell in notebook.read(path).cells if cell.cell_type == "markdown")
        for match in re.finditer(re.escape(site) + r"([\w/-]*)\.html(?:#([^)\s]+))?", text):
            page = pages.get(match[1])
            if page is None or (match[2] and match[2] not in page.ids):
                found.append(match[0])
    return found


def test_every_notebook_has_buttons_that_open_its_file(pages: dict[str, Page], branch: Path) -> None:
    for source in sorted((REPOSITORY / "chapters").rglob("*.ipynb")):
        docname = source.relative_to(REPOSITORY).with_suffix("").as_posix()
        opened = {match[1] for link in pages[docname].links if (match := re.search(r"(?:/blob/notebooks|lab/tree)/(.+\.ipynb)$", link))}
        assert opened == {f"en/{docname}.ipynb"}, docname
        assert (branch / "en" / f"{docname}.ipynb").is_file()
        hosts = {host for link in pages[docname].links for host in ("colab.research.google.com", "mybinder.org") if host in link}
        assert "colab.research.google.com" in hosts
        assert ("mybinder.org" in hosts) == (not notebook.info(notebook.read(source)).gpu)


def test_every_link_of_a_published_notebook_leads_to_a_place_on_the_site(pages: dict[str, Page], branch: Path) -> None:
    assert lost(branch, pages, links.read(REPOSITORY).site) == []


def test_a_link_that_leads_nowhere_is_found(pages: dict[str, Page], branch: Path, tmp_path: Path) -> None:
    path = next(branch.rglob("*.ipynb"))
    nb = notebook.read(path)
    site = links.read(REPOSITORY).site
    planted = [f"{site}chapters/appendix/glossary.html#term-no-such-term", f"{site}chapters/nowhere.html"]
    nb.cells[0].source = " ".join(f"[x]({link})" for link in planted)
    notebook.write(nb, tmp_path / "planted.ipynb")
    assert set(planted) <= set(lost(tmp_path, pages, site))
