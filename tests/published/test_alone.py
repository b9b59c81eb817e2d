"""The launch button's promise: a published notebook runs by itself, in an empty folder, on what Colab brings along.

Three notebooks stand for all on every change; the others are marked ``weekly``.
"""

from __future__ import annotations

import dataclasses
import json
import shutil
import zipfile
from pathlib import Path

import alone
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from dlcourse import notebook

# The lightest in the smoke profile; one of each kind: both frameworks, one, none of the downloads.
LIGHT = ("backpropagation", "gradient-descent", "neural-networks")
SOURCES = sorted(alone.ROOT.glob("chapters/*/*.ipynb"))
CASES = [pytest.param(path, id=path.stem, marks=[] if path.stem in LIGHT else [pytest.mark.weekly]) for path in SOURCES]


def place_of(source: Path, branch: Path) -> Path:
    return branch / "en" / source.relative_to(alone.ROOT)


@pytest.mark.timeout(900)
@pytest.mark.parametrize("source", CASES)
def test_a_published_notebook_runs_alone_and_stops_only_at_its_stubs(source: Path, branch: Path, machine: alone.Machine, tmp_path: Path) -> None:
    outcome = alone.run(place_of(source, branch), tmp_path, machine)
    assert outcome.problems == []
    nb = notebook.read(source)
    assert len(outcome.stops) >= sum(bool(exercise.tests) for exercise in notebook.exercises(nb))
    assert not (tmp_path / "work" / "chapters").exists()


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_the_bootstrap_cell_is_published_as_it_was_written(source: Path, branch: Path) -> None:
    def bootstrap(path: Path) -> list[str]:
        return [cell.source for cell in notebook.read(path).cells if "bootstrap" in notebook.tags(cell)]

    assert bootstrap(place_of(source, branch)) == bootstrap(source) != []


def test_the_light_notebooks_exist() -> None:
    assert set(LIGHT) <= {path.stem for path in SOURCES}


# What stands in the bootstrap cell, without the frameworks, which these notebooks do not need.
BOOTSTRAP = """\
try:
    import dlcourse
except ModuleNotFoundError:
    %pip install -q "dlcourse @ git+https://github.com/dlcourse/dlcourse@main"
    import dlcourse

run = dlcourse.start("planted", frameworks=())"""
# A notebook that does all that it must not, one cell after the other; the last cells are allowed.
FAULTS = {
    "from pathlib import Path\nPath.home().joinpath('diary.txt').write_text('x')": "diary.txt was left in the home folder",
    "import tempfile\ntempfile.mkdtemp(prefix='forgotten-')": "was left in the temporary folder",
    "Path('{root}/planted.txt').write_text('x')": "Read-only file system",
    "import urllib.request\nurllib.request.urlopen('http://192.0.2.1', timeout=5)": "raised URLError",
    "import nbgrader": "raised ModuleNotFoundError: No module named 'nbgrader'",
    "raise NotImplementedError": "raised NotImplementedError",
}


def write(path: Path, *cells: str) -> Path:
    path.write_text(json.dumps(new_notebook(cells=[new_code_cell(source, id=f"cell-{i}") for i, source in enumerate(cells)])))
    return path


def test_whatever_a_notebook_must_not_do_is_caught(machine: alone.Machine, tmp_path: Path) -> None:
    cells = [source.replace("{root}", str(alone.ROOT)) for source in FAULTS]
    allowed = ["Path('notes.txt').write_text('x')", "dlcourse.data.registry.datasets()['mnist'].title"]
    outcome = alone.run(write(tmp_path / "planted.ipynb", BOOTSTRAP, *cells, *allowed), tmp_path / "place", machine)
    for fault in FAULTS.values():
        assert any(fault in problem for problem in outcome.problems), (fault, outcome.problems)
    assert len(outcome.problems) == len(FAULTS) and outcome.stops == []
    assert not (alone.ROOT / "planted.txt").exists()


def test_a_package_that_would_move_what_is_preinstalled_is_caught(machine: alone.Machine, tmp_path: Path) -> None:
    """The same repository, but with a requirement that what Colab has does not meet, and an index that could meet it."""
    hosting = tmp_path / "hosting"
    shutil.copytree(machine.hosting, hosting, ignore=shutil.ignore_patterns(".git"))
    project = hosting / "pyproject.toml"
    project.write_text(project.read_text().replace('"tqdm>=4.65"', '"tqdm>=999"'))
    hosting = alone.host(hosting, tmp_path / "host")
    with zipfile.ZipFile(tmp_path / "tqdm-999-py3-none-any.whl", "w") as wheel:
        wheel.writestr("tqdm/__init__.py", "")
        wheel.writestr("tqdm-999.dist-info/METADATA", "Metadata-Version: 2.1\nName: tqdm\nVersion: 999\n")
        wheel.writestr("tqdm-999.dist-info/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr("tqdm-999.dist-info/RECORD", "")
    strict = dataclasses.replace(machine, hosting=hosting, extra=machine.extra | {"PIP_FIND_LINKS": str(tmp_path)})
    outcome = alone.run(write(tmp_path / "planted.ipynb", BOOTSTRAP), tmp_path / "place", strict)
    assert any(problem.startswith("tqdm was moved from 4.") and problem.endswith("to 999") for problem in outcome.problems), outcome.problems


def test_a_stub_stops_a_notebook_only_where_an_exercise_is_graded() -> None:
    error = {"output_type": "error", "ename": "NotImplementedError", "evalue": "", "traceback": []}
    lesson = {"output_type": "error", "ename": "ValueError", "evalue": "shapes", "traceback": []}
    cells = [
        {"metadata": {"nbgrader": {"grade": True}}, "outputs": [error]},
        {"metadata": {"tags": ["raises-exception"]}, "outputs": [lesson]},
        {"metadata": {}, "outputs": [error]},
        {"metadata": {"nbgrader": {"grade": True}}, "outputs": [lesson]},
    ]
    assert alone.judge({"cells": cells}) == (["cell 3 raised NotImplementedError: ", "cell 4 raised ValueError: shapes"], [1])
