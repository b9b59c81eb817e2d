"""``execute.py NOTEBOOK PYTHON OUTPUT``: run every cell with another Python, on past those that raise, and store what they said."""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_core.paths import jupyter_runtime_dir
from nbclient import NotebookClient

SECONDS = 300  # for one cell: far beyond what smoke needs, so that only a hang is stopped


class ForeignKernel(AsyncKernelManager):
    """A kernel of a given Python, whatever kernels this one knows."""

    python = ""

    @property
    def kernel_spec(self) -> KernelSpec:
        return KernelSpec(argv=[self.python, "-m", "ipykernel_launcher", "-f", "{connection_file}"], display_name="alone", language="python")


def main(notebook: str, python: str, output: str) -> None:
    nb = nbformat.read(notebook, as_version=4)
    Path(jupyter_runtime_dir()).mkdir(parents=True, exist_ok=True)
    kernel = ForeignKernel(connection_file=str(Path(jupyter_runtime_dir(), "alone.json")))
    kernel.python = python
    NotebookClient(nb, km=kernel, timeout=SECONDS, allow_errors=True).execute()
    nbformat.write(nb, output)


if __name__ == "__main__":
    main(*sys.argv[1:])
