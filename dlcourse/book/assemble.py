"""From executed notebooks to the tree that Sphinx renders.

The tree holds exactly what a visitor may see: its notebooks are served by the download button as they stand here, so hidden tests
never enter it, and answers only as published solutions.
"""

from __future__ import annotations

import copy
import functools
import hashlib
import shutil
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Iterator

import nbformat
from nbformat import NotebookNode

from dlcourse import notebook
from dlcourse.book import contents, course_plans, pages
from dlcourse.book.ledger import DATA_MIME
from dlcourse.book.reading import cell_id, readable
from dlcourse.claims import CLAIM_MIME
from dlcourse.data import registry
from dlcourse.errors import CourseError

FRAMEWORK_NAMES = {"tensorflow": "Keras", "torch": "PyTorch"}
VERSION_NAMES = {"python": "Python", "numpy": "NumPy", "keras": "Keras", "tensorflow": "TensorFlow", "torch": "PyTorch"}
MISSING_DATA = "The real data could not be had when this page was built"


@dataclass
class Book:
    """All that the pages are made from: ``root`` of the course, the table of ``contents``, the executed ``notebooks`` by docname."""

    root: Path
    contents: contents.Contents
    notebooks: dict[str, NotebookNode] = field(default_factory=dict)

    @functools.cached_property
    def datasets(self) -> dict[str, registry.Dataset]:
        path = self.root / "data" / "registry.toml"
        return registry.datasets(path) if path.is_file() else {}

    def title_of(self, dataset: str) -> str:
        """What people call a data set; its own name where it is not registered."""
        return self.datasets[dataset].title if dataset in self.datasets else dataset


def assemble(root: Path, executed: Path, tree: Path) -> str:
    """Write the tree for the book in ``root`` from the notebooks executed into the folder ``executed``; return its digest.

    The tree is complete or absent: it is built beside its place and put there at the end. Raises :class:`CourseError` for a page
    of the table of contents that is neither written nor generated, was not executed, or stands in no part.
    """
    book = read_book(root, executed)
    partial = tree.with_name(f".{tree.name}.part")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    for path, text in files(book):
        target = partial / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text)
    replace_folder(partial, tree)
    return digest(tree)


def read_book(root: Path, executed: Path) -> Book:
    """Gather what the book is made from."""
    book = Book(root, contents.read(root / "_toc.yml"))
    for page in book.contents.pages:
        if (root / f"{page}.ipynb").is_file():
            path = executed / f"{page}.ipynb"
            if not path.is_file():
                raise CourseError(f"{page} has not been executed for this profile: run `dlcourse run {page}` first.")
            book.notebooks[page] = notebook.read(path)
        elif not (root / f"{page}.md").is_file() and page not in pages.GENERATED:
            raise CourseError(f"_toc.yml names {page}, but there is neither {page}.ipynb nor {page}.md.")
    on_disk = [path.relative_to(root) for suffix in ("md", "ipynb") for path in (root / "chapters").rglob(f"*.{suffix}")]
    written = {path.with_suffix("").as_posix() for path in on_disk if not any(part.startswith(".") for part in path.parts)}
    lost = sorted(written - set(book.contents.pages))
    if lost:
        raise CourseError(f"{lost[0]} stands in no part of _toc.yml: add it there, or no reader will find it.")
    return book


def files(book: Book) -> Iterator[tuple[str, bytes]]:
    """Every file of the tree: its path and its content."""
    yield "_config.yml", (book.root / "_config.yml").read_bytes()
    yield "_toc.yml", (book.root / "_toc.yml").read_bytes().replace(f"root: {contents.LANDING}".encode(), b"root: index")
    yield "references.bib", (book.root / "references.bib").read_bytes()
    for page in book.contents.pages:
        if page in book.notebooks:
            yield f"{page}.ipynb", notebook.dumps(page_form(page, book)).encode()
        elif page in pages.GENERATED:
            yield f"{page}.md", pages.GENERATED[page](book).encode()
        else:
            # The landing page is the site's own index.html.
            text = (book.root / f"{page}.md").read_text(encoding="utf-8")
            yield ("index.md" if page == contents.LANDING else f"{page}.md"), pages.quoting(text, book).encode()
    for path, text in pages.included(book):
        yield path, text.encode()
    if (book.root / course_plans.SOURCE).is_file():
        yield course_plans.INCLUDED, course_plans.course_plans(book).encode()
    for asset in sorted((book.root / "chapters").rglob("*.svg")):
        yield asset.relative_to(book.root).as_posix(), asset.read_bytes()


