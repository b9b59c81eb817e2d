"""Bring notebooks into the repository's normal form, and record the outputs that the tests compare."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

import click
from nbformat import NotebookNode

from dlcourse import notebook
from dlcourse.errors import CourseError

CELL_SECONDS = 60


@click.command("format")
@click.argument("notebooks", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--check", is_flag=True, help="Change nothing; exit with 1 when a notebook is not in normal form.")
@click.option("--record", is_flag=True, help="Execute in the smoke profile and store the outputs of nbval-check-output cells.")
def format_command(notebooks: tuple[Path, ...], check: bool, record: bool) -> None:
    """Bring NOTEBOOKS (all chapters, if none is named) into normal form."""
    if check and record:
        raise CourseError("Choose one of --check and --record: the first changes nothing, the second stores outputs.")
    changed = 0
    for path in find_notebooks(notebooks):
        nb = notebook.read(path)
        before = path.read_text(encoding="utf-8")
        if record:
            execute_smoke(nb, path)
        notebook.normalise(nb)
        if notebook.dumps(nb) == before:
            continue
        changed += 1
        if not check:
            notebook.write(nb, path)
        click.echo(f"{path}: {'is not in normal form' if check else 'recorded' if record else 'formatted'}")
    if check and changed:
        click.echo(f"{changed} notebook(s) to format: run 'dlcourse format'.", err=True)
        raise SystemExit(1)


def find_notebooks(paths: Iterable[Path], suffixes: tuple[str, ...] = (".ipynb",)) -> list[Path]:
    """The files that ``paths`` name, folders searched through; ``chapters`` when there are none. Hidden files are left alone.

    Raises :class:`CourseError` for a file of another kind.
    """
    found: list[Path] = []
    for path in paths or (Path("chapters"),):
        if path.is_dir():
            inside = (p for p in sorted(path.rglob("*")) if p.suffix in suffixes)
            found += [p for p in inside if not any(part.startswith(".") for part in p.relative_to(path).parts)]
        elif path.suffix in suffixes:
            found.append(path)
        else:
            raise CourseError(f"{path} is not one of the course's pages: name a file that ends in {' or '.join(suffixes)}.")
    return found


def execute_smoke(nb: NotebookNode, path: Path) -> NotebookNode:
    """Execute ``nb`` in place in the smoke profile, in an empty folder that is thrown away, and return it.

    Raises :class:`CourseError` naming ``path``, the cell and the exception when a cell fails.
    """
    # The client brings Jupyter along, which a mere reformatting should not have to wait for.
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
    from traitlets.config import Config

    environment = {**os.environ, "DLCOURSE_PROFILE": "smoke", "OMP_WAIT_POLICY": "PASSIVE"}
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder, "work")
        work.mkdir()
        resources = {"metadata": {"path": str(work)}}
        # Sockets in the file system: nobody else on the machine can speak to the kernel, and no two kernels want one port.
        config = Config({"KernelManager": {"transport": "ipc", "ip": f"{folder}/kernel"}})
        client = NotebookClient(nb, timeout=CELL_SECONDS, kernel_name="python3", resources=resources, config=config)
        try:
            client.execute(env=environment)
        except CellExecutionError as error:
            raise CourseError(f"{path}: cell {failed_cell(nb)} raised {error.ename}: {error.evalue}") from None
        except (CellTimeoutError, DeadKernelError, RuntimeError) as error:
            raise CourseError(f"{path}: the smoke execution stopped: {str(error).splitlines()[0]}") from None
    return nb


def failed_cell(nb: NotebookNode) -> int | str:
    """The number, counted from one, of the first cell that stored an error without announcing it, or a question mark."""
    for i, cell in notebook.code_cells(nb):
        if "raises-exception" not in notebook.tags(cell) and any(o.output_type == "error" for o in cell.get("outputs", [])):
            return i + 1
    return "?"
