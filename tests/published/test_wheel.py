"""What ``pip install dlcourse`` gives: a small, pure runtime with its registry, which imports at once and holds nothing back."""

from __future__ import annotations

import email
import subprocess
import sys
import zipfile
from pathlib import Path

import alone
import pytest
from packaging.requirements import Requirement

# All that a notebook's first cell brings: the runtime, and the classroom with what it builds on, which also work away from the sources.
WHEEL_KILOBYTES = 200
RELEASING = "dlcourse.classroom.release", "dlcourse.classroom.grade", "dlcourse.publishing.publish", "dlcourse.data_commands"
# The promise is 0.3 s; a busy machine may take several times as long, an eager import of a framework far longer.
IMPORT_SECONDS = 1.5
NEVER_IMPORTED = ("numpy", "matplotlib", "torch", "tensorflow", "keras", "sklearn", "nbformat", "click", "pooch")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    source = alone.host(alone.ROOT, folder / "source")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-index", "--no-build-isolation", "--wheel-dir", str(folder), str(source)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (found,) = folder.glob("*.whl")
    return found


def test_the_wheel_is_small_and_pure(wheel: Path) -> None:
    assert wheel.name.endswith("-py3-none-any.whl")
    assert wheel.stat().st_size < WHEEL_KILOBYTES * 1000
    with zipfile.ZipFile(wheel) as archive:
        files = [file for file in archive.infolist() if not file.filename.partition("/")[0].endswith(".dist-info")]
    names = [file.filename for file in files]
    assert not [name for name in names if not name.startswith("dlcourse/") or name.endswith((".so", ".pyd", ".ipynb", ".pyc"))]
    assert {"dlcourse/__init__.py", "dlcourse/data/registry.toml", "dlcourse/cli.py", "dlcourse/data/cora_planetoid_order.txt"} <= set(names)
    assert not [name for name in names if name.startswith("dlcourse/book/")], "the book tool works on the sources alone, and comes with them"


def test_its_requirements_are_the_projects(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = email.message_from_bytes(archive.read(name))
    requirements = [Requirement(line) for line in metadata.get_all("Requires-Dist")]
    always = [r for r in requirements if r.marker is None]
    assert {r.name for r in always} == {"matplotlib", "numpy", "pooch", "scikit-learn", "tqdm"}
    assert {specifier.operator for r in always for specifier in r.specifier} == {">="}
    assert {"book", "classroom", "test", "frameworks"} <= set(metadata.get_all("Provides-Extra"))


def test_it_imports_at_once_and_finds_its_registry(wheel: Path, tmp_path: Path) -> None:
    """From the wheel alone: the checkout is not on the path."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    script = (
        "import sys, time\nbegan = time.perf_counter()\nimport dlcourse\ntook = time.perf_counter() - began\n"
        f"eager = [name for name in {NEVER_IMPORTED!r} if name in sys.modules]\n"
        "from dlcourse.data import registry\nprint(took, eager, dlcourse.__file__, registry.registry_path(), len(registry.datasets()) > 5, sep='\\n')"
    )
    took, eager, package, path, known = run_isolated(script, tmp_path).splitlines()
    assert float(took) < IMPORT_SECONDS
    assert (eager, known) == ("[]", "True")
    assert package.startswith(str(tmp_path)) and path.startswith(str(tmp_path))


def test_without_the_sources_it_releases_and_lists_data_and_says_where_the_book_tool_is(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    imports = "\n".join(f"import {name}" for name in RELEASING)
    listing = "from click.testing import CliRunner\nfrom dlcourse import cli\n"
    listing += "for command in (['data', 'list'], ['book'], ['radar', 'scan']):\n    done = CliRunner().invoke(cli.main, command)\n"
    listing += "    print(done.exit_code, done.stdout.count('MNIST') > 0, done.stderr.strip())"
    data, *tools = run_isolated(f"{imports}\n{listing}", tmp_path).splitlines()
    assert data.startswith("0 True")
    for line, name in zip(tools, ("book", "radar"), strict=True):
        assert line == f"2 False dlcourse: dlcourse {name} works on the course's sources: get these, and run pip install -e '.[book]' in their folder."


def run_isolated(script: str, packages: Path) -> str:
    """Run a script that sees ``packages`` before anything else, and no checkout."""
    code = f"import sys; sys.path.insert(0, {str(packages)!r}); exec({script!r})"
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, cwd=packages)
    assert done.returncode == 0, done.stderr
    return done.stdout
