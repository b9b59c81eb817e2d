"""Data sets without a network: an empty machine, small files in the place of the real ones, and the real ones where they are."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from dlcourse import data
from dlcourse.data import download, registry

REAL = os.environ.get("DLCOURSE_DATA", "")
needs_real_data = pytest.mark.skipif(not REAL, reason="DLCOURSE_DATA names no folder with the real files")


@pytest.fixture
def offline(request, tmp_path, monkeypatch):
    """No ready files unless the test asks for the real ones, an empty cache, no network; a run in the standard profile."""
    monkeypatch.setattr(download, "_failed", {})
    monkeypatch.setenv("DLCOURSE_OFFLINE", "1")
    monkeypatch.setenv("DLCOURSE_CACHE", str(tmp_path / "cache"))
    if "real_data" not in request.fixturenames:
        monkeypatch.delenv("DLCOURSE_DATA", raising=False)
    data.begin(stand_ins_only=False, real_only=False)
    yield
    data.begin(stand_ins_only=False, real_only=False)


@pytest.fixture
def real_data():
    """The folder of real files that the tests were started with."""
    return REAL


def lay_ready(folder: Path, monkeypatch, name: str, files: dict[str, bytes]) -> None:
    """Put small files into a folder of ready files and register them in the place of the real ones."""
    entry = {"title": name.upper(), "licence": "CC0", "citation": "none", "description": "", "files": []}
    for file, content in files.items():
        path = folder / name / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        entry["files"].append({"name": file, "sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)})
    monkeypatch.setenv("DLCOURSE_DATA", str(folder))
    monkeypatch.setattr(registry, "datasets", lambda: {name: registry._dataset(name, entry)})
