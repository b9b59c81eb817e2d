"""Courses to teach from the book, each a table of sessions with the study times that the notebooks themselves give."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dlcourse import notebook
from dlcourse.book import pages
from dlcourse.errors import CourseError

if TYPE_CHECKING:
    from dlcourse.book.assemble import Book

SOURCE = Path("chapters/appendix/courses.toml")
INCLUDED = "_generated/courses.md"


def course_plans(book: Book) -> str:
    """Each course of the source as a heading, a sentence, and its table. Raises :class:`CourseError` for a notebook that the book lacks."""
    listed = tomllib.loads((book.root / SOURCE).read_text(encoding="utf-8"))
    return "\n\n".join(part for course in listed["course"] for part in _course(course, book)) + "\n"


def _course(course: dict[str, Any], book: Book) -> list[str]:
    rows, total = [], 0
    for session in course["session"]:
        names = [f"chapters/{name}" for name in session["notebooks"]]
        minutes = sum(_minutes(name, book) for name in names)
        total += minutes
        rows.append([session["when"].replace(" ", "\u00a0"), " · ".join(map(pages.link, names)), f"{minutes} min", session["task"]])
    said = f"{course['for']} The notebooks take about {pages.hours(total)} of study."
    return [f"### {course['name']}", said, pages.table(["When", "Notebooks", "Study time", "What to do with them"], rows)]


def _minutes(name: str, book: Book) -> int:
    if name not in book.notebooks:
        raise CourseError(f"{SOURCE} names {name}, which is no notebook of this book.")
    return notebook.info(book.notebooks[name]).minutes
