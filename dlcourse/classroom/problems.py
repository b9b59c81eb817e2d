"""What an assignment asks and how it is marked, read from the instructor's source notebook alone."""

from __future__ import annotations

import ast
import functools
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from nbformat import NotebookNode

from dlcourse import notebook
from dlcourse.classroom.cells import parsed
from dlcourse.errors import CourseError
from dlcourse.publishing.student import without_solutions_in_words

HIDDEN = "### BEGIN HIDDEN TESTS"
_MARK_SCHEME = re.compile(r"^=== (?:BEGIN|END) MARK SCHEME ===$", re.MULTILINE)


@dataclass(frozen=True)
class Check:
    """One test cell. It earns its ``points`` if ``public`` and then ``hidden`` run to their end; both are Python source."""

    name: str
    points: float
    public: str
    hidden: str


@dataclass(frozen=True)
class Problem:
    """One exercise that is graded by its checks; ``exports`` are the names that these take from the student's code."""

    label: str
    title: str
    exports: tuple[str, ...]
    checks: tuple[Check, ...]
    solution: str

    @property
    def points(self) -> float:
        return sum(check.points for check in self.checks)


@dataclass(frozen=True)
class Question:
    """A question that is answered in words and marked by hand, for which instructors have a ``scheme``.

    Its answer stands in the cell with one of ``ids``; an untouched one holds the ``stub``.
    """

    name: str
    points: float
    title: str = ""
    scheme: str = ""
    stub: str = ""
    ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Assignment:
    """All that the judge needs to know: plain data that can be sent to another machine.

    ``imports`` is the cell that checks may rely on; ``own_cells`` maps the id of every cell that is no answer to its source, so that what
    the instructor wrote can be told from what the student wrote; ``given`` are those that answers may rely on, all of which are run.
    ``definitions`` are the functions and classes of a chapter, whose cells are not run; an answer may use these, too.
    """

    name: str
    title: str
    imports: str
    problems: tuple[Problem, ...]
    questions: tuple[Question, ...] = ()
    own_cells: dict[str, str] = field(default_factory=dict)
    grade_ids: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    definitions: dict[str, str] = field(default_factory=dict)

    @property
    def points(self) -> float:
        """What the checks can earn, without what is marked by hand."""
        return sum(problem.points for problem in self.problems)

    @property
    def total(self) -> float:
        """All that can be earned."""
        return self.points + sum(question.points for question in self.questions)

    @property
    def exports(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for problem in self.problems for name in problem.exports))

    @functools.cached_property
    def digest(self) -> str:
        """sha256 over everything that can change a mark; what is marked by hand cannot."""
        return hashlib.sha256(json.dumps(asdict(replace(self, questions=())), sort_keys=True).encode()).hexdigest()


def to_data(assignment: Assignment) -> dict:
    return asdict(assignment)


def from_data(data: dict) -> Assignment:
    problems = tuple(
        Problem(**{**p, "exports": tuple(p["exports"]), "checks": tuple(Check(**check) for check in p["checks"])}) for p in data["problems"]
    )
    questions = tuple(Question(**{**question, "ids": tuple(question["ids"])}) for question in data["questions"])
    return Assignment(**{**data, "problems": problems, "questions": questions, "grade_ids": tuple(data["grade_ids"]), "given": tuple(data["given"])})


def find(name: str, root: Path | None = None) -> Path:
    """The source notebook that a person calls ``name``: a path, a page such as ``foundations/digits``, or a part for its assignment.

    Raises :class:`CourseError` for a name that fits no notebook or several.
    """
    root = root or Path.cwd()
    plain = name.removesuffix(".ipynb").removeprefix("chapters/").strip("/")
    for path in (Path(name), root / "chapters" / f"{plain}.ipynb", root / "chapters" / plain / f"{notebook.ASSIGNMENT}.ipynb"):
        if path.suffix == ".ipynb" and path.is_file():
            return path
    found = sorted(root.glob(f"chapters/*/{plain}.ipynb")) if plain and set(plain).isdisjoint("*?[]/") else []
    if len(found) > 1:
        raise CourseError(f"{name!r} fits several notebooks: say which of {', '.join(short_name(path) for path in found)}.")
    if not found:
        raise CourseError(f"There is no notebook {name!r}: give a path, or a page of the course such as foundations/digits.")
    return found[0]


def short_name(path: Path) -> str:
    """What the files made from a source notebook are called: ``PART-assignment`` for an assignment, else the notebook's own name."""
    return f"{path.resolve().parent.name}-{path.stem}" if notebook.is_assignment(path) else path.stem


