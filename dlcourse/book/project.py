"""Where the book lies: its root, its notebooks, and the folders that the build writes."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Iterable, Iterator

from dlcourse.errors import CourseError

ROOT_MARKS = ("_toc.yml", "_config.yml", "pyproject.toml")


@dataclass(frozen=True)
class Project:
    """The course in the folder ``root``. A *docname* is a page's path below ``root`` without suffix."""

    root: Path

    @classmethod
    def find(cls, start: Path | None = None) -> Project:
        """The project around the folder ``start`` (default: the working directory).

        Raises :class:`CourseError` when no folder upwards holds ``chapters/`` beside one of :data:`ROOT_MARKS`.
        """
        here = (start or Path.cwd()).resolve()
        for folder in (here, *here.parents):
            if (folder / "chapters").is_dir() and any((folder / mark).is_file() for mark in ROOT_MARKS):
                return cls(folder)
        raise CourseError(f"There is no course in {here} or above it: run this inside the course's folder, the one that holds chapters/.")

    @property
    def build(self) -> Path:
        return self.root / "_build"

    @property
    def cache(self) -> Path:
        return self.build / "cache"

    @property
    def results(self) -> Path:
        """The ledger."""
        return self.build / "results.json"

    @property
    def lock(self) -> Path:
        return self.root / "requirements.lock"

    def source(self, docname: str) -> Path:
        return self.root / f"{docname}.ipynb"

    def executed(self, profile: str, docname: str) -> Path:
        return self.build / "executed" / profile / f"{docname}.ipynb"

    def failed(self, profile: str, docname: str) -> Path:
        return self.build / "failed" / profile / f"{docname}.ipynb"

    def notebooks(self) -> list[str]:
        """Docnames of the book's notebooks: those in ``_toc.yml``, in its order, or all below ``chapters/`` where there is none."""
        toc = self.root / "_toc.yml"
        if not toc.exists():
            return self._below(self.root / "chapters")
        return [docname for docname in dict.fromkeys(_toc_files(_read_yaml(toc))) if self.source(docname).is_file()]

    def resolve(self, names: Iterable[str]) -> list[str]:
        """Docnames for what a person may type: paths, folders, docnames (with or without ``chapters/``), or a page's last name.

        Raises :class:`CourseError` for a name that fits no notebook (naming the nearest) or several.
        """
        found: dict[str, None] = {}
        for name in names:
            found.update(dict.fromkeys(self._resolve(name)))
        return list(found)

    def _resolve(self, name: str) -> list[str]:
        known = list(dict.fromkeys([*self.notebooks(), *self._below(self.root / "chapters")]))
        plain = name.removesuffix(".ipynb").rstrip("/")
        for docname in (plain, f"chapters/{plain}"):
            if docname in known:
                return [docname]
        for path in (Path.cwd() / name, Path.cwd() / f"{plain}.ipynb", self.root / name, self.root / "chapters" / name):
            if path.is_file() and path.suffix == ".ipynb":
                return [self._docname(path)]
            if path.is_dir() and self._below(path):
                return self._below(path)
        short = [docname for docname in known if docname.rpartition("/")[2] == plain]
        if len(short) > 1:
            raise CourseError(f"{name!r} fits several notebooks: say which of {', '.join(short)}.")
        return short or self._unknown(name, plain, known)

    def _unknown(self, name: str, plain: str, known: list[str]) -> list[str]:
        by_short_name = {docname.rpartition("/")[2]: docname for docname in known}
        near = difflib.get_close_matches(plain.rpartition("/")[2], by_short_name, n=1, cutoff=0.0)
        hint = f" The nearest is {by_short_name[near[0]]}." if near else " The book has no notebooks yet."
        raise CourseError(f"There is no notebook {name!r}.{hint}")

    def _below(self, folder: Path) -> list[str]:
        found = sorted(folder.rglob("*.ipynb"))
        return [self._docname(path) for path in found if not any(part.startswith(".") for part in path.relative_to(folder).parts)]

    def _docname(self, path: Path) -> str:
        try:
            return path.resolve().relative_to(self.root).with_suffix("").as_posix()
        except ValueError:
            raise CourseError(f"{path} lies outside the course in {self.root}: copy it below chapters/ first.") from None


def _read_yaml(path: Path) -> Any:
    import yaml

    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise CourseError(f"{path.name} is not valid YAML: {str(error).splitlines()[0]}.") from None


def _toc_files(node: Any) -> Iterator[str]:
    """Every page that a table of contents names, in reading order."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key in ("root", "file") and isinstance(value, str):
                yield value.removesuffix(".ipynb").removesuffix(".md")
            else:
                yield from _toc_files(value)
    elif isinstance(node, list):
        for item in node:
            yield from _toc_files(item)
