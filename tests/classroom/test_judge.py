"""Marks: what an honest student gets, whatever became of the notebook, and what the feedback may say."""

from __future__ import annotations

import pytest
from conftest import (
    FULL,
    IMPORTS,
    LIMITS,
    RIGHT,
    RIGHT_SCALE,
    RIGHT_TOTAL,
    SCALE_POINTS,
    WRONG,
    earned,
    exercise,
    judge_for,
    messages,
    numbers,
    source_notebook,
    write_source,
)
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from dlcourse import notebook
from dlcourse.classroom import judge, problems, submissions
from dlcourse.classroom.judge import Cell, Judge
from dlcourse.errors import CourseError


def student_version(nb: NotebookNode) -> NotebookNode:
    for cell in nb.cells:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source = notebook.stub(cell.source)
        elif cell.metadata.get("nbgrader", {}).get("grade"):
            cell.source = notebook.public_tests(cell.source)
    return nb


def answered(right: bool = True) -> NotebookNode:
    """A student notebook with both answers, right or wrong."""
    nb = student_version(numbers())
    answers = [RIGHT_SCALE, RIGHT_TOTAL] if right else [WRONG, WRONG]
    for cell in nb.cells:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source = answers.pop(0)
    return nb


@pytest.fixture(scope="session")
def hand_in(assignment, calibrations):
    mine = Judge(assignment, LIMITS, calibrations)
    return lambda nb: mine.grade(submissions.cells(notebook.dumps(nb).encode()))


def test_the_source_earns_full_marks_and_the_untouched_notebook_none(hand_in) -> None:
    assert hand_in(numbers()).earned == FULL
    untouched = hand_in(student_version(numbers()))
    assert untouched.earned == 0 and {v.message for v in untouched.verdicts} == {"This exercise is not answered yet."}


def delete_tests(nb: NotebookNode) -> None:
    nb.cells = [cell for cell in nb.cells if not cell.metadata.get("nbgrader", {}).get("grade")]


def edit_tests(nb: NotebookNode) -> None:
    for cell in nb.cells:
        if cell.metadata.get("nbgrader", {}).get("grade"):
            cell.source = "assert True"


def duplicate_tests(nb: NotebookNode) -> None:
    nb.cells += [cell.copy() for cell in nb.cells if cell.metadata.get("nbgrader", {}).get("grade")] * 3


def strip_metadata(nb: NotebookNode) -> None:
    nb.metadata = NotebookNode()
    for cell in nb.cells:
        cell.metadata = NotebookNode()


def strip_ids(nb: NotebookNode) -> None:
    nb.nbformat_minor = 4
    for cell in nb.cells:
        cell.pop("id", None)


def strip_everything(nb: NotebookNode) -> None:
    strip_metadata(nb)
    strip_ids(nb)


def move_answers_into_test_cells(nb: NotebookNode) -> None:
    for cell in nb.cells:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source = ""
        elif cell.metadata.get("nbgrader", {}).get("grade"):
            cell.source = RIGHT + cell.source


def one_cell_for_everything(nb: NotebookNode) -> None:
    nb.cells = [new_code_cell(f"%matplotlib inline\n{IMPORTS}\n!ls\n{RIGHT}")]


def add_broken_cells(nb: NotebookNode) -> None:
    nb.cells[3:3] = [new_code_cell("1 / 0"), new_code_cell("def ("), new_code_cell("%%bash\nexit 1"), new_code_cell("?np.sum")]


def helper_in_the_imports_cell(nb: NotebookNode) -> None:
    for cell in nb.cells:
        if cell.source == IMPORTS:
            cell.source += "\n\nhelper = sum"
    nb.cells.append(new_code_cell("def total(values):\n    return helper(values)"))


def reverse(nb: NotebookNode) -> None:
    nb.cells.reverse()


