"""``manifest.json`` at the root of the site: for each page what it was made from, and for each notebook when and with what it was verified."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from dlcourse.book import ledger, pages
from dlcourse.book.assemble import Book
from dlcourse.book.contents import LANDING

NAME = "manifest.json"
SCHEMA = 1


def manifest(book: Book, edition: str) -> dict[str, Any]:
    """The manifest of an edition: ``pages`` in reading order, the profile of the build, and the repository's address."""
    profiles = sorted({nb.metadata["dlcourse_run"]["profile"] for nb in book.notebooks.values()})
    return {"schema": SCHEMA, "profile": ", ".join(profiles), "pages": [entry(book, page, edition) for page in book.contents.pages]}


def entry(book: Book, page: str, edition: str) -> dict[str, Any]:
    """One page: where it stands, the sha256 of its source file, and its run, if it is a notebook.

    A generated page has no source of its own; a page in prose has no run.
    """
    place = {"page": f"{edition}/{'index' if page == LANDING else page}.html"}
    if page in pages.GENERATED:
        return {**place, "source": None}
    source = f"{page}.ipynb" if page in book.notebooks else f"{page}.md"
    found = {**place, "source": source, "sha256": hashlib.sha256((book.root / source).read_bytes()).hexdigest()}
    if page not in book.notebooks:
        return found
    run = book.notebooks[page].metadata["dlcourse_run"]
    return {**found, **{name: run[name] for name in ("profile", "device", "versions", "data")}, "verified": run["executed_at"]}


def write(book: Book, edition: Path) -> None:
    """Write the manifest beside the folder ``edition`` of the site."""
    text = json.dumps(manifest(book, edition.name), indent=1, ensure_ascii=False) + "\n"
    ledger.replace(edition.parent / NAME, text.encode())
