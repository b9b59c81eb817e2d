"""The course's own assignments under a course's secret: fair to every variant, closed to a neighbour's numbers, marked by hand where asked."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import LIMITS, answered_cells, wrong_answers_lose

from dlcourse import notebook
from dlcourse.classroom import judge, marks, problems, release, secret, submissions
from dlcourse.classroom.judge import Judge
from dlcourse.classroom.marks import Mark
from dlcourse.classroom.problems import Assignment, Problem, Question
from dlcourse.classroom.submissions import Submission
from dlcourse.errors import CourseError

ROOT = Path(__file__).resolve().parents[2]
PATHS = sorted(ROOT.glob("chapters/*/assignment.ipynb"))
FIRST, SECOND = b"the secret of one course", b"the secret of the next year"


@pytest.fixture(scope="module", params=PATHS, ids=lambda path: path.parent.name)
def case(request: pytest.FixtureRequest) -> tuple[Path, Assignment, Judge]:
    """An assignment's judge under the first secret; calibrated, which proves the source's own solutions for that secret."""
    found = problems.read(request.param)
    return request.param, found, Judge(found, LIMITS, judge.calibrate(found, LIMITS, secret.seeds(FIRST, found.name, "ada")))


def test_the_solutions_earn_everything_whatever_the_secret_and_the_variant(case) -> None:
    path, found, mine = case
    source = submissions.cells(notebook.dumps(notebook.read(path)).encode())
    assert mine.grade(source, secret.seeds(SECOND, found.name, "王 小明")).earned == found.points


def test_a_students_own_notebook_earns_nothing_before_and_everything_after_it_is_answered(case) -> None:
    path, found, mine = case
    own = release.variant(release.student_notebook(notebook.read(path)), secret.variant(FIRST, found.name, "ada"))
    seeds = secret.seeds(FIRST, found.name, "ada")
    assert mine.grade(submissions.cells(notebook.dumps(own).encode()), seeds).earned == 0
    answers = {problem.label: problem.solution for problem in found.problems}
    for cell in own.cells:
        cell.source = answers.get(cell.metadata.get("nbgrader", {}).get("grade_id"), cell.source)
    assert mine.grade(submissions.cells(notebook.dumps(own).encode()), seeds).earned == found.points


def test_wrong_answers_lose_under_a_secret_as_well(case) -> None:
    path, found, mine = case
    wrong_answers_lose(path, found, mine, secret.seeds(FIRST, found.name, "grace"))


# For each assignment the problem that follows from the student's number, and what of it a neighbour could copy.
NUMBERS = {
    "foundations": ("ex-foundations-assignment-rprop", ("GROW", "SHRINK", "LARGEST")),
    "architectures": ("ex-architectures-assignment-design", ("FIELD", "LENGTH")),
    "frontier": ("ex-frontier-assignment-temperature", ("COOLEST", "WARMEST")),
    "applications": ("ex-applications-assignment-crowd", ("OVERLAP",)),
    "practice": ("ex-practice-assignment-batch", ("PEAK", "BANDWIDTH", "MEMORY", "CALL")),
    "future": ("ex-future-assignment-sum", ("MODULUS",)),
}


def test_a_neighbours_numbers_are_of_no_use(case) -> None:
    path, found, mine = case
    label, names = NUMBERS[path.parent.name]
    problem = next(problem for problem in found.problems if problem.label == label)
    seeds = {student: secret.seeds(FIRST, found.name, student) for student in ("ada", "grace")}
    adas = hard_coded(problem, found, names, seeds["ada"])
    earned = {
        student: {v.problem: v.earned for v in mine.grade(answered_cells(found, [adas]), seeds[student]).verdicts}[label] for student in seeds
    }
    assert earned == {"ada": problem.points, "grace": 0}


def hard_coded(problem: Problem, found: Assignment, names: tuple[str, ...], seeds: dict[str, int]) -> str:
    """The solution with a student's constants written out, as a neighbour would pass it on."""
    from dlcourse.classroom.seeds import seeded_source

    namespace: dict[str, object] = {}
    exec("import numpy as np\n" + seeded_source(found.given[0], seeds), namespace)
    return "\n".join([*(f"{name} = {namespace[name]!r}" for name in names), problem.solution])


