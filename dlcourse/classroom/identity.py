"""Which grader this is: marks of two graders are comparable only when both are made of the same code."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path


@functools.cache
def grader() -> str:
    """sha256 over the source of this package, the same on every machine that has the same version of it."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
