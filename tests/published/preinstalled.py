"""A folder that holds what Colab brings along, and nothing else of the environment that runs the tests."""

from __future__ import annotations

import importlib.metadata
import tomllib
from collections.abc import Iterable
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

# Besides what the chapters need: Jupyter's kernel, pip, and what pip fetches where it has a network: the tool that builds the
# package, and the extras that a notebook may name.
ALWAYS = ("ipykernel", "pip", "hatchling")
EXTRAS = ("frameworks", "translation")


def link_packages(root: Path, place: Path) -> Path:
    """Link what the chapters of the course in ``root`` need, with all that it needs in turn, into the folder ``place``."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    place.mkdir(parents=True)
    extras = [line for extra in EXTRAS for line in project["optional-dependencies"][extra]]
    for distribution in with_requirements([*ALWAYS, *project["dependencies"], *extras]):
        for name in {file.parts[0] for file in distribution.files or []} - {"..", "__pycache__"}:
            source = Path(str(distribution.locate_file(name)))
            if source.suffix != ".pth" and source.exists() and not (place / name).exists():
                (place / name).symlink_to(source)
    return place


def with_requirements(wanted: Iterable[str]) -> list[importlib.metadata.Distribution]:
    """The distributions that meet the requirements, and theirs; what is not installed is left out."""
    found: dict[str, importlib.metadata.Distribution] = {}
    waiting = [Requirement(line) for line in wanted]
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        if name in found or (requirement.marker and not requirement.marker.evaluate({"extra": ""})):
            continue
        try:
            found[name] = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue
        waiting += [Requirement(line) for line in found[name].requires or []]
    return list(found.values())
