"""Imported once by the process from which proofs are forked: what takes long to import, and nothing that starts a thread.

A thread would be missing in the forks, so this module is imported before NumPy, which is told to have none of its own.
"""

from __future__ import annotations

import contextlib
import importlib
import os

os.environ.update({"OPENBLAS_NUM_THREADS": "1", "TF_CPP_MIN_LOG_LEVEL": "3", "MPLBACKEND": "agg"})
for name in ("matplotlib.pyplot", "torch", "keras"):
    # A notebook that needs what is not installed says so itself.
    with contextlib.suppress(ImportError):
        importlib.import_module(name)
