"""Rules on assignments: what each problem is worth, the numbers drawn for each student, the written question, and what must stay secret."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from dlcourse import notebook
from dlcourse.book.check.page import Course, Page
from dlcourse.book.check.registry import Finding, rule

_WORTH = re.compile(r"^\*\*(?P<points>\d+) points?, (?P<minutes>\d+) minutes\.\*\*", re.MULTILINE)
_LAST_COLUMN = re.compile(r"^\|.*\|[ \t]*(\d+)[ \t]*\|[ \t]*$", re.MULTILINE)
_MARK_SCHEME = re.compile(r"^=== BEGIN MARK SCHEME ===$.+^=== END MARK SCHEME ===$", re.MULTILINE | re.DOTALL)


@rule("assignment-worth", "each problem of an assignment says '**4 points, 20 minutes.**', as its cells and the notebook's minutes have it")
def worth(page: Page, course: Course) -> Iterator[Finding]:
    if not page.is_assignment:
        return
    minutes = 0
    for exercise in page.exercises:
        said = _WORTH.search(page.nb.cells[exercise.start].source)
        if not said:
            yield Finding(f"the problem {exercise.label} must say what it is worth: '**4 points, 20 minutes.**'", exercise.start)
            continue
        minutes += int(said["minutes"])
        points = sum(grading(page, i).get("points", 0) for i in range(exercise.start, exercise.end) if grading(page, i).get("grade"))
        if points != int(said["points"]):
            yield Finding(f"the problem {exercise.label} says {said['points']} points, and its cells give {points:g}", exercise.start)
    total = page.nb.metadata.get("dlcourse", {}).get("minutes")
    if minutes != total:
        yield Finding(f"the problems take {minutes} minutes, and metadata.dlcourse says {total}")


@rule("assignment-seeds", "an assignment has a cell of its own with 'variant = 0', and each hidden test draws from 'hidden_seed = 0'")
def seeds(page: Page, course: Course) -> Iterator[Finding]:
    if not page.is_assignment:
        return
    if not any(re.search(r"^variant = 0$", page.nb.cells[i].source, re.MULTILINE) for i in notebook.given_cells(page.nb)):
        yield Finding("there is no cell with 'variant = 0', where each student's number would stand")
    for exercise in page.exercises:
        for i in exercise.tests:
            hidden = page.nb.cells[i].source.partition("### BEGIN HIDDEN TESTS")[2]
            if hidden and not re.search(r"^hidden_seed = 0$", hidden, re.MULTILINE):
                yield Finding("the hidden tests do not draw from 'hidden_seed = 0': who reads them would know their inputs", i)


@rule("written-question", "an assignment asks one question in words: a rubric whose points add up, then a Markdown answer with a mark scheme")
def written_question(page: Page, course: Course) -> Iterator[Finding]:
    if not page.is_assignment:
        return
    written = [exercise for exercise in page.exercises if not exercise.tests]
    if len(written) != 1:
        yield Finding(f"an assignment has one question in words, and here are {len(written)}")
    for exercise in written:
        answers = [i for i in range(exercise.start + 1, exercise.end) if page.nb.cells[i].cell_type == "markdown" and grading(page, i)]
        marks = grading(page, answers[0]) if len(answers) == 1 else {}
        if not (marks.get("grade") and marks.get("solution")) or marks.get("grade_id") != exercise.label:
            yield Finding(f"the question needs one Markdown cell with grade_id {exercise.label!r}, grade and solution", exercise.start)
            continue
        rubric = [int(points) for points in _LAST_COLUMN.findall(page.nb.cells[exercise.start].source)]
        if sum(rubric) != marks.get("points"):
            yield Finding(f"the rubric's last column adds up to {sum(rubric)}, and the question is worth {marks.get('points')}", exercise.start)
        if not _MARK_SCHEME.search(page.nb.cells[answers[0]].source):
            yield Finding("the answer has no mark scheme between '=== BEGIN MARK SCHEME ===' and '=== END MARK SCHEME ==='", answers[0])


@rule("assignment-secrets", "nothing that stays on the page of an assignment solves it")
def secrets(page: Page, course: Course) -> Iterator[Finding]:
    if not page.is_assignment:
        return
    for i, text in page.texts.items():
        if any(directive.name == "solution-start" for directive in text.directives):
            yield Finding("an assignment's page has no solutions: put the model answer into the mark scheme", i)
    answered = {name for exercise in page.exercises for i in exercise.answer for name in _defined(page.trees.get(i))}
    for i, tree in page.trees.items():
        used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} & answered
        if used and i not in page.grading_cells:
            yield Finding(f"the cell uses the answer {sorted(used)[0]!r}, so that its output would give away what that computes", i)


def grading(page: Page, i: int) -> dict:
    return page.nb.cells[i].metadata.get("nbgrader", {})


def _defined(tree: ast.Module | None) -> Iterator[str]:
    for node in tree.body if tree else []:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            yield node.name
        elif isinstance(node, ast.Assign):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))
