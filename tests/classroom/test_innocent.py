"""Right answers in clumsy notebooks keep their marks."""

from __future__ import annotations

import pytest
from conftest import FULL, IMPORTS, PATIENCE, RIGHT, RIGHT_SCALE, RIGHT_TOTAL, TOTAL_POINTS, messages

from dlcourse.classroom.cells import define_cell, names_in, without_unused_imports
from dlcourse.classroom.judge import Cell, Judge

OTHER = "def scale(x, factor):\n    return x * factor\n"


@pytest.fixture
def mine(assignment, calibrations) -> Judge:
    return Judge(assignment, PATIENCE, calibrations)


def test_a_slow_demonstration_in_the_cell_of_the_answers_costs_nothing(mine) -> None:
    slow = f"FACTOR = 2\n{RIGHT}\nwhile FACTOR:\n    pass\n"
    result = mine.grade([Cell(3, IMPORTS), Cell(6, slow)])
    assert result.earned == FULL, messages(result)
    assert result.notes == ["Cell 6: Time limit exceeded: your code did not end within 3 seconds."]


def test_a_cell_that_overruns_even_in_its_definitions_is_left_out(mine) -> None:
    result = mine.grade([Cell(3, IMPORTS), Cell(5, f"class Slow:\n    while True: pass\n{RIGHT_SCALE}"), Cell(6, RIGHT_TOTAL)])
    assert result.earned == TOTAL_POINTS, messages(result)


def test_what_stands_behind_a_demonstration_that_fails_counts(grade) -> None:
    result = grade(f"import numpy as np\nfrom dlcourse import data\ndigits = data.load('nothing')\n{RIGHT}")
    assert result.earned == FULL, messages(result)
    assert result.notes and result.notes[0].startswith("Cell 6 raised ")


def test_a_function_written_into_a_cell_of_the_page_or_of_the_tests_counts(assignment, calibrations) -> None:
    mine = Judge(assignment, PATIENCE, calibrations)
    body = next(name for name, source in assignment.own_cells.items() if "RuntimeError" in source)
    helped = "def total(values):\n    return helper(values)\n" + RIGHT_SCALE
    for ids in ((body,), ("ex-total-test",)):
        cells = [Cell(3, IMPORTS), Cell(4, "def helper(values):\n    return sum(values)", ids), Cell(6, helped)]
        assert mine.grade(cells).earned == FULL
    changed = Cell(4, "raise RuntimeError('another text of the page')", (body,))
    assert mine.grade([Cell(3, IMPORTS), changed, Cell(6, RIGHT)]).notes == []
    public = next(check.public for problem in assignment.problems for check in problem.checks)
    assert mine.grade([Cell(3, IMPORTS), Cell(5, public, ("elsewhere",)), Cell(6, RIGHT)]).notes == [], "public checks are the judge's to run"


@pytest.mark.parametrize(
    "total",
    [
        "from fractions import Fraction\ndef total(values):\n    return sum(map(Fraction, values))\n",
        "%%writefile helper.py\ndef add(values):\n    return sum(values)\n",
        "def total(values):\n    return sum(values)\nnoted = %time total([1, 2])\nassert noted == 3\n",
        "import numpy as np\ndef total(values):\n    return np.sum(values)\n",
    ],
)
def test_what_is_out_of_the_ordinary_is_understood(assignment, calibrations, total: str) -> None:
    cells = [Cell(3, IMPORTS), Cell(5, total), Cell(6, RIGHT_SCALE)]
    if "writefile" in total:
        cells.append(Cell(7, "from helper import add\ndef total(values):\n    return add(values)\n"))
    result = Judge(assignment, PATIENCE, calibrations).grade(cells)
    assert result.earned == FULL and result.notes == [], messages(result)


def test_a_number_too_long_to_carry_is_said_to_be_so(grade) -> None:
    result = grade(RIGHT_SCALE + "def total(values):\n    return 10**2000\n")
    assert "a whole number of more than 1,000 digits cannot be carried" in messages(result)


SETTINGS = "%matplotlib inline\nimport sys\nimport keras\nimport torch\nimport numpy as np\n\ntorch.set_num_threads(1)\nnp.set_printoptions(precision=3)\nsys.setrecursionlimit(9000)"


def test_frameworks_that_nothing_uses_are_not_imported_for_their_settings() -> None:
    assert without_unused_imports(SETTINGS, {"np"}) == "import sys\nimport numpy as np\nnp.set_printoptions(precision=3)\nsys.setrecursionlimit(9000)"
    assert "torch.set_num_threads(1)" in without_unused_imports(SETTINGS, {"torch"})
    assert names_in(SETTINGS) == set() and names_in(f"{SETTINGS}\nx = torch.ones(1)") >= {"torch"}
    mixed = f"{SETTINGS}\nx = 1"
    assert without_unused_imports(mixed, set()) == mixed, "a cell that does anything else is run as it is"
    assert without_unused_imports("import a\nimport b\na.use(b.c)", {"a"}) == "import a\nimport b\na.use(b.c)"


def test_only_definitions_are_run_of_a_cell_that_overran() -> None:
    namespace: dict[str, object] = {}
    define_cell("import math\nx = 2\ny = [1, -2]\nz = open('/nowhere')\nf = lambda v: v + x\nraise ValueError\ndef g():\n    return f(y[1])", "cell", namespace)
    assert namespace["g"]() == 0 and "z" not in namespace and "math" in namespace
