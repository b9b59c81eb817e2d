"""The student's side of a grading: which cells are theirs, and sandboxes in which these have run."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from typing import Any

from dlcourse.classroom import secret, wire
from dlcourse.classroom.hints import MAX_MESSAGE, text
from dlcourse.classroom.problems import Assignment
from dlcourse.classroom.sandbox import Limits, Overrun, Sandbox, SandboxError
from dlcourse.classroom.seeds import SEED, seeded_source

MAX_FATAL_CELLS = 3
RUNS, DEFINES, LEFT_OUT = "run", "define", "left out"


@dataclass(frozen=True)
class Cell:
    """A code cell of a submission: its ``number`` among all cells, counted from one, and what may tell whose it is."""

    number: int
    source: str
    ids: tuple[str, ...] = ()


def students_cells(assignment: Assignment, cells: list[Cell]) -> list[Cell]:
    """The cells that the student wrote or changed; what the instructor wrote, tests above all, is taken from the source.

    A cell is the instructor's when it has the same text as one of theirs, or the id of one and defines nothing: people do write their
    functions into a cell that is there. A cell that an assignment gives may be changed, and is then run after the original.
    """
    public = [check.public for problem in assignment.problems for check in problem.checks]
    texts = {_bare(source) for source in [*assignment.own_cells.values(), *public]}
    given = {name for name, source in assignment.own_cells.items() if source in assignment.given}
    theirs = (set(assignment.own_cells) - given) | {check.name for problem in assignment.problems for check in problem.checks}
    names = "|".join(map(re.escape, assignment.exports)) or "$^"
    definition = re.compile(rf"^(?:async[ \t]+def|def|class)[ \t]+\w|^[ \t]*(?:{names})[ \t]*(?:=(?!=)|:|,)|^\w+[ \t]*=[ \t]*lambda\b", re.MULTILINE)

    def is_students(cell: Cell) -> bool:
        return _bare(cell.source) not in texts and (bool(definition.search(cell.source)) or theirs.isdisjoint(cell.ids))

    return [cell for cell in cells if is_students(cell)]


def _bare(source: str) -> str:
    """The text of a cell without what editors change: line ends, trailing white space."""
    return "\n".join(line.rstrip() for line in source.strip().splitlines())


def _definitions(assignment: Assignment, cells: list[Cell]) -> list[Cell]:
    """The functions and classes of the chapter that the student's cells name, and what these name in turn, after the imports of it all.

    Nothing is parsed: outside the sandbox what a student wrote is text.
    """
    needed: set[str] = set()
    sources = [cell.source for cell in cells]
    while sources:
        named = {word for source in sources for word in re.findall(r"\w+", source)} & set(assignment.definitions) - needed
        needed |= named
        sources = [assignment.definitions[name] for name in named]
    sources = [source for name, source in assignment.definitions.items() if name in needed]
    return [Cell(0, source) for source in ([assignment.imports, *sources] if sources else [])]


class Runner:
    """Makes sandboxes for one submission, each with the student's cells run in it, and keeps the time.

    Of the ``seeds`` only the student's own goes in: from that of the hidden checks their inputs could be told.
    """

    def __init__(self, assignment: Assignment, cells: list[Cell], limits: Limits, seeds: dict[str, int]):
        self._limits, self._seeds = limits, {name: value for name, value in seeds.items() if name == secret.VARIANT}
        given = [assignment.imports, *(seeded_source(source, self._seeds) for source in assignment.given)] if assignment.given else []
        own = [Cell(0, source) for source in given]
        self._cells = [*own, *_definitions(assignment, cells), *cells]
        self._began = time.monotonic()
        self._how: dict[int, str] = {}
        self._all: list[Sandbox] = []
        self.notes: dict[int, str] = {}

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._began

    def is_time_up(self) -> bool:
        return self.seconds > self._limits.total_seconds

    def sandbox(self) -> Sandbox | None:
        """A fresh sandbox in which the student's cells have run; None when time is up or the cells end every sandbox."""
        while not self.is_time_up() and len(self._how) <= MAX_FATAL_CELLS:
            sandbox = Sandbox(self._limits)
            self._all.append(sandbox)
            if self._run_cells(sandbox):
                return sandbox
        return None

    def _run_cells(self, sandbox: Sandbox) -> bool:
        """Run all cells; False when one of them ended the sandbox. It is left out from then on; of one that overran, what it defines is run."""
        deadline = time.monotonic() + self._limits.seconds
        current = -1
        try:
            sandbox.ask({"do": "look", "cells": [cell.source for cell in self._cells]}, deadline)
            for name, value in self._seeds.items():
                sandbox.ask({"do": "set", "name": name, "value": value}, deadline)
            for current, cell in enumerate(self._cells):
                if (how := self._how.get(current, RUNS)) != LEFT_OUT:
                    request = {"do": how, "code": cell.source, "name": f"cell {cell.number}", "seed": SEED}
                    self._note(cell, sandbox.ask(request, deadline).get("error"))
        except SandboxError as error:
            if current < 0:
                self._give_up()
            else:
                self._how[current] = DEFINES if isinstance(error, Overrun) and current not in self._how else LEFT_OUT
            number = self._cells[current].number if current >= 0 else 0
            self.notes[number] = f"Cell {number}: {error}" if number else str(error)
            return False
        except wire.WireError as error:
            self.notes[0] = f"The notebook is too large to be run: {error}."
            self._give_up()
            return False
        return True

    def _give_up(self) -> None:
        self._how.update(dict.fromkeys(range(MAX_FATAL_CELLS + 1), LEFT_OUT))

    def _note(self, cell: Cell, error: Any) -> None:
        if isinstance(error, dict) and cell.number and cell.number not in self.notes:
            said = f"Cell {cell.number} raised {text(error.get('name'))}: {text(error.get('text'))}"
            self.notes[cell.number] = said.rstrip(": ")[:MAX_MESSAGE]

    def close(self) -> None:
        for sandbox in self._all:
            sandbox.close()
