"""The log of a grading run: one line of JSON a submission, written to disk as soon as it is graded, so that a killed run loses nothing."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from dlcourse.classroom.judge import Result, result_from
from dlcourse.classroom.marks import Mark
from dlcourse.errors import CourseError

GRADED, NOT_GRADABLE, ABSENT, ANOTHER, FAILED = "graded", "not gradable", "nothing handed in", "another notebook", "not graded"


@dataclass
class Record:
    """What came of one student's submission. ``key`` names everything that the result depends on.

    ``by_hand`` holds the marks that a person gave, by question; they are read anew in every run and stand in no log.
    """

    key: str
    student: str
    name: str
    file: str
    late: bool
    status: str
    remarks: list[str] = field(default_factory=list)
    result: Result | None = None
    by_hand: dict[str, Mark] = field(default_factory=dict)

    @property
    def earned(self) -> float | None:
        """All points, those given by hand included; None for a student of whom nothing was marked."""
        if self.result is None and not self.by_hand:
            return None
        return (self.result.earned if self.result else 0.0) + sum(mark.points for mark in self.by_hand.values())

    @property
    def is_final(self) -> bool:
        """Whether the same submission would always get this record; one that failed is tried again."""
        return self.status != FAILED

    def line(self) -> str:
        return json.dumps({name: value for name, value in asdict(self).items() if name != "by_hand"}, ensure_ascii=True)

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Record:
        result = result_from(data["result"]) if data["result"] else None
        return cls(**{**data, "result": result})


class Journal:
    """The open log. Only one run at a time may hold it."""

    def __init__(self, file: IO[str], records: dict[str, Record]):
        self._file, self.records = file, records

    def add(self, record: Record) -> None:
        """Write a record; when this returns it outlives this process."""
        self._file.write(record.line() + "\n")
        self._file.flush()
        os.fsync(self._file.fileno())
        self.records[record.key] = record


@contextlib.contextmanager
def opened(path: Path) -> Iterator[Journal]:
    """Open the log at ``path`` with what earlier runs wrote; a line that was cut off is passed over.

    Raises :class:`CourseError` when another run holds it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise CourseError(f"Another run is writing {path}: wait for it, or give another --log.") from None
        file.seek(0)
        text = file.read()
        if text and not text.endswith("\n"):
            file.write("\n")
        yield Journal(file, {record.key: record for record in _records(text)})


def _records(text: str) -> Iterator[Record]:
    for line in text.splitlines():
        with contextlib.suppress(ValueError, KeyError, TypeError):
            record = Record.from_data(json.loads(line))
            if record.is_final:
                yield record
