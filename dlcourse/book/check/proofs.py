"""Proofs of exercises: the stub fails, the solution passes, and every wrong answer is rejected with its own hint.

What a notebook's ``imports`` cell, an answer and the tests do is done in a process of its own with a time limit. The process
imports once for all attempts of a notebook; each attempt has a namespace of its own. Where many notebooks are proven, :func:`warm_up`
has the frameworks, whose import takes longer than all attempts, imported once in a process from which theirs are forked.
"""

from __future__ import annotations

import contextlib
import io
import multiprocessing
import os
import signal
import tempfile
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from nbformat import NotebookNode

from dlcourse import notebook
from dlcourse.book.check.page import python
from dlcourse.errors import CourseError
from dlcourse.wrong_answers import read_wrong_answers

ATTEMPT_SECONDS = 20
IMPORT_SECONDS = 120
PASSED = "passed"
SURROUNDINGS = {"DLCOURSE_PROFILE": "smoke", "DLCOURSE_OFFLINE": "1", "TF_CPP_MIN_LOG_LEVEL": "3", "MPLBACKEND": "agg"}

_forking = multiprocessing.get_context("forkserver")


def warm_up() -> None:
    """From the next proof on, start from a process that has the frameworks; without effect after this process's first proof."""
    _forking.set_forkserver_preload(["dlcourse.book.check.warm", __name__])


@dataclass(frozen=True)
class Attempt:
    """One answer to one exercise. ``hint`` is what a wrong answer must be told; ``code`` is the answer with all tests after it."""

    label: str
    kind: str  # "stub", "solution" or "wrong answer"
    code: str
    hint: str = ""


@dataclass(frozen=True)
class Proof:
    """An attempt with what came of it: ``outcome`` is ``"passed"`` or the exception's name, ``message`` the exception's text."""

    attempt: Attempt
    outcome: str
    message: str

    @property
    def holds(self) -> bool:
        if self.attempt.kind == "solution":
            return self.outcome == PASSED
        if self.attempt.kind == "stub":
            return self.outcome in ("AssertionError", "NotImplementedError")
        return self.outcome == "AssertionError" and self.attempt.hint in self.message

    def __str__(self) -> str:
        told = f"{self.outcome}: {self.message}" if self.message else self.outcome
        if self.attempt.kind == "wrong answer":
            return f"{self.attempt.label}: the wrong answer with the hint {self.attempt.hint!r} ended with {told!r}"
        return f"{self.attempt.label}: the {self.attempt.kind} ended with {told!r}"


def attempts(nb: NotebookNode, wrong_answers: Path) -> list[Attempt]:
    """All attempts of a notebook. ``wrong_answers`` is the folder with a file for each exercise.

    Raises :class:`CourseError` for an exercise that is not well formed or has no wrong answers.
    """
    found = []
    for exercise in notebook.exercises(nb):
        if not exercise.tests:
            continue
        answer = "\n".join(nb.cells[i].source for i in exercise.answer)
        tests = "\n".join(nb.cells[i].source for i in exercise.tests)
        path = wrong_answers / f"{exercise.label}.py"
        if not path.exists():
            raise CourseError(f"The exercise {exercise.label} has no wrong answers: write {path}.")
        found.append(Attempt(exercise.label, "stub", _program(notebook.stub(answer), tests)))
        found.append(Attempt(exercise.label, "solution", _program(answer, tests)))
        found += [Attempt(exercise.label, "wrong answer", _program(w.code, tests), w.hint) for w in read_wrong_answers(path)]
    return found


def _program(answer: str, tests: str) -> str:
    return f"{python(answer)}\n{python(tests)}\n"


def prove(nb: NotebookNode, wrong_answers: Path) -> list[Proof]:
    """Make every attempt of a notebook and say what came of each.

    Raises :class:`CourseError` when the ``imports`` cell fails or the process dies, and as :func:`attempts` does.
    """
    to_make = attempts(nb, wrong_answers)
    if not to_make:
        return []
    given = notebook.given_cells(nb) if notebook.is_assignment(wrong_answers) else []
    before = [cell for i, cell in notebook.code_cells(nb) if "imports" in notebook.tags(cell) or i in given]
    imports = "\n".join(python(cell.source) for cell in before)
    outcomes = _run_all(imports, [attempt.code for attempt in to_make])
    return [Proof(attempt, **outcome) for attempt, outcome in zip(to_make, outcomes, strict=True)]


def _run_all(imports: str, programs: list[str]) -> list[dict[str, str]]:
    """Run the programs one after another in a fresh process; a program that hangs for good ends the process and is named."""
    limit = IMPORT_SECONDS + ATTEMPT_SECONDS * len(programs)
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = _forking.Pipe(duplex=False)
        process = _forking.Process(target=_serve, args=(theirs, folder, imports, programs, ATTEMPT_SECONDS))
        process.start()
        theirs.close()
        try:
            outcomes = _outcomes(ours, len(programs), time.monotonic() + limit)
        except TimeoutError:
            raise CourseError(f"The exercises did not end within {limit} seconds.") from None
        finally:
            process.kill()
            process.join()
        if len(outcomes) < len(programs):
            said = Path(folder, SAID).read_text(errors="replace").strip()[-300:] if Path(folder, SAID).exists() else ""
            raise CourseError(f"The process died in attempt {len(outcomes) + 1} of {len(programs)}: {said}")
    return outcomes


def _outcomes(connection: Connection, count: int, deadline: float) -> list[dict[str, str]]:
    """What the process tells of ``count`` attempts; fewer when it died.

    Raises :class:`CourseError` when the ``imports`` cell failed, :class:`TimeoutError` when it is late.
    """
    found: list[dict[str, str]] = []
    with contextlib.suppress(EOFError):
        while len(found) < count:
            if not connection.poll(max(0.0, deadline - time.monotonic())):
                raise TimeoutError
            outcome = connection.recv()
            if "imports" in outcome:
                raise CourseError(f"The imports cell, on which the exercises rely, failed: {outcome['imports']}")
            found.append(outcome)
    return found


SAID = "stderr"


def _serve(connection: Connection, folder: str, imports: str, programs: list[str], seconds: int) -> None:
    """The other side of :func:`_run_all`: what answers print goes nowhere, and what the process says last into the folder."""
    os.chdir(folder)
    os.environ.update(SURROUNDINGS)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.dup2(os.open(SAID, os.O_WRONLY | os.O_CREAT), 2)
    base: dict[str, object] = {"__name__": "__main__"}
    failure = _attempt(imports, base, IMPORT_SECONDS)
    if failure["outcome"] != PASSED:
        connection.send({"imports": f"{failure['outcome']}: {failure['message']}"})
        return
    for program in programs:
        connection.send(_attempt(program, dict(base), seconds))


def _attempt(program: str, namespace: dict[str, object], seconds: int) -> dict[str, str]:
    """Run a program in ``namespace`` for at most ``seconds``."""

    def stop(*_: object) -> None:
        raise TimeoutError(f"it ran for more than {seconds} seconds")

    signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            exec(compile(program, "<exercise>", "exec"), namespace)  # noqa: S102 - the course's own code
    except BaseException as error:  # noqa: BLE001 - whatever an answer raises is its outcome
        return {"outcome": type(error).__name__, "message": str(error)}
    finally:
        signal.alarm(0)
    return {"outcome": PASSED, "message": ""}