def page_form(docname: str, book: Book) -> NotebookNode:
    """The notebook as its page shows it, with the status strip and the exercises in book form; an assignment without its solutions."""
    nb = book.notebooks[docname]
    page = copy.deepcopy(nb)
    page.cells = [cell for cell in page.cells if "injected-parameters" not in notebook.tags(cell)]
    if notebook.is_assignment(docname) and any("{solution-start}" in cell.source for cell in page.cells):
        raise CourseError(f"{docname} tells a solution in words: an assignment's belongs into the mark scheme of its question.")
    page.cells = exercises_in_book_form(page, solved=not notebook.is_assignment(docname))
    page.cells = [part for cell in page.cells for part in readable(cell)]
    page.cells = with_status_strip(page, status_strip(nb, book))
    for cell in page.cells:
        cell.metadata = NotebookNode({k: v for k, v in cell.metadata.items() if k in ("tags", "mystnb")})
        for output in cell.get("outputs", []):
            output.get("metadata", {}).pop("papermill", None)
            # Records are for the build; Sphinx would warn that it cannot show them.
            for mime in (CLAIM_MIME, DATA_MIME):
                output.get("data", {}).pop(mime, None)
    kept = ("kernelspec", "language_info")
    page.metadata = NotebookNode({k: v for k, v in page.metadata.items() if k in kept})
    if notebook.info(nb).gpu:
        page.metadata["dlcourse_gpu"] = True
    if notebook.is_assignment(docname):
        # No link to improve it: its source holds the solutions.
        page.metadata["dlcourse_generated"] = True
    return page


def exercises_in_book_form(nb: NotebookNode, solved: bool = True) -> list[NotebookNode]:
    """The cells with each answer as a stub, only the public tests, and where they are to be ``solved`` the solution with its output in a
    drop-down after the exercise."""
    cells = [student_cell(cell, nb.metadata) if is_written(cell) else cell for cell in nb.cells]
    for exercise in reversed(notebook.exercises(nb)):
        solutions = [solution_cell(nb.cells[i]) for i in exercise.answer] if solved else []
        for i in [*exercise.answer, *exercise.tests]:
            cells[i] = student_cell(nb.cells[i], nb.metadata)
        if solutions:
            opening = f"```{{solution-start}} {exercise.label}\n:class: dropdown\n:label: {exercise.label}-solution\n```"
            closing = "```{solution-end}\n```"
            cells[exercise.end + 1 : exercise.end + 1] = [
                prose(opening, f"{exercise.label}-open"), *solutions, prose(closing, f"{exercise.label}-close")
            ]  # fmt: skip
    return cells


def is_written(cell: NotebookNode) -> bool:
    """Whether a cell holds the model answer to a question that is marked by hand."""
    return cell.cell_type == "markdown" and bool(cell.metadata.get("nbgrader", {}).get("solution"))


def solution_cell(answer: NotebookNode) -> NotebookNode:
    """An answer cell as the published solution: all of its code, without the marks, and with its output."""
    cell = copy.deepcopy(answer)
    cell.id = cell_id(f"solution {answer.id}")
    cell.source = "\n".join(line for line in cell.source.splitlines() if "BEGIN SOLUTION" not in line and "END SOLUTION" not in line)
    return cell


def student_cell(cell: NotebookNode, metadata: NotebookNode) -> NotebookNode:
    """An answer or test cell as a student gets it: no solution, no hidden tests, no output. nbgrader decides what is hidden."""
    from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme, ClearSolutions

    alone = nbformat.v4.new_notebook(cells=[copy.deepcopy(cell)], metadata=metadata)
    for preprocessor in (ClearSolutions(), ClearHiddenTests(), ClearMarkScheme()):
        try:
            alone, _ = preprocessor.preprocess(alone, {})
        except RuntimeError as error:
            name = cell.metadata["nbgrader"]["grade_id"]
            raise CourseError(f"The cell {name} cannot be turned into its student form: {error}.") from None
    (student,) = alone.cells
    student.source = student.source.rstrip()
    if student.cell_type == "markdown":
        return student
    student.outputs, student.execution_count = [], None
    kind = "exercise-answer" if cell.metadata["nbgrader"].get("solution") else "exercise-test"
    student.metadata["tags"] = [*notebook.tags(cell), kind]
    return student


