"""The table of contents: which pages the book has, in which order, in which parts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from dlcourse.errors import CourseError

LANDING = "chapters/index"


@dataclass(frozen=True)
class Part:
    """A part of the book: its name in the sidebar and its pages, the introduction first."""

    caption: str
    pages: tuple[str, ...]


@dataclass(frozen=True)
class Contents:
    """The book's pages as docnames (paths below the root, without suffix)."""

    root: str
    parts: tuple[Part, ...]

    @property
    def pages(self) -> list[str]:
        return [self.root, *(page for part in self.parts for page in part.pages)]


def read(path: Path) -> Contents:
    """Read ``_toc.yml``. Raises :class:`CourseError` when it is missing, is not of this book's form, or names a page twice."""
    try:
        toc: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
        parts = tuple(Part(part["caption"], tuple(_files(part["chapters"]))) for part in toc.get("parts", []))
        contents = Contents(toc["root"], parts)
    except FileNotFoundError:
        raise CourseError(f"{path} is missing: it lists the pages of the book.") from None
    except (yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        raise CourseError(f"{path.name} is not a table of contents with a root and parts: {type(error).__name__} {error}.") from None
    twice = sorted({page for page in contents.pages if contents.pages.count(page) > 1})
    if twice:
        raise CourseError(f"{path.name} names {twice[0]} twice: keep one of them.")
    return contents


def _files(chapters: list[dict[str, Any]]) -> list[str]:
    found = []
    for chapter in chapters:
        found += [chapter["file"], *_files(chapter.get("sections", []))]
    return found
