#!/usr/bin/env python3
"""Run published notebooks as Colab would: each alone in an empty folder, where everything but the course's own package is installed.

``alone.py NOTEBOOKS`` takes files and folders, makes for each notebook a fresh virtual environment over the packages of this Python, and
runs every cell in the smoke profile. The bootstrap cell is run as it stands: git is told to find the repository here instead of at its
public address. It needs nothing but ``nbclient``, so that Colab's own container can run it. The tests do the same with a folder of
packages that they choose, on a machine where nothing else can be written.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# What the package is made from.
SOURCES = ("pyproject.toml", "README.md", "LICENSE", "dlcourse", "data")
ADDRESS = re.compile(r"git\+(?P<address>https://[^@\s\"]+)@(?P<branch>[\w./-]+)")
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS")
# Of two versions the one that comes first on the path counts, as it does for an import.
LIST_PACKAGES = "import importlib.metadata as m, json; print(json.dumps({d.name: d.version for d in reversed(list(m.distributions()))}))"


@dataclass(frozen=True)
class Machine:
    """What a notebook finds: ``hosting`` stands in for the site that hosts the repository.

    ``packages`` is the folder of what is preinstalled; without one, that is what this Python has. ``confined`` lets nothing be written
    outside the notebook's own folders, and no network be reached; ``extra`` goes to the environment.
    """

    hosting: Path
    packages: Path | None = None
    confined: bool = False
    extra: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """What went wrong, one sentence each, and the cells (counted from one) at which an unsolved exercise stopped."""

    problems: list[str]
    stops: list[int]


def host(root: Path, place: Path) -> Path:
    """A git repository in ``place`` that holds the package of the course in ``root``, as it stands there now."""
    place.mkdir(parents=True)
    for name in SOURCES:
        source = root / name
        if source.is_dir():
            shutil.copytree(source, place / name, ignore=shutil.ignore_patterns("__pycache__", "cache", "_build"))
        else:
            shutil.copy2(source, place / name)
    who = ["-c", "user.name=course", "-c", "user.email=course@localhost", "-c", "commit.gpgsign=false"]
    for command in (["init", "--quiet", "--initial-branch=main"], ["add", "--all"], [*who, "commit", "--quiet", "--message=The course"]):
        subprocess.run(["git", *command], cwd=place, check=True, capture_output=True)
    return place


def run(notebook: Path, place: Path, machine: Machine) -> Outcome:
    """Run one notebook alone in the empty folder ``place``."""
    work, home, temporary, cache = (place / name for name in ("work", "home", "tmp", "cache"))
    for folder in (work, home, temporary, cache):
        folder.mkdir(parents=True)
    python = make_environment(place / "environment", machine.packages)
    shutil.copy2(notebook, work)
    environment = surroundings(notebook, python, place, machine)
    before = installed(python)
    command = [sys.executable, str(Path(__file__).with_name("execute.py")), notebook.name, str(python), str(place / "executed.ipynb")]
    done = subprocess.run(confinement(place) + command if machine.confined else command, cwd=work, env=environment, capture_output=True, text=True)
    if done.returncode:
        return Outcome([f"it could not be run: {(done.stderr.strip().splitlines() or ['no reason given'])[-1]}"], [])
    problems, stops = judge(json.loads((place / "executed.ipynb").read_text(encoding="utf-8")))
    return Outcome([*problems, *moved(before, installed(python)), *left_behind({"home": home, "temporary": temporary})], stops)


def make_environment(place: Path, packages: Path | None) -> Path:
    """A virtual environment that sees the folder ``packages``, or else what this Python has installed; return its Python."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", *([] if packages else ["--system-site-packages"]), str(place)], check=True)
    python = place / "bin" / "python"
    if packages:
        (site,) = place.glob("lib/python*/site-packages")
        (site / "preinstalled.pth").write_text(f"{packages}\n")
    return python