def prose(source: str, name: str) -> NotebookNode:
    """A Markdown cell whose id depends on its name only, so that building twice gives the same tree."""
    return nbformat.v4.new_markdown_cell(source, id=cell_id(name))


def with_status_strip(nb: NotebookNode, strip: str) -> list[NotebookNode]:
    """The cells with the strip between the title and what follows it."""
    first, *others = nb.cells
    heading, _, rest = first.source.partition("\n")
    title = copy.deepcopy(first)
    title.source = heading
    hook = [prose(rest.strip("\n"), "hook")] if rest.strip() else []
    return [title, prose(strip, "status strip"), *hook, *others]


def status_strip(nb: NotebookNode, book: Book) -> str:
    """What the reader should know before starting, as Markdown: taken from the notebook's metadata and from its execution."""
    facts = notebook.info(nb)
    run = nb.metadata.get("dlcourse_run", {})
    if not run:
        raise CourseError(f"The executed notebook {notebook.title(nb)!r} carries no record of its run: execute it again.")
    prerequisites = " · ".join(f"{{doc}}`/chapters/{page}`" for page in facts.prerequisites)
    names = [book.title_of(one["name"]) for one in run["data"]]
    data = [f"{title} ({'real' if one['origin'] == 'real' else 'stand-in'})" for title, one in zip(names, run["data"])]
    rows = [
        ("Study time", f"{facts.minutes} minutes"),
        ("Read first", prerequisites or "nothing; you can start here"),
        ("Frameworks", " and ".join(FRAMEWORK_NAMES[f] for f in facts.frameworks) or "NumPy only"),
        ("Data", ", ".join(data) or "generated in the notebook"),
        ("Run time", f"{seconds(run['seconds'])}, {run['profile']} profile"),
        ("Last verified", f"{day(run['executed_at'])} with {versions(run['versions'], facts)}"),
    ]
    strip = "\n".join(["::::{div} dl-strip", *(f"- **{name}** {value}" for name, value in rows), "::::"])
    notice = data_notice(run, names)
    return f"{strip}\n\n{notice}" if notice else strip


def data_notice(run: dict[str, Any], names: list[str]) -> str:
    """A banner when results on the page were measured on a stand-in; empty otherwise."""
    replaced = [name for name, one in zip(names, run["data"]) if one["origin"] != "real"]
    if not replaced:
        return ""
    why = "This edition is a quick preview" if run["profile"] == "smoke" else MISSING_DATA
    listed = " and ".join(replaced)
    return (
        f":::{{admonition}} Measured on stand-in data\n:class: dl-standin\n"
        f"{why}, so a stand-in of the same form took the place of {listed}. "
        "The numbers on this page show that the method works; they are not results on the real data.\n:::"
    )


def versions(found: dict[str, str], facts: notebook.NotebookInfo) -> str:
    """The versions that matter to the page: Python, NumPy and the frameworks that it uses."""
    wanted = {"python", "numpy"} | ({"keras", "tensorflow"} if "tensorflow" in facts.frameworks else set())
    wanted |= {"torch"} & set(facts.frameworks)
    return ", ".join(f"{VERSION_NAMES[name]} {found[name]}" for name in VERSION_NAMES if name in wanted and name in found)


def seconds(value: float) -> str:
    """A duration for people."""
    return f"{value:.0f} s" if value < 100 else f"{value / 60:.0f} min"


def day(moment: str) -> date:
    """The day of an ISO moment."""
    return datetime.fromisoformat(moment).date()


def digest(tree: Path) -> str:
    """sha256 over the names and bytes of all files of a tree."""
    total = hashlib.sha256()
    for path in sorted(p for p in tree.rglob("*") if p.is_file()):
        total.update(f"{path.relative_to(tree).as_posix()}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def replace_folder(new: Path, place: Path) -> None:
    """Put the finished folder ``new`` at ``place``; what was there goes once the new one stands."""
    old = place.with_name(f".{place.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.exists():
        place.rename(old)
    new.rename(place)
    shutil.rmtree(old, ignore_errors=True)