@pytest.mark.filterwarnings("ignore:Non-unique cell id")
@pytest.mark.parametrize(
    "change",
    [
        delete_tests,
        edit_tests,
        duplicate_tests,
        strip_metadata,
        strip_ids,
        strip_everything,
        move_answers_into_test_cells,
        one_cell_for_everything,
        add_broken_cells,
        helper_in_the_imports_cell,
        reverse,
    ],
)
def test_right_answers_survive_whatever_is_done_to_the_notebook(change, hand_in) -> None:
    nb = answered()
    change(nb)
    result = hand_in(nb)
    assert result.earned == FULL, messages(result)


@pytest.mark.filterwarnings("ignore:Non-unique cell id")
@pytest.mark.parametrize("change", [delete_tests, edit_tests, duplicate_tests, strip_everything])
def test_wrong_answers_gain_nothing_by_it(change, hand_in) -> None:
    nb = answered(right=False)
    change(nb)
    assert hand_in(nb).earned == 0


def test_one_cell_that_fails_costs_only_what_depends_on_it(grade) -> None:
    result = grade(RIGHT_SCALE + "offset = 1 / 0\ndef total(values):\n    return sum(values) + 0 * offset\n")
    assert earned(result) == {"ex-scale": SCALE_POINTS, "ex-total": 0}
    assert result.notes == ["Cell 6 raised ZeroDivisionError: division by zero"]


def test_feedback_on_public_checks_says_what_the_code_raised(grade) -> None:
    result = grade("def scale(x, factor):\n    return x * faktor\n" + RIGHT_TOTAL)
    assert result.verdicts[0].message == "Your code raised NameError: name 'faktor' is not defined"


def test_feedback_on_hidden_checks_is_their_hint_with_nothing_computed_in_it(grade) -> None:
    result = grade("def scale(x, factor):\n    return np.abs(x * factor)\n" + RIGHT_TOTAL)
    assert result.verdicts[0].message == "Negative numbers count too, not only …." and result.verdicts[0].hidden


def one(tmp_path, solution: str, tests: str, imports: str = IMPORTS) -> Judge:
    return judge_for(tmp_path, source_notebook(exercise("ex-one", solution, tests), imports=imports))


def marks(mine: Judge, code: str) -> tuple[float, str]:
    result = mine.grade([Cell(1, IMPORTS), Cell(2, code)])
    return result.earned, messages(result)


def test_an_argument_that_the_solution_changes_is_changed(tmp_path) -> None:
    """The state of an optimiser, as in the exercise on Nesterov's momentum."""
    solution = (
        "def step(theta, state):\n    ### BEGIN SOLUTION\n    state['v'] = state.get('v', 0) + 1\n    return theta - state['v']\n    ### END SOLUTION"
    )
    tests = "state = {}\ntheta = step(step(np.array([9.0]), state), state)\nassert state == {'v': 2}, 'Keep v in state.'\nassert np.allclose(theta, 6), 'Subtract v.'"
    mine = one(tmp_path, solution, tests)
    assert marks(mine, "def step(theta, state):\n    state['v'] = state.get('v', 0) + 1\n    return theta - state['v']") == (1, "")
    assert marks(mine, "def step(theta, state):\n    return theta - 3") == (0, "Keep v in state.")


def test_an_argument_that_must_stay_as_it_was_is_watched(tmp_path) -> None:
    solution = "def halve(x):\n    ### BEGIN SOLUTION\n    return x / 2\n    ### END SOLUTION"
    tests = "x = np.array([2.0, 4.0])\nassert np.allclose(halve(x), [1, 2]), 'Halve every element.'\nassert x.tolist() == [2, 4], 'Leave the caller its array.'"
    mine = one(tmp_path, solution, tests)
    assert marks(mine, "def halve(x):\n    return x / 2") == (1, "")
    assert marks(mine, "def halve(x):\n    x /= 2\n    return x") == (0, "Leave the caller its array.")


