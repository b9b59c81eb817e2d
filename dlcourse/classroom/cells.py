"""Notebook cells as programs: IPython's syntax, the names that they use, the imports that they need."""

from __future__ import annotations

import ast
import contextlib
import itertools
import re
import sys
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


def define_cell(code: str, name: str, namespace: dict[str, Any]) -> None:
    """Run only what a cell imports and defines: functions, classes, and names for constants. What fails of it is passed over."""
    tree = parsed(code)
    for node in tree.body if tree else []:
        if _defines(node):
            with contextlib.suppress(Exception):
                exec(compile(ast.Module([node], []), f"<{name}>", "exec", dont_inherit=True), namespace)  # noqa: S102 - as above


def _defines(node: ast.stmt) -> bool:
    if isinstance(node, (ast.Assign, ast.AnnAssign)):
        return isinstance(node.value, ast.Lambda) or _is_constant(node.value)
    return isinstance(node, (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))


def _is_constant(node: ast.expr | None) -> bool:
    try:
        ast.literal_eval(node or "")
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return False
    return True


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
    """Every name that a cell uses, also inside text that may be code. What cells import, and set of what they import, is no use."""
    tree = parsed(code)
    if tree is None or _only_imports(tree):
        return set()
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    words = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return names.union(*(re.findall(r"\w+", text) for text in words))


def without_unused_imports(code: str, used: set[str]) -> str:
    """A cell of imports, and settings of what it imports, with those that no cell uses left out; any other cell as it is.

    A chapter imports two frameworks; an answer in NumPy need not wait for them. What comes with Python is quick, and stays.
    """
    tree = parsed(code)
    statements = _only_imports(tree) if tree else []
    used = used | {_bound(alias) for node in statements for alias in _standard(node)}
    return "\n".join(ast.unparse(node) for node in statements if _is_used(node, used)) if statements else code


def _only_imports(tree: ast.Module) -> list[ast.stmt]:
    """The statements of a cell if they are imports and such as ``torch.set_num_threads(1)``, magics apart; else none."""
    statements = [node for node in tree.body if not _is_magic(node)]
    imports = [node for node in statements if isinstance(node, (ast.Import, ast.ImportFrom))]
    imported = {_bound(alias) for node in imports for alias in node.names}
    settings = [node for node in statements if _set(node) in imported]
    return statements if imports and len(imports) + len(settings) == len(statements) else []


def _bound(alias: ast.alias) -> str:
    return (alias.asname or alias.name).partition(".")[0]


def _standard(node: ast.stmt) -> list[ast.alias]:
    """What a statement imports from Python's own library."""
    if isinstance(node, ast.ImportFrom):
        return node.names if not node.level and (node.module or "").partition(".")[0] in sys.stdlib_module_names else []
    return [alias for alias in node.names if alias.name.partition(".")[0] in sys.stdlib_module_names] if isinstance(node, ast.Import) else []


def _set(node: ast.stmt) -> str:
    """The one name on which a statement calls a method, such as ``torch``; empty for any other statement."""
    if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Attribute)):
        return ""
    names = {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}
    return names.pop() if len(names) == 1 else ""


def _is_magic(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and ast.unparse(node).startswith("get_ipython()")


def _is_used(node: ast.stmt, used: set[str]) -> bool:
    if not isinstance(node, (ast.Import, ast.ImportFrom)):
        return _set(node) in used
    return any(alias.name == "*" or _bound(alias) in used for alias in node.names)
