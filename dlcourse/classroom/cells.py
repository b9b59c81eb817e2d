"""Notebook cells as programs: IPython's syntax, the names that they use, the imports that they need."""

from __future__ import annotations

import ast
import itertools
import re
from types import CodeType
from typing import Any


def run_cell(code: str, name: str, namespace: dict[str, Any]) -> None:
    """Run a cell, IPython's own syntax included. An import that fails is raised at the end, so that the rest of the cell is there."""
    try:
        compile(code, f"<{name}>", "exec", dont_inherit=True)
    except SyntaxError:
        code = transformed(code)
    missing: ImportError | None = None
    for program, is_import in _programs(code, f"<{name}>"):
        try:
            exec(program, namespace)  # noqa: S102 - the purpose of this function
        except ImportError as error:
            if not is_import:
                raise
            missing = missing or error
    if missing:
        raise missing


def _programs(code: str, name: str) -> list[tuple[CodeType, bool]]:
    """A cell in parts: each of its imports by itself, and what stands between them."""
    whole = compile(code, name, "exec", dont_inherit=True)
    flags = whole.co_flags & annotations.compiler_flag
    tree = ast.parse(code)
    parts: list[tuple[list[ast.stmt], bool]] = []
    for is_import, group in itertools.groupby(tree.body, lambda node: isinstance(node, (ast.Import, ast.ImportFrom))):
        parts += [([single], True) for node in group for single in _single(node)] if is_import else [(list(group), False)]
    if not any(is_import for _, is_import in parts):
        return [(whole, False)]
    return [(compile(ast.Module(part, []), name, "exec", flags, dont_inherit=True), is_import) for part, is_import in parts]


def _single(node: ast.Import | ast.ImportFrom) -> list[ast.Import | ast.ImportFrom]:
    """``import a, b`` as one statement for each."""
    return [ast.copy_location(ast.Import([alias]), node) for alias in node.names] if isinstance(node, ast.Import) else [node]


def transformed(code: str) -> str:
    """The cell as plain Python. IPython is imported only for a cell that is not."""
    from IPython.core.inputtransformer2 import TransformerManager

    return TransformerManager().transform_cell(code)


def parsed(code: str) -> ast.Module | None:
    for version in (lambda: code, lambda: transformed(code)):
        try:
            return ast.parse(version())
        except Exception:  # noqa: BLE001 - IPython raises more kinds than Python does for what is no program
            continue
    return None


def names_in(code: str) -> set[str]:
    """Every name that a cell uses, also inside text that may be code. What cells import does not count as use."""
    tree = parsed(code)
    if tree is None:
        return set()
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    words = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return names.union(*(re.findall(r"\w+", text) for text in words))


def without_unused_imports(code: str, used: set[str]) -> str:
    """A cell of nothing but imports, with those that no cell uses left out; any other cell as it is.

    A chapter imports two frameworks; an answer in NumPy need not wait for them.
    """
    tree = parsed(code)
    statements = [node for node in tree.body if not _is_magic(node)] if tree else []
    if not statements or not all(isinstance(node, (ast.Import, ast.ImportFrom)) for node in statements):
        return code
    return "\n".join(ast.unparse(node) for node in statements if _is_used(node, used))


def _is_magic(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and ast.unparse(node).startswith("get_ipython()")


def _is_used(node: ast.Import | ast.ImportFrom, used: set[str]) -> bool:
    return any(alias.name == "*" or (alias.asname or alias.name).partition(".")[0] in used for alias in node.names)
