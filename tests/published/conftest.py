"""The published notebooks, and the machine that each of them is put on."""

from __future__ import annotations

import shutil
from pathlib import Path

import alone
import preinstalled
import pytest

from dlcourse.publishing import publish

# Without an index, pip can move nothing and bring nothing; what builds the package is preinstalled in place of being fetched.
WITHOUT_INDEX = {"PIP_NO_INDEX": "1", "PIP_NO_BUILD_ISOLATION": "0"}


@pytest.fixture(scope="session")
def branch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The content of the notebooks' branch."""
    folder = tmp_path_factory.mktemp("branch") / "notebooks"
    publish.publish(alone.ROOT, folder)
    return folder


@pytest.fixture(scope="session")
def machine(tmp_path_factory: pytest.TempPathFactory) -> alone.Machine:
    """What Colab brings along, without the course, where nothing can be written and no network be reached."""
    if shutil.which("bwrap") is None:
        pytest.fail("Published notebooks cannot be confined: install the package 'bubblewrap'.", pytrace=False)
    folder = tmp_path_factory.mktemp("machine")
    packages = preinstalled.link_packages(alone.ROOT, folder / "preinstalled")
    return alone.Machine(alone.host(alone.ROOT, folder / "hosting"), packages, confined=True, extra=WITHOUT_INDEX)
