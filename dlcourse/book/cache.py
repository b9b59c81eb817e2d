"""What an execution depends on, and the store of executions that need not be repeated.

The store is a :class:`joblib.Memory` over a function of one argument that counts, the key: the sha256 of everything that decides an
outcome. An entry is written to a temporary file and renamed, and its compressed form carries a checksum, so an entry that was
half written or damaged later is not believed but computed again.
"""

from __future__ import annotations

import ast
import functools
import hashlib
import json
import platform
import re
import tomllib
import warnings
from pathlib import Path
from typing import Any, Callable, Collection, Iterable, Mapping

PACKAGE = Path(__file__).resolve().parents[1]

# These modules of the runtime's folder are never imported by a notebook.
NOT_RUNTIME = ("cli.py", "cluster.py", "data_commands.py", "notebook.py")

# Raise when the form of what is stored changes.
FORM = 1


def runtime_digest(package: Path = PACKAGE) -> str:
    """sha256 over the runtime: ``dlcourse/*.py`` and all of ``dlcourse/data`` with the registry, names and contents."""
    total = hashlib.sha256()
    for path in sorted([*_modules(package), *_data_files(package), *_registry(package)]):
        total.update(f"{path.name}\0{file_digest(path)}\n".encode())
    return total.hexdigest()


def _modules(package: Path) -> list[Path]:
    return [path for path in package.glob("*.py") if path.name not in NOT_RUNTIME]


def _data_files(package: Path) -> list[Path]:
    return [path for path in (package / "data").rglob("*") if path.is_file() and "__pycache__" not in path.parts and path.name != "registry.toml"]


def _registry(package: Path) -> list[Path]:
    """The registry, if there is one: in a checkout beside the package, in an installed package in dlcourse/data."""
    return [path for path in (package / "data" / "registry.toml", package.parent / "data" / "registry.toml") if path.is_file()][:1]


# Code that names these may reach what it does not name.
ANYTHING = {"getattr", "importlib", "__import__", "eval", "exec", "globals", "vars"}


class Runtime:
    """The runtime as one notebook sees it, so that a new data set does not execute the whole book again.

    Of ``dlcourse/data`` a notebook sees the loaders that its code names, what these import and the files that they name, and of the
    registry the data sets that it declares. Of the rest, which changes seldom, it sees everything.
    """

    def __init__(self, package: Path = PACKAGE):
        self.modules = {path.name: file_digest(path) for path in _modules(package)}
        files = {path.name: path for path in _data_files(package)}
        self.data = {name: file_digest(path) for name, path in files.items()}
        self.texts = {name: path.read_text(encoding="utf-8") for name, path in files.items() if path.suffix == ".py"}
        self.registry = {name: entry for path in _registry(package) for name, entry in tomllib.loads(path.read_text(encoding="utf-8")).items()}
        # All at once and before any kernel runs: Python 3.11 may fail to parse while another thread does.
        self.imports = {name: _imports(text) for name, text in self.texts.items()}
        self.exports = {alias.asname or alias.name: f"{module}.py" for module, alias in self.imports.get("__init__.py", [])}

    def digest(self, code: str, datasets: Collection[str]) -> str:
        """sha256 over what decides the outcome of ``code``, a notebook's, that declares ``datasets``."""
        words = set(re.findall(r"\w+", code))
        seen = set(self.data) if words & ANYTHING else self.reached(words)
        data = {name: self.data[name] for name in sorted(seen)}
        return key_of(modules=self.modules, data=data, registry={name: self.registry.get(name) for name in datasets})

    def reached(self, words: set[str]) -> set[str]:
        """The files of ``dlcourse/data`` that code with these words can reach; the package's list of loaders is none of them."""
        named = {self.exports[word] for word in words if word in self.exports} | {f"{word}.py" for word in words}
        seen: set[str] = set()
        waiting = (named | {"policy.py"}) & set(self.texts)
        while waiting:
            name = waiting.pop()
            seen.add(name)
            imported = {f"{part}.py" for module, alias in self.imports[name] for part in (module, alias.name)}
            waiting |= (imported & set(self.texts)) - seen
            seen |= {other for other in self.data if other not in self.texts and other in self.texts[name]}
        return seen


@functools.lru_cache(maxsize=64)
def _imports(text: str) -> list[tuple[str, ast.alias]]:
    """What a module takes from ``dlcourse.data``: the module of it that is named, or ``data``, and the name."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and (node.level or (node.module or "").startswith("dlcourse.data")):
            found += [((node.module or "").rpartition(".")[2], alias) for alias in node.names]
        elif isinstance(node, ast.Import):
            found += [(alias.name.rpartition(".")[2], alias) for alias in node.names if alias.name.startswith("dlcourse.data.")]
    return found


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
