"""The command line: instant help, one sentence for what a person can mend, and its exit code."""

from __future__ import annotations

import errno
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from dlcourse import cli
from dlcourse.book.project import Project
from dlcourse.errors import CourseError


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    for name in ("foundations/digits", "foundations/overview", "architectures/cnn", "architectures/overview"):
        path = tmp_path / "chapters" / f"{name}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{}")
    (tmp_path / "pyproject.toml").touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DLCOURSE_PROFILE", raising=False)
    return Project(tmp_path)


def test_help_imports_no_subcommand() -> None:
    script = "import sys\nfrom dlcourse.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass\nprint('book' in ''.join(m for m in sys.modules if m.startswith('dlcourse.')), 'numpy' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True).stdout
    assert "Execute notebooks" in said and said.strip().endswith("False False")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["run", "--profile", "quick"], "no profile 'quick': choose one of smoke, standard, full"),
        (["run", "digit"], "no notebook 'digit'. The nearest is chapters/foundations/digits"),
        (["run", "overview"], "fits several notebooks"),
    ],
)
def test_what_was_mistyped_is_said_in_one_line(arguments: list[str], message: str, project: Project) -> None:
    result = CliRunner().invoke(cli.main, arguments)
    assert result.exit_code == 2
    assert message in result.stderr and result.stderr.count("\n") == 1


def test_outside_a_course_the_command_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(cli.main, ["run"])
    assert result.exit_code == 2 and "no course in" in result.stderr


@pytest.mark.parametrize(
    "name",
    ["digits", "foundations/digits", "chapters/foundations/digits", "chapters/foundations/digits.ipynb", "foundations/digits.ipynb", "./chapters/foundations/digits.ipynb"],
)  # fmt: skip
def test_a_notebook_goes_by_many_names(name: str, project: Project) -> None:
    assert project.resolve([name]) == ["chapters/foundations/digits"]


def test_a_folder_stands_for_its_notebooks_each_once(project: Project) -> None:
    assert project.resolve(["chapters/architectures", "cnn"]) == ["chapters/architectures/cnn", "chapters/architectures/overview"]


def test_a_notebook_outside_the_course_is_refused(project: Project, tmp_path_factory: pytest.TempPathFactory) -> None:
    stranger = tmp_path_factory.mktemp("elsewhere") / "x.ipynb"
    stranger.write_text("{}")
    with pytest.raises(CourseError, match="outside the course"):
        project.resolve([str(stranger)])


def test_the_table_of_contents_decides_what_is_run_and_in_which_order(project: Project) -> None:
    toc = "root: index\nparts:\n- chapters:\n  - file: chapters/foundations/overview\n    sections:\n    - file: chapters/architectures/cnn\n  - file: chapters/prose\n"
    (project.root / "_toc.yml").write_text(toc)
    assert project.notebooks() == ["chapters/foundations/overview", "chapters/architectures/cnn"]


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (CourseError("One thing."), 2, "dlcourse: One thing."),
        (ModuleNotFoundError("No module named 'papermill'", name="papermill"), 2, "needs papermill"),
        (OSError(errno.ENOSPC, "full"), 2, "disk is full"),
        (KeyboardInterrupt(), 130, "Stopped"),
    ],
)
def test_errors_become_a_sentence_and_an_exit_code(error: BaseException, code: int, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    @click.command("run")
    def broken() -> None:
        raise error

    monkeypatch.setattr(cli.CourseGroup, "get_command", lambda *_: broken)
    result = CliRunner().invoke(cli.main, ["run"])
    assert result.exit_code == code and message in result.stderr and "Traceback" not in result.stderr


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(cli.COMMANDS, "run", ("not_installed_anywhere:command", ""))
    result = CliRunner().invoke(cli.main, ["run"])
    assert result.exit_code == 2 and "not_installed_anywhere, which is not installed: pip install 'dlcourse[book]'" in result.stderr
