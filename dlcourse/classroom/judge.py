"""The judge: runs the source's checks on what a submission defines, and decides the marks.

Checks run here, students' code runs in sandboxes, and only plain data passes between them. A submission goes through two sandboxes: the
first serves the public checks, the second, fresh, the hidden ones. What a student's code says may stand in the feedback on the first,
never on the second, whose inputs it has seen.
"""

from __future__ import annotations

import ast
import contextlib
import io
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from dlcourse.classroom.calls import Stopped, StudentError, StudentProxy
from dlcourse.classroom.cells import names_in, run_cell, without_unused_imports
from dlcourse.classroom.clock import Clock, OutOfTime
from dlcourse.classroom.hints import MAX_MESSAGE, hidden_message, line_of, public_message, static_hint
from dlcourse.classroom.problems import Assignment, Check, Problem
from dlcourse.classroom.runner import Cell, Runner, students_cells
from dlcourse.classroom.sandbox import Limits, Sandbox
from dlcourse.classroom.seeds import SEED, seed_everything, seeded
from dlcourse.errors import CourseError

CHECK_SECONDS = 20.0
MAX_NOTES = 10

TIME_IS_UP = "Time limit exceeded: the submission used up all its time before this check."


@dataclass
class Verdict:
    """What came of one check. ``hidden`` tells which of its halves decided; ``message`` says why it earned nothing."""

    check: str
    problem: str
    points: float
    earned: float = 0.0
    message: str = ""
    hidden: bool = False


@dataclass
class Result:
    """The verdicts of a submission in the order of its source, ``notes`` on cells that failed, and the seconds that it took."""

    verdicts: list[Verdict]
    notes: list[str]
    seconds: float = 0.0

    @property
    def earned(self) -> float:
        return sum(verdict.earned for verdict in self.verdicts)


@dataclass(frozen=True)
class Calibration:
    """How a problem has to be graded, learnt from its own solution: does that change its arguments, does it return empty arrays?"""

    write_back: bool = False
    allow_empty: bool = False


@dataclass
class _Trial:
    """One check on its way through its two halves."""

    problem: Problem
    check: Check
    student: StudentProxy
    verdict: Verdict
    namespace: dict[str, Any] = field(default_factory=dict)


