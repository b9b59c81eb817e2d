"""Stand-ins for texts: sentences and scenes from small grammars, always the same.

A review's polarity hangs on words of praise and blame, which a count of words can learn, and on negations, which it cannot: in
"not a fine film" the order decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

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


PLAYS = "scenes from a small grammar; no plays, by nobody"

NUM_CHARACTERS = 300_000
NUM_SCENES = 12
ONSETS, VOWELS, CODAS = "b br c d f g gr l m n p r s st t th v w".split(), "a e i o u ai ea ou".split(), "d l m n r s t nd st".split()
OPENINGS, CLOSINGS = "What Come Nay Why Then Good".split(), ".!?;"
LINKS = "and or but with by of to for from as if when".split()


def plays() -> str:
    """Scenes with a cast each, speeches under their speakers' names, words of a fixed stock drawn after Zipf's law."""
    rng = np.random.default_rng(3)
    stock = list(dict.fromkeys(_word(rng) for _ in range(1_500)))
    share = 1 / np.arange(2, len(stock) + 2)
    words = iter(rng.choice(stock, size=NUM_CHARACTERS // 3, p=share / share.sum()).tolist())
    length, parts = 0, []
    for _ in range(NUM_SCENES):
        cast = [_word(rng).capitalize() for _ in range(5)]
        start = length
        while length - start < NUM_CHARACTERS // NUM_SCENES:
            speech = f"{rng.choice(cast).upper()}:\n{_speech(rng, cast, words)}\n\n"
            parts.append(speech)
            length += len(speech)
    return "".join(parts)


def _word(rng: np.random.Generator) -> str:
    """One to three syllables; the last may be closed."""
    syllables = [rng.choice(ONSETS) + rng.choice(VOWELS) for _ in range(rng.integers(1, 4))]
    return "".join(syllables) + (rng.choice(CODAS) if rng.random() < 0.6 else "")


def _speech(rng: np.random.Generator, cast: list[str], stream: Iterator[str]) -> str:
    """One to five lines; now and then a member of the cast is spoken to."""
    lines = []
    for _ in range(rng.integers(1, 6)):
        words = list(islice(stream, int(rng.integers(4, 8))))
        words[2] = rng.choice(LINKS)
        if rng.random() < 0.3:
            words[0] = f"{rng.choice(OPENINGS)}, {rng.choice(cast)},"
        line = " ".join(words)
        lines.append(line[0].upper() + line[1:] + (rng.choice(list(CLOSINGS)) if rng.random() < 0.5 else ","))
    return "\n".join(lines)
