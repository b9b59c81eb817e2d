"""The instructor guide is true: every command on it, as printed, from the release to the last mark, with its three invented students."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# What a new instructor does once, and what the machine of the tests has done already.
DONE = ("make ", "source ")


def commands() -> str:
    """What stands in the guide's plain blocks of code."""
    lines, inside, plain = [], False, False
    for line in (ROOT / "chapters/appendix/instructor-guide.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("```"):
            inside, plain = not inside, line == "```" and not inside
        elif inside and plain and not line.startswith(DONE):
            lines.append(line)
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def term(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the term after all commands, run in a folder that holds what they need of the book."""
    here = tmp_path_factory.mktemp("instructor")
    book = here / "book"
    for name in ("chapters/foundations", "tests/exercises/foundations/assignment"):
        shutil.copytree(ROOT / name, book / name)
    for name in ("_config.yml", "pyproject.toml", "references.bib"):
        shutil.copy2(ROOT / name, book)
    (here / "bin").mkdir()
    for name, module in {"dlcourse": "-m dlcourse.cli", "python": ""}.items():
        command = here / "bin" / name
        command.write_text(f'#!/bin/sh\nexec "{sys.executable}" {module} "$@"\n')
        command.chmod(0o755)
    environment = {**os.environ, "PATH": f"{here / 'bin'}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    (here / "commands").write_text(commands())
    done = subprocess.run(["bash", "-ex", here / "commands"], stdin=subprocess.DEVNULL, capture_output=True, text=True, cwd=book, env=environment, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    (here / "said").write_text(done.stdout + done.stderr)
    return here / "term"


def test_the_rehearsal_gives_the_marks_that_the_guide_promises(term: Path) -> None:
    rows = {row["student"]: row for row in csv.DictReader(io.StringIO((term / "foundations/grades.csv").read_text(encoding="utf-8-sig")))}
    assert {student: (row["earned"], row["possible"]) for student, row in rows.items()} == {"1001": ("24.5", "25"), "1002": ("0", "20"), "1003": ("0", "20")}
    assert "The direction of the second fault is missing." in (term / "foundations/feedback/1001.md").read_text()
    answers = (term / "foundations/grades-answers.md").read_text()
    assert answers.count("**Training loss (1).**") == 2, "the mark scheme, and the answer of the student who handed in the instructor's notebook"
    assert answers.count("(no answer)") == 2 and "Write your answer into the next cell" not in answers
    assert "This exercise is not answered yet." in (term / "foundations/feedback/1002.md").read_text()
    assert "Your code ended the Python process." in (term / "foundations/feedback/1003.md").read_text()


def test_every_file_that_the_guide_names_is_there(term: Path) -> None:
    for name in (
        "course.secret", "handout/variants/1001/foundations-assignment.ipynb", "handout/foundations-assignment.zip", "handout/student/foundations-assignment.ipynb",
        "handout/instructor/foundations-assignment.ipynb", "handout/student/week-3-assignment.ipynb", "foundations/grades.log.jsonl", "foundations/grades-answers.md",
    ):  # fmt: skip
        assert (term / name).is_file(), name
    assert "0 failures" in (term.parent / "said").read_text()