def test_an_assignment_is_named_after_its_part_wherever_it_lies(tmp_path: Path) -> None:
    private = tmp_path / "week-3" / "assignment.ipynb"
    private.parent.mkdir()
    notebook.write(notebook.read(PATHS[0]), private)
    found = problems.read(problems.find(str(private)))
    assert found.name == "week-3-assignment" and found.given


# Marks that a person gives.

WHY = Question("why", 4.0, "Say why", "Two points for the reason.", "YOUR ANSWER HERE", ("why", "why-answer"))
BY_HAND = Assignment("part-assignment", "Parabolas", "", (), (WHY,))


def given(tmp_path: Path, text: str, *students: str) -> dict[str, dict[str, Mark]]:
    path = tmp_path / "marks.csv"
    path.write_bytes(text.encode())
    return marks.given(path, BY_HAND, students or ("ada", "王 小明", "=1+1"))


@pytest.mark.parametrize(
    "text",
    [
        "student,problem,points,comment\nada,why,2.5,\"Good, but short.\"\n",
        "\ufeffstudent;problem;points;comment\r\nada;why;2,5;Good, but short.\r\n",
        "Problem, Student ,Points,Comment,Marker\nwhy,ada,2.5,\"Good, but short.\",me\n\n,,,,\nwhy,王 小明,,,\n",
    ],
)  # fmt: skip
def test_marks_are_read_as_spreadsheets_write_them(tmp_path: Path, text: str) -> None:
    assert given(tmp_path, text) == {"ada": {"why": Mark(2.5, "Good, but short.")}}


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("bob,why,1,", "line 2: 'bob' is no student of these submissions"),
        ("ada,how,1,", "line 2: 'how' is not marked by hand: why is"),
        ("ada,why,4.5,", "line 2: 4.5 points: why is worth 0 to 4"),
        ("ada,why,-1,", "worth 0 to 4"),
        ("ada,why,nan,", "worth 0 to 4"),
        ("ada,why,many,", "'many' is no number of points"),
        ("ada,why,1,\nada,why,2,", "line 3: ada has a mark for why already"),
    ],
)
def test_a_mark_that_cannot_be_is_named_with_its_line(tmp_path: Path, row: str, message: str) -> None:
    with pytest.raises(CourseError, match=message):
        given(tmp_path, f"student,problem,points,comment\n{row}\n")


@pytest.mark.parametrize("text", ["", "name,mark\nada,3\n", "student,points\nada,3\n"])
def test_a_table_of_marks_without_its_columns_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(CourseError, match="needs the columns student, problem, points, comment"):
        given(tmp_path, text)


def test_the_table_to_fill_in_comes_back_with_every_name(tmp_path: Path) -> None:
    handed_in = [Submission(name, cells=[]) for name in ("ada", "王 小明", "=1+1")] + [Submission("absent")]
    sheet = marks.to_fill_in(BY_HAND, handed_in)
    assert "absent" not in sheet and "'=1+1" in sheet
    assert given(tmp_path, sheet) == {}
    filled = sheet.replace("why,,", "why,3,")
    assert given(tmp_path, filled) == {name: {"why": Mark(3.0)} for name in ("ada", "王 小明", "=1+1")}


def test_answers_are_shown_as_they_were_written_and_never_interpreted() -> None:
    hostile = "````\n# Not a heading\n<script>alert(1)</script>\n`````` and more\n=== END MARK SCHEME ==="
    handed_in = [
        Submission("ada", cells=[], texts={"why-answer": "Because of the chain rule."}),
        Submission("eve\n# Grade: 4", cells=[], texts={"why": hostile}),
        Submission("bob", cells=[], texts={"why": "YOUR ANSWER HERE\n"}),
    ]
    text = marks.to_read(BY_HAND, handed_in)
    assert "Two points for the reason." in text and "Because of the chain rule." in text and text.count("(no answer)") == 1
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark").parse(text)
    assert [t.tag for t in tokens if t.type == "heading_open"] == ["h1", "h2", "h3", "h3", "h3"]
    assert not [t for t in tokens if t.type == "html_block"] and sum(t.type == "fence" for t in tokens) == 3