def surroundings(notebook: Path, python: Path, place: Path, machine: Machine) -> dict[str, str]:
    """The environment of the notebook. What preinstalled libraries keep for themselves goes to the cache."""
    address = ADDRESS.search(notebook.read_text(encoding="utf-8"))
    redirect = {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.file://{machine.hosting}.insteadOf",
        "GIT_CONFIG_VALUE_0": address["address"] if address else "",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_TERMINAL_PROMPT": "0",
    }
    cache = place / "cache"
    folders = {
        "HOME": place / "home",
        "TMPDIR": place / "tmp",
        "XDG_CACHE_HOME": cache,
        "MPLCONFIGDIR": cache / "matplotlib",
        "KERAS_HOME": cache / "keras",
        "NUMBA_CACHE_DIR": cache / "numba",
        "TORCHINDUCTOR_CACHE_DIR": cache / "torch",
        "IPYTHONDIR": cache / "ipython",
        "JUPYTER_RUNTIME_DIR": cache / "jupyter",
        "JUPYTER_CONFIG_DIR": cache / "jupyter",
        "JUPYTER_DATA_DIR": cache / "jupyter",
    }
    return {
        "PATH": f"{python.parent}:/usr/local/bin:{os.defpath}",
        "LANG": "C.UTF-8",
        "DLCOURSE_PROFILE": "smoke",
        "PYTHONDONTWRITEBYTECODE": "1",
        "OMP_WAIT_POLICY": "PASSIVE",
        **dict.fromkeys(THREADS, "1"),
        **{name: str(folder) for name, folder in folders.items()},
        **redirect,
        **machine.extra,
    }


def confinement(place: Path) -> list[str]:
    """Let a command write below ``place`` and nowhere else, and reach no network."""
    readable = ["--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc"]
    return ["bwrap", *readable, "--bind", str(place), str(place), "--unshare-net", "--die-with-parent"]


def installed(python: Path) -> dict[str, str]:
    """The packages that a Python sees, and their versions."""
    environment = {"PATH": os.defpath, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run([python, "-c", LIST_PACKAGES], check=True, capture_output=True, text=True, env=environment, cwd=python.parent)
    return json.loads(done.stdout)


def moved(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """What the notebook did to the packages, the course's own apart."""
    problems = ["dlcourse was there already, so its installation was not tried"] if "dlcourse" in before else []
    problems += [] if "dlcourse" in after else ["dlcourse was not installed"]
    names = sorted({*before, *after} - {"dlcourse"})
    return problems + [f"{name} was moved from {before.get(name)} to {after.get(name)}" for name in names if before.get(name) != after.get(name)]


def left_behind(folders: dict[str, Path]) -> list[str]:
    """What lies in folders where a notebook has nothing to write."""
    return [f"{path.relative_to(folder)} was left in the {name} folder" for name, folder in folders.items() for path in sorted(folder.iterdir())]


def judge(nb: dict) -> tuple[list[str], list[int]]:
    """Every error but those at an unsolved exercise, and the cells of these."""
    problems, stops = [], []
    for number, cell in enumerate(nb["cells"], 1):
        for output in cell.get("outputs", []):
            if output["output_type"] != "error" or "raises-exception" in cell["metadata"].get("tags", []):
                continue
            if output["ename"] == "NotImplementedError" and cell["metadata"].get("nbgrader"):
                stops.append(number)
            else:
                first_line = next(iter(output["evalue"].strip().splitlines()), "")
                problems.append(f"cell {number} raised {output['ename']}: {first_line}")
    return problems, stops


def main() -> int:
    """Run the notebooks that the command line names; 1 when one of them has a problem."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("notebooks", nargs="+", type=Path, help="published notebooks, or folders of them")
    paths = [path for name in parser.parse_args().notebooks for path in (sorted(name.rglob("*.ipynb")) if name.is_dir() else [name])]
    failed = 0
    with tempfile.TemporaryDirectory(prefix="dlcourse-", ignore_cleanup_errors=True) as folder:
        machine = Machine(host(ROOT, Path(folder) / "hosting"))
        for number, path in enumerate(paths):
            outcome = run(path.resolve(), Path(folder) / str(number), machine)
            failed += bool(outcome.problems)
            print("\n        ".join([f"{'FAILED' if outcome.problems else 'passed'}  {path}", *outcome.problems]), flush=True)
    print(f"{len(paths) - failed} of {len(paths)} notebooks run alone.")
    return 1 if failed or not paths else 0


if __name__ == "__main__":
    sys.exit(main())
