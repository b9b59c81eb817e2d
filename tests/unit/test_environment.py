"""The three files that describe the environment (pyproject.toml, requirements.lock, environment.yml) agree."""

import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
PYTHONS = ["3.11", "3.12", "3.13"]


def locked_versions(lock: str, python: str) -> dict[str, str]:
    """name -> version of the lock lines whose marker holds for that Python on 64-bit Linux."""
    environment = {"python_version": python, "python_full_version": f"{python}.0", "sys_platform": "linux", "platform_machine": "x86_64"}
    requirements = [Requirement(line) for line in lock.splitlines() if line and not line.startswith("#")]
    return {
        canonicalize_name(r.name): next(iter(r.specifier)).version
        for r in requirements
        if r.marker is None or r.marker.evaluate(environment)
    }


def disagreements(project: dict, lock: str, python: str) -> list[str]:
    """Requirements of the project, extras included, that the lock does not meet."""
    locked = locked_versions(lock, python)
    wanted = [*project["dependencies"], *(r for extra in project["optional-dependencies"].values() for r in extra)]

    def is_met(requirement: Requirement) -> bool:
        version = locked.get(canonicalize_name(requirement.name))
        return version is not None and requirement.specifier.contains(version, prereleases=True)

    return [line for line in wanted if not is_met(Requirement(line))]


@pytest.mark.parametrize("python", PYTHONS)
def test_lock_meets_every_requirement_on_every_supported_python(python):
    assert disagreements(PROJECT, (ROOT / "requirements.lock").read_text(), python) == []


def test_a_requirement_that_the_lock_forgets_or_contradicts_is_found():
    project = {"dependencies": ["numpy>=99"], "optional-dependencies": {"book": ["no-such-package"]}}
    assert disagreements(project, (ROOT / "requirements.lock").read_text(), "3.11") == ["numpy>=99", "no-such-package"]


def test_supported_pythons_are_those_of_the_project():
    supported = SpecifierSet(PROJECT["requires-python"])
    assert all(python in supported for python in PYTHONS)
    assert "3.10" not in supported and "3.14" not in supported


def test_conda_environment_installs_every_extra_under_the_lock():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text())
    conda = [d for d in environment["dependencies"] if isinstance(d, str)]
    python = next(d.partition("=")[2] for d in conda if d.startswith("python="))
    pip = next(d["pip"] for d in environment["dependencies"] if isinstance(d, dict))
    assert python in SpecifierSet(PROJECT["requires-python"])
    assert "-c requirements.lock" in pip
    extras = next(line for line in pip if line.startswith("-e ."))
    assert set(extras[len("-e .[") : -1].split(",")) == set(PROJECT["optional-dependencies"])


def test_makefile_installs_every_extra_under_the_lock():
    makefile = (ROOT / "Makefile").read_text()
    extras = next(line for line in makefile.splitlines() if line.startswith("EXTRAS := "))
    assert set(extras.removeprefix("EXTRAS := ").split(",")) == set(PROJECT["optional-dependencies"])
    assert "-c requirements.lock" in makefile


def test_runtime_has_lower_bounds_only():
    """On Colab the runtime must never move a version that is already there."""
    for line in PROJECT["dependencies"]:
        assert {s.operator for s in Requirement(line).specifier} == {">="}, line
