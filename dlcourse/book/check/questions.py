"""Rules on learning: objectives, the questions that test them, and the exercises as they are written."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from dlcourse import notebook
from dlcourse.book.check.page import Course, Page
from dlcourse.book.check.registry import Finding, rule
from dlcourse.errors import CourseError
from dlcourse.wrong_answers import read_wrong_answers

OBJECTIVES = range(3, 6)
MIN_EXERCISES = 3
MAX_PROBLEMS = 6
_GRADING = {
    "answer": {"solution": True, "grade": False, "locked": False, "points": 0, "schema_version": 3, "cell_type": "code", "task": False},
    "tests": {"solution": False, "grade": True, "locked": True, "schema_version": 3, "cell_type": "code", "task": False},
}


@rule("objectives", "3 to 5 objectives, one id a list item, each tested by a question or an exercise", chapters_only=True)
def objectives(page: Page, course: Course) -> Iterator[Finding]:
    cells = [i for i, cell in enumerate(page.nb.cells) if "objectives" in notebook.course(cell)]
    if len(cells) != 1:
        yield Finding(f"there must be one cell with objectives in its metadata, and there are {len(cells)}")
        return
    ids = notebook.course(page.nb.cells[cells[0]])["objectives"]
    text = page.texts.get(cells[0])
    items = sum(token.type == "list_item_open" and token.level == 1 for token in text.tokens) if text else 0
    if items != len(ids) or len(set(ids)) != len(ids):
        yield Finding(f"{items} list items need {items} ids of their own, and {len(set(ids))} are given", cells[0])
    if len(ids) not in OBJECTIVES:
        yield Finding(f"{len(ids)} objectives: {OBJECTIVES[0]} to {OBJECTIVES[-1]} make a chapter", cells[0])
    met = {name: i for i, cell in enumerate(page.nb.cells) for name in notebook.course(cell).get("meets", [])}
    for name in ids:
        if name not in met:
            yield Finding(f"no question and no exercise meets the objective {name!r}", cells[0])
    for name in sorted(set(met) - set(ids)):
        yield Finding(f"{name!r} is none of the objectives", met[name])


@rule("meets", "every question and every exercise says which objectives it meets, and no other cell does", chapters_only=True)
def meets(page: Page, course: Course) -> Iterator[Finding]:
    for i, cell in enumerate(page.nb.cells):
        asks = i in page.texts and any(d.name in ("quiz", "exercise-start") for d in page.texts[i].directives)
        if asks and not notebook.course(cell).get("meets"):
            yield Finding('the cell\'s metadata must say which objectives it meets: {"dlcourse": {"meets": […]}}', i)
        if not asks and "meets" in notebook.course(cell):
            yield Finding("only a question or an exercise can meet an objective", i)


@rule("quiz", "a question has two or more options, exactly one right, each with what the reader is told", notebooks_only=False)
def quiz(page: Page, course: Course) -> Iterator[Finding]:
    for i, text in page.texts.items():
        for inner in text.everywhere():
            for directive in inner.directives:
                if directive.name == "quiz":
                    yield from (Finding(message, i, directive.line) for message in quiz_errors(directive.body))


def quiz_errors(source: str) -> Iterator[str]:
    # The page's own parser decides. It brings Sphinx along, which takes a moment, so it is loaded only for pages that ask.
    from dlcourse.book.sphinx_extension.quiz import QuizError, parse

    try:
        parse(source)
    except QuizError as error:
        yield str(error)


@rule("exercise-form", f"at least {MIN_EXERCISES} exercises, in an assignment {MIN_EXERCISES} to {MAX_PROBLEMS} in code, each opened, labelled 'ex-NOTEBOOK-WHAT' and closed")
def exercise_form(page: Page, course: Course) -> Iterator[Finding]:
    try:
        found = notebook.exercises(page.nb)
    except CourseError as error:
        yield Finding(str(error))
        return
    if len(found) < MIN_EXERCISES:
        yield Finding(f"a chapter has at least {MIN_EXERCISES} exercises, and here are {len(found)}")
    if page.is_assignment and not MIN_EXERCISES <= (in_code := sum(bool(exercise.tests) for exercise in found)) <= MAX_PROBLEMS:
        yield Finding(f"an assignment has {MIN_EXERCISES} to {MAX_PROBLEMS} problems in code, and here are {in_code}")
    labels = [exercise.label for exercise in found]
    for exercise in found:
        if not exercise.title:
            yield Finding(f"the exercise {exercise.label} has no title", exercise.start)
        if not exercise.label.startswith(f"ex-{page.name}-"):
            yield Finding(f"the label {exercise.label!r} must begin with 'ex-{page.name}-'", exercise.start)
        if labels.count(exercise.label) > 1:
            yield Finding(f"two exercises are labelled {exercise.label!r}", exercise.start)


@rule("exercise-cells", "an exercise in code has one answer cell, then one test cell, with complete nbgrader metadata; one in words has a solution")
def exercise_cells(page: Page, course: Course) -> Iterator[Finding]:
    solutions = {d.argument.strip(): d for text in page.texts.values() for d in text.directives if d.name == "solution-start"}
    for exercise in page.exercises:
        code = [i for i in range(exercise.start, exercise.end) if page.nb.cells[i].cell_type == "code"]
        if not code and page.is_assignment:
            continue  # see the rule written-question
        if not code:
            solution = solutions.get(exercise.label)
            if solution is None or solution.options.get("class") != "dropdown":
                yield Finding(f"the exercise {exercise.label} has neither code nor a solution-start with :class: dropdown", exercise.start)
            continue
        if (exercise.answer, exercise.tests) != (code[:1], code[1:]) or code != [code[0], code[0] + 1]:
            yield Finding(f"the exercise {exercise.label} needs one answer cell and right after it one test cell", exercise.start)
            continue
        yield from grading_metadata(page, exercise.answer[0], exercise.label, _GRADING["answer"])
        yield from grading_metadata(page, exercise.tests[0], f"{exercise.label}-test", _GRADING["tests"])


def grading_metadata(page: Page, i: int, grade_id: str, expected: dict) -> Iterator[Finding]:
    """What is missing or wrong in a cell's nbgrader metadata."""
    actual = page.nb.cells[i].metadata["nbgrader"]
    for key, value in {"grade_id": grade_id, **expected}.items():
        if actual.get(key) != value:
            yield Finding(f"metadata.nbgrader.{key} must be {value!r}, not {actual.get(key)!r}", i)
    if expected["grade"] and not actual.get("points", 0) > 0:
        yield Finding("metadata.nbgrader.points must be above 0 in a test cell", i)


