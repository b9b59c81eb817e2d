"""CSV that people open in spreadsheets: in UTF-8 with the mark that these need, and without anything that they take for a formula."""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from dlcourse.errors import CourseError

_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)%?")
# What is not seen before the sign may be dropped by what reads it.
_FORMULA = re.compile(r"[\s\0\u200b\ufeff\"']*[=+\-@＝＋－＠|%].|[\t\r\n]", re.DOTALL)
# Where semicolons separate columns, a cell begins after each.
_AFTER_SEMICOLON = re.compile(r";(?=[\s\0\u200b\ufeff\"]*[=+\-@＝＋－＠|%])")


def escaped(cell: str) -> str:
    """Free text that no spreadsheet takes for a formula: an apostrophe before what could begin one."""
    cell = _AFTER_SEMICOLON.sub(";'", cell)
    return f"'{cell}" if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell) else cell


def table(rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def read(path: Path) -> str:
    """The text of a table. Raises :class:`CourseError` for one that is not in UTF-8."""
    try:
        return path.read_bytes().decode()
    except UnicodeDecodeError:
        raise CourseError(f"{path} is not in UTF-8: export it again, and do not save it from a spreadsheet in between.") from None


def write(path: Path, content: str) -> None:
    """Write atomically, with the mark by which spreadsheets know UTF-8."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    partial.write_text(content if content.startswith("\ufeff") else "\ufeff" + content, encoding="utf-8", newline="")
    os.replace(partial, path)
