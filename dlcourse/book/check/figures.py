"""Rules on figures: whoever cannot see one is told what it shows, and its caption states the finding."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from nbformat import NotebookNode

from dlcourse import notebook
from dlcourse.book.check.page import Course, Page, dotted
from dlcourse.book.check.registry import Finding, rule
from dlcourse.errors import CourseError

# Calls after which the cell shows a picture.
_DRAWING = re.compile(
    r"(.*\.)?(plt|pyplot)\.(show|figure|subplots|subplot_mosaic|plot|scatter|imshow|hist|bar|barh)"
    r"|(.*\.)?plots\.(?!use_style$)[a-z]\w*|learning_curves|image_grid|decision_boundary|Image|SVG|display_svg"
)


@rule("alt-text", "every picture has an alternative text", notebooks_only=False)
def alt_text(page: Page, course: Course) -> Iterator[Finding]:
    pictures = drawing_cells(page) | executed_pictures(page, course)
    for i in sorted(pictures):
        if not str(mystnb(page, i, "image").get("alt", "")).strip():
            yield Finding('the picture has no alternative text: add {"mystnb": {"image": {"alt": "…"}}} to the cell\'s metadata', i)
    for i, text in page.texts.items():
        for line, token in text.inlines():
            for child in token.children or []:
                if child.type == "image" and not child.content.strip():
                    yield Finding(f"the picture {child.attrs.get('src')!r} has no alternative text", i, line)
        for inner in text.everywhere():
            for directive in inner.directives:
                if directive.name in ("figure", "image") and not directive.options.get("alt", "").strip():
                    yield Finding(f"the picture {directive.argument!r} has no :alt:", i, directive.line)


@rule("caption", "every figure has a caption and a name 'fig-NOTEBOOK-WHAT' of its own")
def caption(page: Page, course: Course) -> Iterator[Finding]:
    seen: set[str] = set()
    for i in sorted(drawing_cells(page) | executed_pictures(page, course)):
        figure = mystnb(page, i, "figure")
        name = str(figure.get("name", ""))
        if not str(figure.get("caption", "")).strip():
            yield Finding("the figure has no caption: state its finding in the cell's metadata", i)
        if not name.startswith(f"fig-{page.name}-"):
            yield Finding(f"the figure's name must begin with 'fig-{page.name}-', and is {name!r}", i)
        elif name in seen:
            yield Finding(f"two figures are named {name!r}", i)
        seen.add(name)


def mystnb(page: Page, i: int, key: str) -> dict:
    """One part of what the cell tells the renderer."""
    return page.nb.cells[i].metadata.get("mystnb", {}).get(key, {})


def drawing_cells(page: Page) -> set[int]:
    """Positions of the code cells that draw as far as their text shows: by themselves, or through a function of the notebook."""
    drawing_functions = {
        node.name
        for tree in page.trees.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and any(_DRAWING.fullmatch(name) for name in call_names(node))
    }
    found = set()
    for i, tree in page.trees.items():
        names = {name for statement in tree.body if not isinstance(statement, (ast.FunctionDef, ast.ClassDef)) for name in call_names(statement)}
        if i not in page.grading_cells and (names & drawing_functions or any(_DRAWING.fullmatch(name) for name in names)):
            found.add(i)
    return found


def call_names(node: ast.AST) -> set[str]:
    """Dotted names of what is called inside ``node``."""
    return {dotted(inner.func) for inner in ast.walk(node) if isinstance(inner, ast.Call)} - {""}


def executed_pictures(page: Page, course: Course) -> set[int]:
    """Positions of the cells that did show a picture when a build executed them, as long as their source is still the same."""
    positions = {(cell.get("id"), cell.source): i for i, cell in notebook.code_cells(page.nb)}
    found = set()
    for path in course.executed(page.path) if page.is_notebook else []:
        try:
            executed = notebook.read(path)
        except CourseError:
            continue
        found |= {
            positions[cell.id, cell.source]
            for _, cell in notebook.code_cells(executed)
            if (cell.get("id"), cell.source) in positions and any(shows_picture(output) for output in cell.outputs)
        }
    return found


def shows_picture(output: NotebookNode) -> bool:
    """Whether the page will show a picture for this output."""
    data = output.get("data", {})
    return any(kind.startswith("image/") for kind in data) or "<img" in str(data.get("text/html", ""))
