"""What an executed cell looks like to somebody who reads: the argument open, the bookkeeping behind a button.

Nothing is lost: the code of a folded figure is one click away, and each folded claim as well.
"""

from __future__ import annotations

import ast
import copy
import hashlib
import html
from typing import Iterator

import nbformat
from nbformat import NotebookNode

from dlcourse import claims, notebook

MANY_CLAIMS = 3
LONG_CODE = 6  # lines
KEPT_OPEN = {*notebook.FRAMEWORK_TAGS, "imports", "remove-input", "remove-cell", "hide-cell", "exercise-answer", "exercise-test"}
WORST_FIRST = {"out of band": "not as expected", "in band": "as expected", "not judged": "not judged"}


def readable(cell: NotebookNode) -> list[NotebookNode]:
    """The cell as its page shows it, and after it what its figure's caption must not stand under. ``cell`` is left as it is."""
    cell = copy.deepcopy(cell)
    if cell.cell_type == "code":
        fold_code(cell)
        fold_claims(cell)
    return figure_alone(cell)


def fold_code(cell: NotebookNode) -> None:
    """Put code that mostly draws or records claims behind a button, as well as what is tagged so; experiments and tabs stay open."""
    tags = notebook.tags(cell)
    told = "hide-input" in tags
    if not told and (KEPT_OPEN & set(tags) or len(cell.source.splitlines()) < LONG_CODE or not is_bookkeeping(cell.source)):
        return
    figure = cell.metadata.get("mystnb", {}).get("figure")
    what = "the code of this figure" if figure else "the code" if told else "the code of these results"
    prompts = {"code_prompt_show": f"Show {what}", "code_prompt_hide": f"Hide {what}"}
    cell.metadata["mystnb"] = NotebookNode({**cell.metadata.get("mystnb", {}), **prompts})
    cell.metadata["tags"] = list(dict.fromkeys([*tags, "hide-input"]))


def is_bookkeeping(source: str) -> bool:
    """Whether more than half of the lines of a cell's statements draw or record claims."""
    try:
        tree = ast.parse(source)
    except SyntaxError:  # a magic
        return False
    drawing = drawing_names(tree)
    lines = [(one.end_lineno - one.lineno + 1, records_claim(one) or bool(drawing & names(one))) for one in simple_statements(tree.body)]
    return 2 * sum(n for n, counts in lines if counts) > sum(n for n, _ in lines)


def drawing_names(tree: ast.Module) -> set[str]:
    """The names through which a cell draws: Matplotlib, the course's plots, and what is made from them or goes through their axes."""
    found = {"plt", "plots", "ax", "axes", "fig", "figure"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and found & names(node.value):
            found |= {name for target in node.targets for name in names(target)}
        elif isinstance(node, ast.For) and found & names(node.iter):
            found |= names(node.target)
    return found


def names(node: ast.AST) -> set[str]:
    """The names that occur in a piece of code."""
    return {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}


def simple_statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements that hold no others, in order."""
    for statement in body:
        inner = [part for field in ("body", "orelse", "finalbody", "handlers") for part in getattr(statement, field, [])]
        if inner:
            yield from simple_statements(inner)
        else:
            yield statement


def records_claim(statement: ast.stmt) -> bool:
    """Whether a statement calls ``run.claim``."""
    return any(isinstance(node, ast.Attribute) and node.attr == "claim" and names(node) == {"run"} for node in ast.walk(statement))


def fold_claims(cell: NotebookNode) -> None:
    """Show many claims as one line that opens on a click, in the place of the first; it is open where one is out of its band."""
    found = [output for output in cell.outputs if claims.CLAIM_MIME in output.get("data", {})]
    if len(found) < MANY_CLAIMS:
        return
    together = copy.deepcopy(found[0])
    together.data = NotebookNode({
        "text/plain": "\n".join(output.data["text/plain"] for output in found),
        "text/html": claims_as_html(found),
    })  # fmt: skip
    first = next(i for i, output in enumerate(cell.outputs) if output is found[0])
    others = [output for output in cell.outputs if not any(output is one for one in found)]
    cell.outputs = [*others[:first], together, *others[first:]]
    if all(output is together or is_glue(output) for output in cell.outputs):  # one button is enough
        cell.metadata["tags"] = [tag for tag in notebook.tags(cell) if tag != "hide-output"]


def claims_as_html(outputs: list[NotebookNode]) -> str:
    """A drop-down that counts the claims of ``outputs`` by verdict and holds their lines."""
    verdicts = [claims.Claim.from_record(output.data[claims.CLAIM_MIME]).verdict for output in outputs]
    worst = next(verdict for verdict in WORST_FIRST if verdict in verdicts)
    counts = ", ".join(f"{verdicts.count(verdict)} {words}" for verdict, words in WORST_FIRST.items() if verdict in verdicts)
    summary = f"{claims.MARKS[worst]} {len(outputs)} measured values: {counts}"
    shown = " open" if worst == "out of band" else ""
    lines = "".join(output.data["text/html"] for output in outputs)
    return f'<details class="dl-claims dl-{worst.replace(" ", "-")}"{shown}><summary>{html.escape(summary)}</summary>{lines}</details>'


def is_glue(output: NotebookNode) -> bool:
    """Whether an output only records a value for prose to quote."""
    return bool(output.get("data")) and all(mime.startswith(claims.GLUE_PREFIX) for mime in output.data)


def figure_alone(cell: NotebookNode) -> list[NotebookNode]:
    """A cell whose figure has a caption, and after it a cell without code for what it displays besides.

    MyST-NB would put the caption, and the figure's name a second time, under a claim that stands in the same cell.
    """
    if not cell.metadata.get("mystnb", {}).get("figure"):
        return [cell]
    beside = [o for o in cell.outputs if "data" in o and not any(mime.startswith("image/") for mime in o.data)]
    if not beside:
        return [cell]
    cell.outputs = [output for output in cell.outputs if output not in beside]
    tags = [tag for tag in notebook.tags(cell) if tag in notebook.FRAMEWORK_TAGS]
    rest = nbformat.v4.new_code_cell("", id=cell_id(f"beside {cell.id}"), outputs=beside, metadata={"tags": [*tags, "remove-input"]})
    return [cell, rest]


def cell_id(name: str) -> str:
    """The id of a cell that the build makes: it depends on its name only, so that building twice gives the same tree."""
    return hashlib.sha256(name.encode()).hexdigest()[:12]
