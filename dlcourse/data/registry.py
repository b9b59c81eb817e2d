"""The registry of data sets: what each one is called, who made it, under which licence, and which bytes it consists of."""

from __future__ import annotations

import difflib
import functools
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dlcourse.errors import CourseError


@dataclass(frozen=True)
class Item:
    """A file: ``name`` below the data set's folder, ``size`` in bytes. ``archive`` is the file that holds it, if one does."""

    name: str
    sha256: str
    size: int
    urls: tuple[str, ...] = ()
    archive: Item | None = None


@dataclass(frozen=True)
class Dataset:
    """One entry of the registry.

    ``citation`` is a key of ``references.bib``; ``home`` the page of its publisher, where the registry names one.
    ``folder`` is the data set's place below ``$DLCOURSE_DATA`` and below the cache. ``files`` are what is downloaded; ``items``
    what is read: a plain file itself, an archive's registered members. ``standard_files`` name the items that the standard profile
    needs; the data set counts as present when they are.
    """

    name: str
    title: str
    licence: str
    citation: str
    description: str
    folder: str
    files: tuple[Item, ...]
    items: dict[str, Item]
    standard_files: tuple[str, ...]
    home: str = ""

    @property
    def size(self) -> int:
        """What a complete download takes, in bytes."""
        return sum(file.size for file in self.files)


def registry_path() -> Path:
    """Where the registry stands: inside the installed package, or at the root of a checkout."""
    package = Path(__file__).parent
    installed = package / "registry.toml"
    return installed if installed.exists() else package.parents[1] / "data" / "registry.toml"


@functools.cache
def datasets(path: Path | None = None) -> dict[str, Dataset]:
    """All data sets by name, in the registry's order."""
    entries = tomllib.loads((path or registry_path()).read_text(encoding="utf-8"))
    return {name: _dataset(name, entry) for name, entry in entries.items()}


def find(name: str) -> Dataset:
    """The data set called ``name``; raises :class:`~dlcourse.errors.CourseError`, with the nearest names, when there is none."""
    known = datasets()
    if name in known:
        return known[name]
    near = difflib.get_close_matches(name, known, n=3, cutoff=0.4) or list(known)
    raise CourseError(f"There is no data set {name!r}: did you mean {', '.join(near)}?")


def _dataset(name: str, entry: dict[str, Any]) -> Dataset:
    files: list[Item] = []
    items: dict[str, Item] = {}
    for file in entry["files"]:
        whole = Item(file["name"], file["sha256"], file["bytes"], tuple(file.get("urls", ())))
        files.append(whole)
        members = [Item(m["name"], m["sha256"], m["bytes"], archive=whole) for m in file.get("members", ())]
        items |= {item.name: item for item in members or [whole]}
    return Dataset(
        name=name,
        title=entry["title"],
        licence=entry["licence"],
        citation=entry["citation"],
        description=entry["description"],
        folder=entry.get("folder", name),
        files=tuple(files),
        items=items,
        standard_files=tuple(entry.get("standard_files", items)),
        home=entry.get("home", ""),
    )
