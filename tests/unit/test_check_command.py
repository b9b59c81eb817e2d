"""``dlcourse check`` and ``dlcourse format`` as commands: what they print, and how they exit."""

from __future__ import annotations

import time

import pytest
from click.testing import CliRunner
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from dlcourse import notebook
from dlcourse.book import format
from dlcourse.book.check import check_command
from dlcourse.book.check.rules import RULES
from dlcourse.book.format import format_command
from dlcourse.errors import CourseError


@pytest.fixture
def chapters(tmp_path, monkeypatch):
    """An empty course; the commands run in its folder."""
    (tmp_path / "chapters/part").mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text('[project.urls]\nRepository = "https://github.com/dlcourse/dlcourse"\n')
    monkeypatch.chdir(tmp_path)
    return tmp_path / "chapters"


def call(command, *arguments: str):
    return CliRunner().invoke(command, arguments, catch_exceptions=False)


def test_a_clean_page_passes(chapters):
    (chapters / "part/page.md").write_text("# Page\n\nWords.\n")
    result = call(check_command)
    assert result.exit_code == 0
    assert result.output.startswith("1 page, 0 errors, 0 warnings")


def test_a_finding_names_the_file_the_place_and_the_rule_and_fails(chapters):
    (chapters / "part/page.md").write_text("# Page\n\nTwo\nlines.\n")
    result = call(check_command)
    assert result.exit_code == 1
    assert result.output.startswith("chapters/part/page.md: line 3: a paragraph must stand on one line: 'Two' [paragraph-lines]\n")


def test_cells_are_counted_from_one_and_broken_files_do_not_stop_the_rest(chapters):
    notebook.write(new_notebook(cells=[new_markdown_cell("# T"), new_code_cell("x = (", metadata={"tags": ["odd"]})]), chapters / "part/b.ipynb")
    (chapters / "part/a.ipynb").write_text("{")
    output = call(check_command).output
    assert "chapters/part/a.ipynb: " in output and "[readable]" in output
    assert "chapters/part/b.ipynb: cell 2: unknown tag 'odd' [tags]" in output


def test_the_rules_are_listed_with_their_demands(chapters):
    output = call(check_command, "--list").output
    assert [line.split()[0] for line in output.splitlines()] == list(RULES)


def test_outside_a_course_the_check_says_so(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CourseError, match="no course"):
        call(check_command)


def test_proofs_are_shown_as_a_table_and_failures_in_words(chapters):
    cells = [
        new_code_cell("import math", metadata={"tags": ["imports"]}),
        new_markdown_cell("```{exercise-start} T\n:label: ex-one\n```"),
        new_code_cell("### BEGIN SOLUTION\nx = 1\n### END SOLUTION", metadata={"nbgrader": {"solution": True}}),
        new_code_cell('assert x == 1, "x is one"', metadata={"nbgrader": {"grade": True}}),
        new_markdown_cell("```{exercise-end}\n```"),
    ]
    notebook.write(new_notebook(cells=cells), chapters / "part/one.ipynb")
    answers = chapters.parent / "tests/exercises/part/one"
    answers.mkdir(parents=True)
    (answers / "ex-one.py").write_text("# %% hint: x is one\nx = 2\n")
    good = call(check_command, "--exercises")
    assert good.exit_code == 0 and "✓ ex-one" in good.output and "1 of 1 wrong answers rejected" in good.output
    (answers / "ex-one.py").write_text("# %% hint: x is one\nx = 1\n")
    bad = call(check_command, "--exercises")
    assert bad.exit_code == 1 and "chapters/part/one.ipynb: ex-one: the wrong answer with the hint 'x is one' ended with 'passed'" in bad.output


def test_forty_notebooks_are_checked_within_five_seconds_of_computing(chapters):
    prose = "A sentence with $x$, `code` and {term}`gradient`. " * 12
    cells = [part for n in range(20) for part in (new_markdown_cell(f"## H\n\n{prose}"), new_code_cell(f"x = {n}\nprint(x)"))]
    for n in range(40):
        notebook.write(new_notebook(cells=cells), chapters / f"part/n{n}.ipynb")
    began = time.process_time()
    call(check_command)
    assert time.process_time() - began < 5


def test_format_brings_notebooks_into_normal_form_and_check_only_tells(chapters):
    path = chapters / "part/x.ipynb"
    notebook.write(new_notebook(cells=[new_code_cell("x  ", execution_count=3)]), path)
    before = path.read_text()
    told = call(format_command, "--check")
    assert told.exit_code == 1 and "is not in normal form" in told.output and path.read_text() == before
    call(format_command, str(path))
    assert path.read_text() != before
    assert call(format_command, "--check").exit_code == 0


def test_record_stores_checked_outputs_of_the_smoke_profile_only(chapters):
    path = chapters / "part/x.ipynb"
    checked = new_code_cell("import os\nprint(os.environ['DLCOURSE_PROFILE'], os.listdir())", metadata={"tags": ["nbval-check-output"]})
    notebook.write(new_notebook(cells=[checked, new_code_cell("print('not kept')")]), path)
    call(format_command, "--record", str(path))
    kept, dropped = notebook.read(path).cells
    assert kept.outputs[0].text == "smoke []\n"
    assert (kept.execution_count, dropped.outputs) == (1, [])


def test_record_names_the_cell_that_failed_and_leaves_the_file_alone(chapters):
    path = chapters / "part/x.ipynb"
    notebook.write(new_notebook(cells=[new_markdown_cell("# T"), new_code_cell("1 / 0")]), path)
    before = path.read_text()
    with pytest.raises(CourseError, match="cell 2 raised ZeroDivisionError: division by zero"):
        call(format_command, "--record", str(path))
    assert path.read_text() == before


def test_checkpoints_are_left_alone_and_other_files_are_refused(chapters):
    hidden = chapters / "part/.ipynb_checkpoints"
    hidden.mkdir()
    (hidden / "x.ipynb").write_text("{}")
    assert format.find_notebooks([chapters]) == []
    (chapters / "x.txt").write_text("")
    with pytest.raises(CourseError, match="ends in .ipynb"):
        format.find_notebooks([chapters / "x.txt"])
