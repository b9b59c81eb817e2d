"""``dlcourse prove``: each exercise through the judge. Nothing for the stub, everything for the solution, and for each wrong answer its own hint."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from pathlib import Path

import click

from dlcourse import notebook
from dlcourse.classroom import problems, release, submissions
from dlcourse.classroom.judge import Result
from dlcourse.classroom.problems import Assignment
from dlcourse.classroom.referee import JudgeError, Referee
from dlcourse.classroom.runner import Cell
from dlcourse.classroom.sandbox import Limits
from dlcourse.errors import CourseError
from dlcourse.wrong_answers import WrongAnswer, folder_of, read_wrong_answers

LIMITS = Limits(seconds=60.0)


@dataclass(frozen=True)
class Proof:
    """What came of one answer to one exercise; ``fault`` says why that proves nothing, and is empty where it does."""

    label: str
    kind: str  # "stub", "solution" or "wrong answer"
    fault: str = ""


@click.command("prove")
@click.argument("names", metavar="NOTEBOOK...", nargs=-1, required=True)
def prove_command(names: tuple[str, ...]) -> None:
    """Grade the stub, the solution and every wrong answer of each exercise in NOTEBOOK, and show a table of what was proven."""
    failures = 0
    for path in map(problems.find, names):
        proofs = prove(path)
        for label in dict.fromkeys(proof.label for proof in proofs):
            click.echo(line(label, [proof for proof in proofs if proof.label == label]))
        for proof in proofs:
            if proof.fault:
                failures += 1
                click.echo(f"{path}: {proof.label}: {proof.fault}")
    click.echo(f"{failures} failure{'' if failures == 1 else 's'}")
    if failures:
        raise SystemExit(1)


def line(label: str, proofs: list[Proof]) -> str:
    """The row of an exercise."""
    holds = {kind: [not proof.fault for proof in proofs if proof.kind == kind] for kind in ("stub", "solution", "wrong answer")}
    said = ", ".join(f"{kind} {'✓' if all(holds[kind]) else '✗'}" for kind in ("stub", "solution"))
    return f"{'✓' if all(map(all, holds.values())) else '✗'} {label:44} {said}, {sum(holds['wrong answer'])} of {len(holds['wrong answer'])} wrong answers rejected"


def prove(path: Path) -> list[Proof]:
    """Grade every answer to a notebook's exercises, one wrong answer to each of them at a time, and say what each proves.

    Raises :class:`CourseError` when nothing can be graded here, the source's own solutions fail, or an exercise has no wrong answers.
    """
    found = problems.read(path)
    wrong = {problem.label: _wrong(path, problem.label) for problem in found.problems}
    referee = Referee(found, LIMITS, {})
    try:
        referee.calibrate({})
        stub = referee.grade(submissions.cells(notebook.dumps(release.student_notebook(notebook.read(path))).encode()), {})
        proofs = [Proof(v.problem, "stub", "the untouched notebook earns points" if v.earned else "") for v in stub.verdicts]
        solved = _graded(referee, found, {})
        proofs += [Proof(v.problem, "solution", "" if v.earned == v.points else f"the solution fails: {v.message}") for v in solved.verdicts]
        for answers in itertools.zip_longest(*wrong.values()):
            given = {label: answer for label, answer in zip(wrong, answers) if answer}
            verdicts = {v.problem: v for v in _graded(referee, found, given).verdicts}
            proofs += [Proof(label, "wrong answer", _fault(answer, verdicts[label])) for label, answer in given.items()]
        return proofs
    except JudgeError as error:
        raise CourseError(f"{path} cannot be graded: {error}") from None
    finally:
        referee.close()


def _graded(referee: Referee, found: Assignment, given: dict[str, WrongAnswer]) -> Result:
    code = [given[problem.label].code if problem.label in given else problem.solution for problem in found.problems]
    return referee.grade([Cell(0, found.imports), *(Cell(i, source) for i, source in enumerate(code, 1))], {})


def _fault(answer: WrongAnswer, verdict) -> str:
    if verdict.earned:
        return f"the wrong answer with the hint {answer.hint!r} earns points"
    return "" if answer.hint in verdict.message else f"the wrong answer with the hint {answer.hint!r} is told {verdict.message!r}"


def _wrong(path: Path, label: str) -> list[WrongAnswer]:
    file = folder_of(path) / f"{label}.py"
    if not file.is_file():
        raise CourseError(f"The exercise {label} has no wrong answers: write {file}.")
    return read_wrong_answers(file)
