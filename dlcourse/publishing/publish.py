"""``dlcourse publish``: every notebook of the book in the form that the launch buttons open.

The folder ``_build/notebooks`` becomes the branch that ``_config.yml`` names: ``en/chapters/…/NAME.ipynb`` for each page, and the
environment in which Binder opens them.
"""

from __future__ import annotations

import re
import shutil
import tomllib
from pathlib import Path
from typing import Any

import click
import yaml
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from dlcourse import notebook
from dlcourse.errors import CourseError
from dlcourse.publishing import links, plain
from dlcourse.publishing.student import student_notebook

EDITION = "en"
# Binder has no GPU: the builds without one are smaller by gigabytes.
ON_BINDER = {"torch": "pytorch-cpu", "tensorflow": "tensorflow-cpu"}


@click.command("publish")
def publish_command() -> None:
    """Write the notebooks that the launch buttons open to _build/notebooks, the content of their branch."""
    root = links.root_of(Path.cwd() / "_config.yml")
    if root is None or not (root / "chapters").is_dir():
        raise CourseError(f"There is no course in {Path.cwd()} or above it: run this inside the course's folder, the one that holds chapters/.")
    branch = root / "_build" / "notebooks"
    made = publish(root, branch)
    known = links.read(root).results
    silent = sum(path.relative_to(branch / EDITION).with_suffix("").as_posix() not in known for path in made)
    note = f" {silent} of them quote no numbers: the last build was a smoke build, or had no real data for them." if silent else ""
    click.echo(f"{branch.relative_to(root)}: {len(made)} notebooks for the launch buttons.{note}")


def publish(root: Path, branch: Path) -> list[Path]:
    """Write the content of the notebooks' branch into the folder ``branch``, in place of what it held; return the notebooks.

    Raises :class:`CourseError` when the course has no notebook, or one cannot be given to students.
    """
    known = links.read(root)
    sources = sorted(path for path in (root / "chapters").rglob("*.ipynb") if not any(part.startswith(".") for part in path.parts[len(root.parts) :]))
    if not sources:
        raise CourseError(f"There is no notebook below {root / 'chapters'}.")
    partial = branch.with_name(f".{branch.name}.part")
    shutil.rmtree(partial, ignore_errors=True)
    for source in sources:
        place = source.relative_to(root)
        target = partial / EDITION / place
        target.parent.mkdir(parents=True, exist_ok=True)
        notebook.write(published(notebook.read(source), known.of(place.with_suffix("").as_posix())), target)
    (partial / ".binder").mkdir()
    (partial / ".binder" / "environment.yml").write_text(binder_environment(root), encoding="utf-8")
    (partial / "README.md").write_text(readme(links.configuration(root)), encoding="utf-8")
    shutil.rmtree(branch, ignore_errors=True)
    partial.rename(branch)
    return sorted((branch / EDITION).rglob("*.ipynb"))


def published(source: NotebookNode, known: links.Links) -> NotebookNode:
    """A notebook as its launch button opens it: student form, readable by itself, with the way back to its page.

    Of an assignment, which the site does not solve either, it holds no answers.
    """
    nb = student_notebook(source, plain.Style(known, answers=not notebook.is_assignment(known.page)))
    about = (
        f"*This notebook is {known.link('a page', known.page)} of {known.link(known.titles.get(links.LANDING, 'the course'), links.LANDING)}. The "
        "page shows its figures and results; the numbers in this text were measured when it was built. Run the cells from the top: the second "
        "code cell installs the course's small package where it is missing. Exercises stop with `NotImplementedError` until you have solved them.*"
    )
    nb.cells.insert(1, new_markdown_cell(about, id="about-this-notebook"))
    nb.metadata = NotebookNode({k: nb.metadata[k] for k in ("kernelspec", "language_info") if k in nb.metadata})
    return nb


def binder_environment(root: Path) -> str:
    """What Binder installs: what the chapters compute with, as the project states it. The first cells of a notebook bring the course."""
    project: dict[str, Any] = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["frameworks"]]
    found = sorted(re.sub(r"^[\w-]+", lambda name: ON_BINDER.get(name[0], name[0]), line) for line in wanted)
    return yaml.safe_dump({"channels": ["conda-forge"], "dependencies": ["python=3.12", "pip", "git", *found]}, sort_keys=False)


def readme(config: dict[str, Any]) -> str:
    """What a visitor of the branch should know."""
    return (
        f"# {config['title']}: notebooks\n\nThe launch buttons of <{config['html']['baseurl']}> open these files. They are made from the "
        f"sources on the branch `main` of <{config['repository']['url']}>; a change made here is lost with the next publication.\n"
    )
