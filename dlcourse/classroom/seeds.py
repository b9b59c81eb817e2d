"""Numbers that the judge puts into a program: what a source assigns as a constant may be another for each student and each course."""

from __future__ import annotations

import ast
import random
import sys

SEED = 0


def seeded(code: str, seeds: dict[str, int]) -> ast.Module:
    """The program with the constants that it assigns to the names in ``seeds``, at its top level, replaced by their values."""
    tree = ast.parse(code)
    for node in tree.body:
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name) and isinstance(node.value, ast.Constant):
            if node.targets[0].id in seeds:
                node.value.value = seeds[node.targets[0].id]
    return tree


def seeded_source(code: str, seeds: dict[str, int]) -> str:
    return ast.unparse(seeded(code, seeds)) if seeds else code


def seed_everything(seed: int) -> None:
    random.seed(seed)
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed(seed)
    if "torch" in sys.modules:
        sys.modules["torch"].manual_seed(seed)
