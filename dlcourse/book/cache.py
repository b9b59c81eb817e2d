"""What an execution depends on, and the store of executions that need not be repeated.

The store is a :class:`joblib.Memory` over a function of one argument that counts, the key: the sha256 of everything that decides an
outcome. An entry is written to a temporary file and renamed, and its compressed form carries a checksum, so an entry that was
half written or damaged later is not believed but computed again.
"""

from __future__ import annotations

import hashlib
import json
import platform
import warnings
from pathlib import Path
from typing import Any, Callable, Iterable, Mapping

PACKAGE = Path(__file__).resolve().parents[1]

# These modules of the runtime's folder are never imported by a notebook.
NOT_RUNTIME = ("cli.py", "cluster.py", "notebook.py")

# Raise when the form of what is stored changes.
FORM = 1


def runtime_digest(package: Path = PACKAGE) -> str:
    """sha256 over the runtime: ``dlcourse/*.py`` and all of ``dlcourse/data`` with the registry, names and contents."""
    modules = [path for path in package.glob("*.py") if path.name not in NOT_RUNTIME]
    data = [path for path in (package / "data").rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    # In a checkout the registry lies beside the package; an installed package carries it in dlcourse/data.
    registry = package.parent / "data" / "registry.toml"
    total = hashlib.sha256()
    for path in sorted([*modules, *data]):
        total.update(f"{path.relative_to(package).as_posix()}\0{file_digest(path)}\n".encode())
    if not (package / "data" / "registry.toml").is_file():
        total.update(f"data/registry.toml\0{file_digest(registry)}\n".encode())
    return total.hexdigest()


def file_digest(path: Path) -> str:
    """sha256 of a file's bytes; empty for a file that is not there."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def machine() -> dict[str, str]:
    """What must be the same wherever notebooks of one build are executed."""
    return {
        "runtime": runtime_digest(),
        "requirements.lock": file_digest(PACKAGE.parent / "requirements.lock"),
        "Python": platform.python_version(),
    }


def manifest(availability: Mapping[str, str], names: Iterable[str]) -> str:
    """Which of the named data sets are real, as text; empty for no names. Raises :class:`KeyError` for an unknown one."""
    return json.dumps({name: availability[name] for name in sorted(names)}) if names else ""


def key_of(**parts: Any) -> str:
    """One name for everything that decides an outcome; the order of the parts does not count."""
    return hashlib.sha256(json.dumps({"form": FORM, **parts}, sort_keys=True, default=str).encode()).hexdigest()


class NotStored(Exception):
    """The store has no believable entry under this key."""


def remembered(key: str, compute: Callable[[], bytes]) -> bytes:
    """What the store remembers. It never changes: joblib empties the store when this function's source does."""
    return compute()


class Store:
    """Executed notebooks as bytes, by key."""

    def __init__(self, folder: Path):
        from joblib import Memory

        memory = Memory(folder, verbose=0, compress=("zlib", 3))
        self._remembered = memory.cache(remembered, ignore=["compute"])
        # joblib would log a traceback for a damaged entry; to us it is simply not there.
        self._remembered.warn = lambda message: None

    def get(self, key: str) -> bytes | None:
        """The bytes stored under ``key``, or None."""

        def absent() -> bytes:
            raise NotStored(key)

        try:
            return self._remembered(key, absent)
        except NotStored:
            return None

    def put(self, key: str, content: bytes) -> None:
        """Store ``content``, replacing what was there."""
        with warnings.catch_warnings():
            # A full disk is reported where the executed notebook itself is written; a cache that cannot be written is no error.
            warnings.simplefilter("ignore")
            self._remembered.call(key, lambda: content)
