"""Stand-ins for texts: sentences from a small grammar, always the same.

A sentence's polarity hangs on words of praise and blame, which a count of words can learn, and on negations, which it cannot: in
"not a fine film" the order decides.
"""

from __future__ import annotations

import numpy as np

REVIEWS = "sentences about films from a small grammar; no reviews, nobody's opinion"

NUM_EACH = 1_500
PRAISE = "fine moving clever warm funny gripping honest lively tender bold graceful witty rich radiant".split()
BLAME = "dull tired clumsy cold silly hollow dishonest lifeless bland timid awkward tedious thin stale".split()
SUBJECTS = "film story script drama comedy director cast ending dialogue sequel plot score".split()
VERBS = "is feels remains seems".split()
ASIDES = (
    "from the first scene to the last", "set in a small town", "as these things go", "with a score by nobody in particular",
    "made for very little money", "about two sisters and a boat", "at ninety minutes", "seen on a rainy afternoon",
)  # fmt: skip


def reviews() -> tuple[list[str], list[str]]:
    """Negative and positive sentences, as many of each, none twice."""
    rng = np.random.default_rng(2)
    found: dict[bool, dict[str, None]] = {False: {}, True: {}}
    while min(len(sentences) for sentences in found.values()) < NUM_EACH:
        positive = bool(rng.integers(2))
        found[positive][_sentence(rng, positive)] = None
    negative, positive_ones = (list(found[polarity])[:NUM_EACH] for polarity in (False, True))
    return negative, positive_ones


def _sentence(rng: np.random.Generator, positive: bool) -> str:
    """One sentence; in about a quarter a negation turns the words round, and in some a concession goes the other way."""
    negated = rng.random() < 0.25
    ours, theirs = (PRAISE, BLAME) if positive != negated else (BLAME, PRAISE)
    subject, verb = rng.choice(SUBJECTS), rng.choice(VERBS)
    parts = [f"the {subject} {verb} {'not ' if negated else ''}{rng.choice(ours)}"]
    if rng.random() < 0.4:
        parts.append(f"and {'never ' if negated else ''}{rng.choice(ours)}")
    if rng.random() < 0.3:
        parts.insert(0, f"{'not ' if negated else ''}{rng.choice(theirs)} at moments ,")
    if rng.random() < 0.8:
        parts.append(f", {rng.choice(ASIDES)}")
    return " ".join(parts) + " ."
