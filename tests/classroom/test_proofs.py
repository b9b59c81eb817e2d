"""``dlcourse prove``: what the judge makes of an exercise's stub, solution and wrong answers, as a table."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import numbers, write_source

from dlcourse import cli
from dlcourse.classroom.proofs import prove
from dlcourse.errors import CourseError

SCALE = "# %% hint: Multiply every element\ndef scale(x, factor):\n    return x + factor\n# %% hint: Negative numbers count too\ndef scale(x, factor):\n    return abs(x * factor)\n"
TOTAL = "# %% hint: Add all values\ndef total(values):\n    return 0\n"


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A notebook outside any course, with its wrong answers in the folder of its name beside it."""
    found = write_source(tmp_path, numbers())
    folder = found.with_suffix("")
    folder.mkdir()
    (folder / "ex-scale.py").write_text(SCALE)
    (folder / "ex-total.py").write_text(TOTAL)
    monkeypatch.chdir(tmp_path)
    return found


def call(path: Path) -> object:
    return CliRunner().invoke(cli.main, ["prove", str(path)], catch_exceptions=False)


def test_the_table_says_what_was_proven(path: Path) -> None:
    result = call(path)
    assert result.exit_code == 0, result.output
    rows = [" ".join(row.split()) for row in result.output.splitlines()]
    assert rows == ["✓ ex-scale stub ✓, solution ✓, 2 of 2 wrong answers rejected", "✓ ex-total stub ✓, solution ✓, 1 of 1 wrong answers rejected", "0 failures"]


def test_a_wrong_answer_that_earns_points_or_gets_another_hint_is_named(path: Path) -> None:
    path.with_suffix("").joinpath("ex-total.py").write_text(TOTAL.replace("return 0", "return sum(values)"))
    path.with_suffix("").joinpath("ex-scale.py").write_text(SCALE.replace("Negative", "Complex"))
    result = call(path)
    assert result.exit_code == 1 and "✗ ex-total" in result.output and "2 failures" in result.output
    assert "ex-total: the wrong answer with the hint 'Add all values' earns points" in result.output
    assert "ex-scale: the wrong answer with the hint 'Complex numbers count too' is told 'Negative numbers count too, not only ….'" in " ".join(result.output.split())


def test_an_exercise_without_wrong_answers_is_refused(path: Path) -> None:
    path.with_suffix("").joinpath("ex-total.py").unlink()
    with pytest.raises(CourseError, match="The exercise ex-total has no wrong answers: write"):
        prove(path)
