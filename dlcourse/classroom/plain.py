"""Markdown for a notebook that is read in Jupyter or on Colab, where nothing renders the book's own directives."""

from __future__ import annotations

import re

from nbformat import NotebookNode

_EXERCISE = re.compile(r"^(?P<fence>`{3,})\{exercise-start\}[ \t]*(?P<title>.*)\n(?:^:.*\n)*^(?P=fence)[ \t]*$", re.MULTILINE)
_EXERCISE_END = re.compile(r"^(?P<fence>`{3,})\{exercise-end\}[ \t]*\n(?:^:.*\n)*^(?P=fence)[ \t]*$", re.MULTILINE)
_QUIZ = re.compile(r"^(?P<fence>`{3,})\{quiz\}.*\n(?P<body>(?:.*\n)*?)^(?P=fence)[ \t]*$", re.MULTILINE)
_OPTION = re.compile(r"^- \[[ xX]\] ?(?P<text>.*(?:\n[ \t]+.*)*)", re.MULTILINE)
# The bar before what a reader is told stands outside code and mathematics, with white space around it.
_SPAN_OR_BAR = re.compile(r"(?P<span>(?P<fence>`+|\$+).+?(?P=fence))|(?P<bar>\s\|\s)", re.DOTALL)


def readable(cells: list[NotebookNode]) -> list[NotebookNode]:
    """The cells with exercises as headings and quizzes as plain questions, without their answers; others as they are."""
    for cell in cells:
        if cell.cell_type == "markdown":
            cell.source = plain(cell.source)
    return [cell for cell in cells if cell.cell_type != "markdown" or cell.source.strip()]


def plain(source: str) -> str:
    source = _EXERCISE.sub(lambda match: f"### Exercise. {match['title']}".rstrip(". "), source)
    source = _EXERCISE_END.sub("", source)
    return _QUIZ.sub(lambda match: "**Question.** " + _OPTION.sub(_option, match["body"]).strip(), source)


def _option(match: re.Match[str]) -> str:
    bar = next((found for found in _SPAN_OR_BAR.finditer(match["text"]) if found["bar"]), None)
    return "- " + (match["text"][: bar.start()] if bar else match["text"])