def read(path: Path) -> Assignment:
    """Read a source notebook.

    Raises :class:`CourseError` when it cannot be read, has nothing to grade, or an exercise's exported names cannot be told.
    """
    nb = notebook.read(path)
    exercises = notebook.exercises(nb)
    problems = tuple(problem(nb, exercise) for exercise in exercises if exercise.tests)
    questions = tuple(_questions(nb, exercises))
    if not problems and not questions:
        raise CourseError(f"{path} has no exercise that can be graded.")
    repeated = _repeated([name for p in problems for name in p.exports]) or _repeated([check.name for p in problems for check in p.checks])
    if repeated:
        raise CourseError(f"{path} uses the name {repeated!r} in two exercises: their answers would replace one another.")
    answers = {i for exercise in exercises for i in exercise.answer}
    own = {cell.get("id", str(i)): cell.source for i, cell in notebook.code_cells(nb) if i not in answers and not is_import(cell)}
    given = tuple(nb.cells[i].source for i in notebook.given_cells(nb)) if notebook.is_assignment(path) else ()
    grade_ids = tuple(nb.cells[i].metadata["nbgrader"]["grade_id"] for e in exercises for i in (*e.answer, *e.tests))
    imports = "\n".join(cell.source for _, cell in notebook.code_cells(nb) if is_import(cell))
    definitions = {} if notebook.is_assignment(path) else _definitions(nb, {name for p in problems for name in p.exports})
    return Assignment(short_name(path), notebook.title(nb), imports, problems, questions, own, grade_ids, given, definitions)


def _questions(nb: NotebookNode, exercises: list[notebook.Exercise]) -> Iterator[Question]:
    from nbgrader.preprocessors import ClearSolutions

    for i, cell in enumerate(nb.cells):
        grading = cell.metadata.get("nbgrader", {})
        if grading.get("grade") and grading.get("solution"):
            title = next((exercise.title for exercise in exercises if exercise.start < i < exercise.end), "")
            ids = tuple(dict.fromkeys([cell.get("id", grading["grade_id"]), grading["grade_id"]]))
            scheme = _MARK_SCHEME.sub("", cell.source).strip()
            yield Question(grading["grade_id"], float(grading["points"]), title, scheme, ClearSolutions().text_stub, ids)


def _definitions(nb: NotebookNode, graded: set[str]) -> dict[str, str]:
    """The functions and classes that the text of a chapter defines, by name, but for names that are graded; the last of a name counts."""
    found: dict[str, str] = {}
    for cell in without_solutions_in_words(nb.cells):
        tree = parsed(cell.source) if cell.cell_type == "code" and _is_given(cell) else None
        for node in tree.body if tree else []:
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and node.name not in graded:
                found.pop(node.name, None)
                found[node.name] = ast.unparse(node)
    return found


def is_import(cell: NotebookNode) -> bool:
    return "imports" in notebook.tags(cell)


def _is_given(cell: NotebookNode) -> bool:
    return not cell.metadata.get("nbgrader") and not set(notebook.OPENING_TAGS) & set(notebook.tags(cell))


def _repeated(names: list[str]) -> str | None:
    return next((name for name in names if names.count(name) > 1), None)


def problem(nb: NotebookNode, exercise: notebook.Exercise) -> Problem:
    """The exercise as the judge sees it."""
    solution = "\n".join(nb.cells[i].source for i in exercise.answer)
    tests = [nb.cells[i] for i in exercise.tests]
    checks = tuple(check(cell) for cell in tests)
    declared = next((names for i in exercise.answer if (names := notebook.course(nb.cells[i]).get("exports"))), None)
    exports = tuple(declared) if declared else exported(solution, "\n".join(cell.source for cell in tests), exercise.label)
    return Problem(exercise.label, exercise.title or exercise.label, exports, checks, solution)


def check(cell: NotebookNode) -> Check:
    """A test cell, split where its hidden tests begin; all of it is hidden where the first part is no program by itself."""
    grading = cell.metadata["nbgrader"]
    public, marker, hidden = cell.source.partition(HIDDEN)
    try:
        ast.parse(public), ast.parse(marker + hidden)
    except SyntaxError:
        public, marker, hidden = "", "", cell.source
    return Check(grading["grade_id"], float(grading["points"]), public, marker + hidden)


def exported(solution: str, tests: str, label: str) -> tuple[str, ...]:
    """Names that the solution defines at its top level and the tests use without defining them.

    Raises :class:`CourseError` where there is none, one is a class, or the cells are not plain Python.
    """
    try:
        body, test_tree = ast.parse(solution).body, ast.parse(tests)
    except SyntaxError as error:
        raise CourseError(f"The exercise {label} is not plain Python: {error.msg}.") from None
    used = {node.id for node in ast.walk(test_tree) if isinstance(node, ast.Name)} - set(defined(test_tree.body))
    names = tuple(name for name in defined(body) if name in used)
    classes = [node.name for node in body if isinstance(node, ast.ClassDef) and node.name in names]
    if classes:
        raise CourseError(
            f"The exercise {label} asks for the class {classes[0]}: the judge grades functions and values, so ask for a function that uses it."
        )
    if not names:
        raise CourseError(f"The tests of {label} use no name that its solution defines.")
    return names


def defined(body: list[ast.stmt]) -> list[str]:
    """Names that statements bind at the top level, in order."""
    found: list[str] = []
    for statement in body:
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found.append(statement.name)
        elif isinstance(statement, (ast.Assign, ast.AnnAssign)):
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            found += [node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)]
    return list(dict.fromkeys(found))
