"""The files of wrong answers: what a reader may plausibly write, and the hint that each must trigger."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from dlcourse.errors import CourseError

_SEPARATOR = re.compile(r"^# %%[ \t]*(.*)$", re.MULTILINE)


def folder_of(path: Path) -> Path:
    """Where a notebook's wrong answers lie: ``tests/exercises/PART/NOTEBOOK``; outside a course, the folder of its name beside it."""
    path = path.resolve()
    chapters = path.parent.parent
    if chapters.name == "chapters" and (chapters.parent / "pyproject.toml").is_file():
        return chapters.parent / "tests" / "exercises" / path.parent.name / path.stem
    return path.with_suffix("")


@dataclass(frozen=True)
class WrongAnswer:
    """``code`` replaces the whole answer cell; the tests must reject it with a message that contains ``hint``."""

    hint: str
    code: str


def read_wrong_answers(path: Path) -> list[WrongAnswer]:
    """Read the blocks of a file, each opened by a line ``# %% hint: …``.

    Raises :class:`CourseError` for a file without blocks, code before the first one, or a block without hint or code.
    """
    parts = _SEPARATOR.split(path.read_text(encoding="utf-8"))
    before, headers, bodies = parts[0], parts[1::2], parts[2::2]
    if not headers:
        raise CourseError(f"{path.name} holds no wrong answer: open each with a line '# %% hint: …'.")
    if any(line.strip() and not line.startswith("#") for line in before.split("\n")):
        raise CourseError(f"{path.name} has code before its first line '# %% hint: …'.")
    answers = []
    for header, body in zip(headers, bodies, strict=True):
        label, _, hint = header.partition(":")
        if label.strip() != "hint" or not hint.strip() or not body.strip():
            raise CourseError(f"{path.name} has a block that is not '# %% hint: …' followed by an answer: '# %% {header}'.")
        answers.append(WrongAnswer(hint.strip(), body.strip("\n")))
    return answers
