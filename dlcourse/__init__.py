"""Runtime of the course *Deep Learning: From Foundations to Frontier*.

A notebook imports this package, calls :func:`start` once, and holds the returned :class:`~dlcourse.run.Run`. Submodules and
deep-learning frameworks are imported only when they are used, so ``import dlcourse`` is quick and needs neither framework.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

__version__ = "0.1.0"
__all__ = ["data", "parity", "plots", "start", "training"]

if TYPE_CHECKING:
    from dlcourse import data, parity, plots, training
    from dlcourse.run import start

_SUBMODULES = ("data", "parity", "plots", "training")


def __getattr__(name: str):
    if name == "start":
        return importlib.import_module("dlcourse.run").start
    if name in _SUBMODULES:
        return importlib.import_module(f"dlcourse.{name}")
    raise AttributeError(f"module 'dlcourse' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