def test_changing_an_argument_cannot_change_what_it_is_compared_with(tmp_path) -> None:
    solution = "def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION"
    mine = one(tmp_path, solution, "x = np.array([2.0, 4.0])\nassert np.allclose(double(x), 2 * x), 'Twice x is wanted.'")
    assert marks(mine, "def double(x):\n    x[:] = 0\n    return x") == (0, "Twice x is wanted.")
    assert marks(mine, "def double(x):\n    y = x.copy()\n    x[:] = 0\n    return 2 * y") == (0, "Twice x is wanted.")
    assert marks(mine, "def double(x):\n    return x + x") == (1, "")


def test_functions_travel_both_ways(tmp_path) -> None:
    solution = "def twice(f):\n    ### BEGIN SOLUTION\n    return lambda x: f(f(x))\n    ### END SOLUTION"
    tests = "g = twice(lambda x: x + 1.5)\nassert g(np.zeros(2)).tolist() == [3, 3], 'Apply f two times.'\ntry:\n    twice(np.linalg.inv)(np.zeros((2, 2)))\nexcept ValueError:\n    pass"
    mine = one(tmp_path, solution, tests)
    assert marks(mine, "def twice(f):\n    return lambda x: f(f(x))") == (1, "")
    assert marks(mine, "def twice(f):\n    return f") == (0, "Apply f two times.")


def test_values_and_several_names_are_graded_too(tmp_path) -> None:
    solution = "### BEGIN SOLUTION\nanswer: float = 0.25\nfirst, second = [1, 2], (3, 4)\ndef helper(x):\n    return x\n### END SOLUTION"
    mine = one(tmp_path, solution, "assert answer == 0.25, 'One quarter.'\nassert first + list(second) == [1, 2, 3, 4], 'In order.'")
    assert mine.assignment.exports == ("answer", "first", "second")
    assert marks(mine, "answer, first, second = 0.25, [1, 2], (3, 4)") == (1, "")
    assert marks(mine, "answer = 0.25") == (0, "Your code raised NameError: name 'first' is not defined")


def test_tensors_stay_tensors(tmp_path) -> None:
    solution = "def relu(x):\n    ### BEGIN SOLUTION\n    return x.clamp(min=0)\n    ### END SOLUTION"
    tests = "out = relu(torch.tensor([-1.0, 2.0]))\nassert torch.equal(out, torch.tensor([0.0, 2.0])), 'Cut off at zero.'"
    mine = one(tmp_path, solution, tests, imports="import numpy as np\nimport torch")
    result = mine.grade([Cell(1, "import torch"), Cell(2, "def relu(x):\n    return torch.relu(x)")])
    assert result.earned == 1, messages(result)


def test_exceptions_of_students_can_be_expected(tmp_path) -> None:
    solution = "def root(x):\n    ### BEGIN SOLUTION\n    if x < 0:\n        raise ValueError\n    return x**0.5\n    ### END SOLUTION"
    tests = "try:\n    root(-1.0)\nexcept ValueError:\n    pass\nelse:\n    raise AssertionError('Refuse negative numbers.')\nassert root(4.0) == 2, 'The root of four is two.'"
    mine = one(tmp_path, solution, tests)
    assert marks(mine, "class Bad(ValueError): pass\ndef root(x):\n    if x < 0: raise Bad('no')\n    return x**0.5") == (1, "")
    assert marks(mine, "def root(x):\n    return abs(x)**0.5") == (0, "Refuse negative numbers.")


