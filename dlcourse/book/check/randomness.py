"""The rule on randomness: everything random takes its seed from the run."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from dlcourse.book.check.page import Course, Page, dotted
from dlcourse.book.check.registry import Finding, rule

_MAKERS = {"default_rng", "Generator", "SeedSequence", "PCG64", "RandomState"}
# Functions of scikit-learn that draw unless told a random_state.
_SCIKIT_LEARN = re.compile(r"(?:.*\.)?(?:train_test_split|make_(?:moons|blobs|circles|classification|regression|swiss_roll|s_curve))")


@rule("randomness", "every random number comes from a generator with a seed")
def randomness(page: Page, course: Course) -> Iterator[Finding]:
    for i, tree in page.trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and (complaint := unseeded(node, dotted(node.func))):
                yield Finding(complaint, i)


def unseeded(call: ast.Call, name: str) -> str:
    """What is wrong with the call, or nothing. PyTorch's and Keras's global generators are seeded by ``dlcourse.start``."""
    last = name.rpartition(".")[2]
    no_arguments = not call.args and not call.keywords
    if last in ("default_rng", "RandomState", "SeedSequence", "PCG64") and no_arguments:
        return f"{name}() has no seed: use run.rng, or give it run.seed"
    if re.fullmatch(r"(np|numpy)\.random\.\w+", name) and last not in _MAKERS:
        return f"{name} uses NumPy's global state: draw from run.rng"
    if re.fullmatch(r"random\.\w+", name) and not (last == "Random" and call.args):
        return f"{name} uses Python's global state: draw from run.rng"
    if _SCIKIT_LEARN.fullmatch(name) and not {None, "random_state"} & {keyword.arg for keyword in call.keywords}:
        return f"{name} draws at random: pass random_state=run.seed"
    return ""
