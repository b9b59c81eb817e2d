"""What a notebook stores is what its smoke execution shows, by nbval's comparison; and there is something to compare.

The smoke book has executed every notebook; nbval compares these executions here, and executes all by itself in ``make test-notebooks``.
"""

from pathlib import Path

import pytest
from replay import differences

from dlcourse import notebook

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted(path for path in ROOT.glob("chapters/**/*.ipynb") if ".ipynb_checkpoints" not in path.parts)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_smoke_book_shows_what_the_notebook_stores(path, request):
    executed = ROOT / "_build" / "executed" / "smoke" / path.relative_to(ROOT)
    found = differences(path, executed, request.node.parent)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_notebook_stores_an_output_that_nbval_compares(path):
    cells = [cell for _, cell in notebook.code_cells(notebook.read(path)) if notebook.STORED_OUTPUT_TAG in notebook.tags(cell)]
    assert any(cell.outputs for cell in cells)
    # nbval calls a stored output without an execution count an error of the file, not of the code.
    assert all(cell.execution_count == 1 for cell in cells if cell.outputs)