def test_a_check_that_never_ends_is_stopped(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(judge, "CHECK_SECONDS", 1.0)
    solution = "def count():\n    ### BEGIN SOLUTION\n    return 3\n    ### END SOLUTION"
    mine = one(tmp_path, solution, "n = count()\nwhile n != 3:\n    n += 1")
    assert marks(mine, "def count():\n    return 4") == (0, "The check did not end in time with what your function returned.")
    assert marks(mine, "def count():\n    return 3") == (1, "")


def test_a_submission_leaves_no_trace_in_the_next(grade) -> None:
    assert grade(RIGHT + "np.random.seed(99)").earned == FULL
    assert grade("").earned == 0


def test_a_source_whose_solution_fails_is_refused(tmp_path) -> None:
    with pytest.raises(CourseError, match="solution of ex-one does not pass its checks in the judge: Two is wanted."):
        one(tmp_path, "def f():\n    ### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION", "assert f() == 2, 'Two is wanted.'")


@pytest.mark.parametrize(
    ("solution", "tests", "message"),
    [
        (
            "### BEGIN SOLUTION\nclass Layer: ...\n### END SOLUTION",
            "assert Layer()",
            "asks for the class Layer: the judge grades functions and values",
        ),
        ("### BEGIN SOLUTION\nx = 1\n### END SOLUTION", "assert True", "use no name that its solution defines"),
        ("### BEGIN SOLUTION\nx = (\n### END SOLUTION", "assert x", "is not plain Python"),
    ],
)
def test_an_exercise_that_cannot_be_graded_is_refused(solution: str, tests: str, message: str, tmp_path) -> None:
    with pytest.raises(CourseError, match=message):
        one(tmp_path, solution, tests)


def test_exports_may_be_declared(tmp_path) -> None:
    nb = source_notebook(exercise("ex-one", "### BEGIN SOLUTION\nf = max\n### END SOLUTION", "assert f(1, 2) == 2"))
    next(cell for cell in nb.cells if cell.metadata.get("nbgrader", {}).get("solution")).metadata["dlcourse"] = {"exports": ["f"]}
    assert problems.read(write_source(tmp_path, nb)).exports == ("f",)


def test_two_exercises_may_not_share_a_name(tmp_path) -> None:
    both = source_notebook(
        *[exercise(label, "def f():\n    ### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION", "assert f() == 1") for label in ("ex-a", "ex-b")]
    )
    with pytest.raises(CourseError, match="uses the name 'f' in two exercises"):
        problems.read(write_source(tmp_path, both))


def test_seeds_reach_the_hidden_checks_and_the_submission(tmp_path) -> None:
    """The text of a hidden check may be public: its inputs are drawn from a number that is not."""
    solution = "def add(x):\n    ### BEGIN SOLUTION\n    return x + variant\n    ### END SOLUTION"
    tests = "assert add(1) == 1 + variant, 'Add your number.'\n### BEGIN HIDDEN TESTS\nhidden_seed = 0\nx = int(np.random.default_rng(hidden_seed).integers(10**6))\nassert add(x) == x + variant, 'Any x.'\n### END HIDDEN TESTS"
    nb = source_notebook(exercise("ex-one", solution, tests))
    nb.cells[3] = new_code_cell("# Yours alone.\nvariant = 0")
    found = problems.read(write_source(tmp_path, nb, "assignment"))
    calibrations = judge.calibrate(found, LIMITS)
    mine = Judge(found, LIMITS, calibrations)
    known = "import numpy as np\nx0 = int(np.random.default_rng(0).integers(10**6))\n"
    cheat = known + "def add(x):\n    return x + variant if x in (1, x0) else 0"
    honest = "def add(x):\n    return x + variant"
    assert mine.grade([Cell(1, cheat)]).earned == 1, "with the number of the text, whoever reads it knows the input"
    assert mine.grade([Cell(1, cheat)], {"hidden_seed": 123, "variant": 7}).earned == 0
    assert mine.grade([Cell(1, honest)], {"hidden_seed": 123, "variant": 7}).earned == 1
    assert mine.grade([Cell(1, "variant = 8"), Cell(2, honest)], {"hidden_seed": 123, "variant": 7}).earned == 0


def test_the_seed_of_the_hidden_checks_is_not_told_to_the_submission(assignment, calibrations) -> None:
    tell = "raise ValueError(sorted(name for name in globals() if name in ('hidden_seed', 'variant')))"
    result = Judge(assignment, LIMITS, calibrations).grade([Cell(3, tell)], {"hidden_seed": 123, "variant": 7})
    assert result.notes == ["Cell 3 raised ValueError: ['variant']"]


def test_an_import_that_is_not_there_costs_only_what_uses_it(assignment, calibrations) -> None:
    imports = "from __future__ import annotations\nimport seaborn_x as sns, math\nfrom google_x import colab\nimport numpy as np"
    answers = "import pandas_x\ndef scale(x: Unknown, factor):\n    return np.multiply(x, factor)\ndef total(values):\n    return math.fsum(values)"
    mine = Judge(assignment, LIMITS, calibrations)
    result = mine.grade([Cell(3, imports + "\n\nkind = colab"), Cell(6, "from __future__ import annotations\n" + answers)])
    assert result.earned == FULL, messages(result)
    assert result.notes == ["Cell 3 raised NameError: name 'colab' is not defined", "Cell 6 raised ModuleNotFoundError: No module named 'pandas_x'"]


def test_a_cell_that_ipython_itself_cannot_read_costs_only_that_cell(assignment, calibrations) -> None:
    result = Judge(assignment, LIMITS, calibrations).grade([Cell(3, IMPORTS), Cell(4, "x = %\\"), Cell(6, RIGHT)])
    assert result.earned == FULL, messages(result)


def test_a_magic_around_an_answer_leaves_it_its_imports(assignment, calibrations) -> None:
    answers = "%%time\ndef scale(x, factor):\n    return 1*np.multiply(x, factor)\n" + RIGHT_TOTAL
    result = Judge(assignment, LIMITS, calibrations).grade([Cell(3, IMPORTS), Cell(6, answers)])
    assert result.earned == FULL, messages(result)


def test_ipython_can_be_asked_for_its_shell(grade) -> None:
    magic = "from IPython import get_ipython\nget_ipython().run_line_magic('matplotlib', 'inline')\n"
    plot = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()\n"
    result = grade(magic + plot + RIGHT)
    assert result.earned == FULL and not result.notes, messages(result)


def chapter() -> NotebookNode:
    """A chapter whose text defines functions, one of them on another, one of them graded later; its cells cannot be run."""
    solution = "def spread(x):\n    ### BEGIN SOLUTION\n    return np.sqrt(np.mean((x - x.mean()) ** 2))\n    ### END SOLUTION"
    tests = "assert np.allclose(spread(np.array([1.0, 3.0])), 1), 'One is wanted.'"
    nb = source_notebook(exercise("ex-spread", solution, tests))
    helpers = "raise_it = 1 / 0\ndef centred(x: np.ndarray) -> np.ndarray:\n    return x - np.mean(x)\ndef spread(x):\n    return 1"
    nb.cells.insert(4, new_code_cell(f"%matplotlib inline\n{helpers}"))
    nb.cells.insert(5, new_code_cell("def mean_square(x):\n    return np.mean(centred(x) ** 2)"))
    start, end = (new_markdown_cell(f"```{{solution-{edge}}} ex-spread\n```") for edge in ("start", "end"))
    nb.cells[6:6] = [start, new_code_cell("def told(): ..."), end]
    return nb


def test_answers_may_use_what_the_chapter_defines(tmp_path) -> None:
    mine = judge_for(tmp_path, chapter())
    assert list(mine.assignment.definitions) == ["centred", "mean_square"]
    nb = student_version(chapter())
    for cell in nb.cells:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source = "def spread(x):\n    return mean_square(x) ** 0.5"
    result = mine.grade(submissions.cells(notebook.dumps(nb).encode()))
    assert result.earned == 1 and not result.notes, messages(result)
    assert mine.grade([Cell(1, "x = mean_square")]).earned == 0


def test_right_is_what_was_handed_in(grade) -> None:
    assert grade(RIGHT).earned == FULL
