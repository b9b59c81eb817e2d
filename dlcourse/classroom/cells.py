"""Notebook cells as programs: IPython's syntax, the names that they use, the imports that they need."""

from __future__ import annotations

import ast
from typing import Any


def run_cell(code: str, name: str, namespace: dict[str, Any]) -> None:
    """Run a cell, IPython's own syntax included."""
    try:
        program = compile(code, f"<{name}>", "exec", dont_inherit=True)
    except SyntaxError:
        program = compile(transformed(code), f"<{name}>", "exec", dont_inherit=True)
    exec(program, namespace)  # noqa: S102 - the purpose of this function


def transformed(code: str) -> str:
    """The cell as plain Python. IPython is imported only for a cell that is not."""
    from IPython.core.inputtransformer2 import TransformerManager

    return TransformerManager().transform_cell(code)


def parsed(code: str) -> ast.Module | None:
    for version in (lambda: code, lambda: transformed(code)):
        try:
            return ast.parse(version())
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
    return None


def names_in(code: str) -> set[str]:
    """Every name that a cell uses, also inside text that may be code. What cells import does not count as use."""
    tree = parsed(code)
    if tree is None:
        return set()
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    words = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return names.union(*(text.replace(".", " ").replace("(", " ").split() for text in words))


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
