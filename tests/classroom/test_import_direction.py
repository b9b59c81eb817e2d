"""Imports point one way: the runtime knows nothing above it, the classroom builds on publishing, and a sandbox needs no dependency."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import dlcourse

PACKAGE = Path(dlcourse.__file__).parent


def imported(path: Path) -> set[str]:
    """The modules of the course that a file imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.update([node.module, *(f"{node.module}.{alias.name}" for alias in node.names)])
    return {name for name in found if name.startswith("dlcourse")}


def storey(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0]
    return first if first in ALLOWED else "runtime"


ALLOWED = {
    "runtime": (),
    "book": ("dlcourse.book",),
    "publishing": ("dlcourse.publishing",),
    "classroom": ("dlcourse.classroom", "dlcourse.publishing"),
}
UPPER = tuple(f"dlcourse.{name}" for name in ALLOWED if name != "runtime")


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_only_point_down(path: Path) -> None:
    upper = {name for name in imported(path) if name.startswith(UPPER)}
    assert not {name for name in upper if not name.startswith(ALLOWED[storey(path)])}


def test_a_reversed_import_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "planted.py"
    path.write_text("def late():\n    from dlcourse.classroom import judge\n")
    assert imported(path) == {"dlcourse.classroom", "dlcourse.classroom.judge"} and storey(PACKAGE / "publishing" / "links.py") == "publishing"


def test_what_runs_in_the_sandbox_imports_nothing_but_the_standard_library() -> None:
    script = "import sys\nfrom dlcourse.classroom import worker\nprint(sorted({m.partition('.')[0] for m in sys.modules} - set(sys.stdlib_module_names) - {'__main__', 'dlcourse', 'rfc3987_syntax'}))"
    said = subprocess.run(
        [sys.executable, "-S", "-c", script], capture_output=True, text=True, cwd=PACKAGE.parent, env={"PYTHONPATH": str(PACKAGE.parent)}
    )
    assert said.stdout.strip() == "[]", said.stderr
