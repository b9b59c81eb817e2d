"""nbval's comparison on a notebook that the smoke book has executed already: nbval asks a kernel, and the executed copy answers for it.

What is compared, and how, is nbval's own (``--nbval-lax``); only the computing is not done twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from nbformat import NotebookNode
from nbval.plugin import IPyNbFile, NbCellError

from dlcourse import notebook


class Replay:
    """Stands in for nbval's kernel: each code cell is answered with the outputs that stand in the executed copy."""

    def __init__(self, cells: Iterable[NotebookNode]):
        self.cells = iter(cells)
        self.messages: list[dict[str, Any]] = []

    def is_alive(self) -> bool:
        return True

    def execute_cell_input(self, source: str, allow_stdin: bool | None = None) -> str:
        cell = next(self.cells)
        assert cell.source == source, "the executed copy has other cells"
        shown = [(output.output_type, {k: v for k, v in output.items() if k != "output_type"}) for output in cell.outputs]
        said = [*shown, ("status", {"execution_state": "idle"})]
        self.messages = [{"msg_type": kind, "content": NotebookNode(content), "parent_header": {"msg_id": cell.id}} for kind, content in said]
        return cell.id

    def await_reply(self, msg_id: str, timeout: float | None = None) -> None:
        """It has replied already."""

    await_idle = await_reply

    def get_message(self, stream: str, timeout: float | None = None) -> dict[str, Any]:
        return self.messages.pop(0)

    def stop(self) -> None:
        """There is nothing to stop."""


class Executed(IPyNbFile):
    """A notebook as nbval collects it, with the executed copy for its kernel."""

    copy: NotebookNode

    def setup(self) -> None:
        self.kernel = Replay(cell for _, cell in notebook.code_cells(self.copy))
        self.setup_sanitize_files()


def differences(source: Path, executed: Path, parent: pytest.Collector) -> list[str]:
    """What nbval finds wrong with the stored outputs of ``source``, going by the smoke execution ``executed``; one text a cell."""
    if not executed.is_file():
        return [f"{source.name} has not been executed: run `make preview` first."]
    file = Executed.from_parent(parent, path=source)
    file.copy, file.compare_outputs = notebook.read(executed), False
    run = file.copy.metadata.get("dlcourse_run", {})
    if (run.get("profile"), run.get("source_digest")) != ("smoke", notebook.digest(notebook.read(source))):
        return [f"{source.name} has changed since it was executed: run `make preview` first."]
    cells = list(file.collect())
    file.setup()
    found = []
    for cell in cells:
        try:
            cell.runtest()
        except NbCellError as error:
            found.append(f"cell {cell.cell_num}: {error}\n{error.inner_traceback or ''}")
    return found