@rule("solution-markers", "an answer cell keeps its solution between BEGIN SOLUTION and END SOLUTION")
def solution_markers(page: Page, course: Course) -> Iterator[Finding]:
    for exercise in page.exercises:
        for i in exercise.answer:
            try:
                ast.parse(notebook.stub(page.nb.cells[i].source))
            except CourseError as error:
                yield Finding(str(error), i)
            except SyntaxError as error:
                yield Finding(f"what remains of the answer cell in the stub is no valid Python: {error.msg}", i)


@rule("test-cell", "a test cell has plain asserts, each with a message: public ones first, then hidden ones between markers")
def test_cell(page: Page, course: Course) -> Iterator[Finding]:
    for exercise in page.exercises:
        for i in exercise.tests:
            source = page.nb.cells[i].source
            try:
                public = asserts(notebook.public_tests(source))
                every = asserts(source)
            except CourseError as error:
                yield Finding(str(error), i)
                continue
            except SyntaxError:
                continue
            if not public:
                yield Finding("there is no public test: assert something that the reader may see", i)
            if len(every) == len(public):
                yield Finding("there is no hidden test between '### BEGIN HIDDEN TESTS' and '### END HIDDEN TESTS'", i)
            elif source.rstrip().split("\n")[-1].strip() != "### END HIDDEN TESTS":
                yield Finding("public tests come first: nothing may follow the hidden ones", i)
            for node in every:
                if node.msg is None:
                    yield Finding(f"the assert in line {node.lineno} has no message that helps", i)


def asserts(source: str) -> list[ast.Assert]:
    return [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Assert)]


@rule("wrong-answers", "every exercise in code has a file of wrong answers with their hints, and there is no file without its exercise")
def wrong_answers(page: Page, course: Course) -> Iterator[Finding]:
    folder = course.wrong_answers(page.path)
    labels = {exercise.label: exercise for exercise in page.exercises if exercise.tests}
    for label, exercise in labels.items():
        path = folder / f"{label}.py"
        if not path.exists():
            yield Finding(f"the exercise has no wrong answers: write {path.relative_to(course.root)}", exercise.start)
            continue
        try:
            read_wrong_answers(path)
        except CourseError as error:
            yield Finding(str(error), exercise.start)
    for path in sorted(folder.glob("*.py")):
        if path.stem not in labels:
            yield Finding(f"{path.relative_to(course.root)} belongs to no exercise of this notebook")