class Judge:
    """Grades submissions of one assignment. ``base`` holds what the checks import, once for all submissions."""

    def __init__(self, assignment: Assignment, limits: Limits, calibrations: dict[str, Calibration] | None = None):
        self.assignment, self.limits = assignment, limits
        self._calibrations = calibrations or {}
        self._out_of_memory = False
        self._base: dict[str, Any] = {"__name__": "__main__", "get_ipython": _no_shell, "display": _nothing}
        used = set().union(*(names_in(check.public) | names_in(check.hidden) for p in assignment.problems for check in p.checks))
        used.update(*(names_in(source) for source in assignment.given))
        run_cell(without_unused_imports(assignment.imports, used), "imports", self._base)

    @property
    def is_spent(self) -> bool:
        """Whether a check was cut short by time or memory: libraries may be left half imported, so nothing more is to be judged here."""
        return Clock.rang or self._out_of_memory

    def grade(self, cells: list[Cell], seeds: dict[str, int] | None = None) -> Result:
        """Grade the code cells of a submission. ``seeds`` replace the numbers that the source gives to these names.

        Raises :class:`CourseError` when no sandbox can be made.
        """
        runner = Runner(self.assignment, students_cells(self.assignment, cells), self.limits, seeds or {})
        try:
            trials = self._attempt(runner, self._all_checks(), seeds or {})
            again = [
                (t.problem, t.check) for t in trials if t.verdict.earned and t.student.changed_arguments and not self._calibration(t.problem).write_back
            ]
            for second in self._attempt(runner, again, seeds or {}, write_back=True):
                first = next(t for t in trials if t.check is second.check)
                first.verdict = second.verdict
        finally:
            runner.close()
        notes = [note for _, note in sorted(runner.notes.items())][:MAX_NOTES]
        return Result([trial.verdict for trial in trials], notes, runner.seconds)

    def _all_checks(self) -> list[tuple[Problem, Check]]:
        return [(problem, check) for problem in self.assignment.problems for check in problem.checks]

    def _calibration(self, problem: Problem) -> Calibration:
        return self._calibrations.get(problem.label, Calibration(allow_empty=True))

    def _attempt(self, runner: Runner, checks: list[tuple[Problem, Check]], seeds: dict[str, int], write_back: bool = False) -> list[_Trial]:
        """Run the public halves in one fresh sandbox, then the hidden halves of those that passed in another."""
        trials = []
        for problem, check in checks:
            calibration = self._calibration(problem)
            student = StudentProxy(Clock.switch, self.limits.seconds, write_back or calibration.write_back, calibration.allow_empty)
            trials.append(_Trial(problem, check, student, Verdict(check.name, problem.label, check.points)))
        passed = self._halves(runner, trials, seeds, hidden=False)
        passed = self._halves(runner, passed, seeds, hidden=True)
        for trial in passed:
            trial.verdict.earned = trial.check.points
        return trials

    def _halves(self, runner: Runner, trials: list[_Trial], seeds: dict[str, int], hidden: bool) -> list[_Trial]:
        """Run one half of each check; return the trials that passed it."""
        sandbox: Sandbox | None = None
        passed = []
        for trial in trials:
            code = trial.check.hidden if hidden else trial.check.public
            if not code and (hidden or not trial.check.hidden):
                passed.append(trial)
                continue
            sandbox = sandbox or runner.sandbox()
            if sandbox is None or runner.is_time_up():
                trial.verdict.message, trial.verdict.hidden = self._why_no_sandbox(runner), hidden
                continue
            trial.student.sandbox, trial.student.seconds = sandbox, 0.0
            message = self._run(trial, code, seeds, hidden)
            sandbox = trial.student.sandbox
            if message is None:
                passed.append(trial)
            else:
                trial.verdict.message, trial.verdict.hidden = message[:MAX_MESSAGE], hidden
        if sandbox:
            sandbox.close()
        return passed

    def _why_no_sandbox(self, runner: Runner) -> str:
        if runner.is_time_up():
            return TIME_IS_UP
        return "No check could be made, because the notebook's cells end every process that runs them."

    def _run(self, trial: _Trial, code: str, seeds: dict[str, int], hidden: bool) -> str | None:
        """Run one half of a check and say what was wrong, or None."""
        name = f"<{trial.check.name}>"
        program = compile(seeded(code, seeds), name, "exec", dont_inherit=True, optimize=0)
        seed_everything(SEED)
        try:
            with Clock(CHECK_SECONDS), contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
                if not trial.namespace:
                    trial.namespace.update(self._fresh_namespace(seeds))
                trial.namespace.update(self._students_names(trial))
                exec(program, trial.namespace)  # noqa: S102 - the instructor's checks
        except Stopped as stopped:
            return str(stopped)
        except OutOfTime:
            return "The check did not end in time with what your function returned."
        except Exception as error:  # noqa: BLE001 - whatever ends a check early is a failure
            self._out_of_memory |= isinstance(error, MemoryError) and not isinstance(error, StudentError)
            hint = static_hint(code, line_of(error, name))
            return hidden_message(error, hint) if hidden else public_message(error)
        return None

    def _fresh_namespace(self, seeds: dict[str, int]) -> dict[str, Any]:
        namespace = dict(self._base)
        for source in self.assignment.given:
            exec(compile(seeded(source, seeds), "<given>", "exec", dont_inherit=True), namespace)  # noqa: S102 - as above
        return {**namespace, **seeds}

    def _students_names(self, trial: _Trial) -> dict[str, Any]:
        """What the check takes from the student's code: proxies of functions, and values as they are in the sandbox of this half."""
        functions = _functions(trial.problem.solution)
        return {name: trial.student.function(name) if name in functions else trial.student.value(name) for name in trial.problem.exports}


def calibrate(assignment: Assignment, limits: Limits, seeds: dict[str, int] | None = None) -> dict[str, Calibration]:
    """Grade the source against itself and return how each of its problems is to be graded.

    Raises :class:`CourseError` when a solution does not earn full marks, for then no submission could.
    """
    cells = [Cell(0, assignment.imports), *(Cell(i, p.solution) for i, p in enumerate(assignment.problems, 1))]
    calibrations: dict[str, Calibration] = {}
    for write_back in (False, True):
        open_problems = [problem for problem in assignment.problems if problem.label not in calibrations]
        if not open_problems:
            break
        judge = Judge(replace(assignment, problems=tuple(open_problems)), limits, {p.label: Calibration(write_back, True) for p in open_problems})
        runner = Runner(assignment, cells, limits, seeds or {})
        try:
            trials = judge._attempt(runner, judge._all_checks(), seeds or {})
        finally:
            runner.close()
        for problem in open_problems:
            mine = [trial for trial in trials if trial.problem is problem]
            if all(trial.verdict.earned == trial.check.points for trial in mine):
                calibrations[problem.label] = Calibration(write_back, any(trial.student.returned_empty for trial in mine))
            elif write_back:
                reason = next(t.verdict.message for t in mine if not t.verdict.earned)
                raise CourseError(f"The source's own solution of {problem.label} does not pass its checks in the judge: {reason}")
    return calibrations


def _functions(solution: str) -> set[str]:
    return {node.name for node in ast.parse(solution).body if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))}


def _no_shell() -> Any:
    class Shell:
        def __getattr__(self, name: str) -> Callable[..., None]:
            return _nothing

    return Shell()


def _nothing(*_: object, **__: object) -> None:
    return None


def result_data(result: Result) -> dict[str, Any]:
    return asdict(result)


def result_from(data: dict[str, Any]) -> Result:
    return Result([Verdict(**verdict) for verdict in data["verdicts"]], list(data["notes"]), float(data["seconds"]))
