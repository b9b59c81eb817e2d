"""Stand-ins for graphs: a stochastic block model whose nodes carry words, always the same.

Two nodes of a class are linked far more often than two of different classes, so neighbours tell of a node's class; each class
prefers words of its own, so the words tell of it too, and the two errors are independent of each other.
"""

from __future__ import annotations

import numpy as np

PAPERS = "papers, words and links drawn from a stochastic block model; no paper, no citation"

CLASS_SIZES = (351, 217, 418, 818, 426, 298, 180)  # Cora's
NUM_WORDS, WORDS_EACH = 1_433, 18
OWN_WORDS = 0.22  # the share of a paper's words that come from its class's own list
NUM_EDGES, WITHIN = 5_278, 0.73  # of the other links too, some join two nodes of a class by chance
FIRST_OF_EACH = 20


def papers() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Words (2708, 1433), edges (5278, 2) and labels; the first 140 nodes are 20 of each class, the others in random order."""
    rng = np.random.default_rng(3)
    labels = _labels(rng)
    members = [np.flatnonzero(labels == label) for label in range(len(CLASS_SIZES))]
    return _words(rng, labels), _edges(rng, labels, members), labels


def _labels(rng: np.random.Generator) -> np.ndarray:
    first = np.repeat(np.arange(len(CLASS_SIZES)), FIRST_OF_EACH)
    rest = np.repeat(np.arange(len(CLASS_SIZES)), np.array(CLASS_SIZES) - FIRST_OF_EACH)
    return np.concatenate([rng.permutation(first), rng.permutation(rest)])


def _words(rng: np.random.Generator, labels: np.ndarray) -> np.ndarray:
    """Zeros and ones: each paper holds about eighteen words, most of them common to all classes, the rest from its class's list."""
    own = rng.integers(NUM_WORDS, size=(len(CLASS_SIZES), 100))
    common = 1 / (np.arange(NUM_WORDS) + 20.0)
    drawn = rng.choice(NUM_WORDS, size=(len(labels), WORDS_EACH), p=common / common.sum())
    theirs = own[labels[:, None], rng.integers(own.shape[1], size=drawn.shape)]
    x = np.zeros((len(labels), NUM_WORDS), np.float32)
    np.put_along_axis(x, np.where(rng.random(drawn.shape) < OWN_WORDS, theirs, drawn), 1, axis=1)
    return x


def _edges(rng: np.random.Generator, labels: np.ndarray, members: list[np.ndarray]) -> np.ndarray:
    """Edges between a random node and another, mostly of the same class; a few nodes draw most of them."""
    fame = rng.pareto(2.5, size=len(labels)) + 0.3
    shares = [fame[nodes] / fame[nodes].sum() for nodes in members]
    found: set[tuple[int, int]] = set()
    while len(found) < NUM_EDGES:
        a = int(rng.integers(len(labels)))
        if rng.random() < WITHIN:
            b = int(rng.choice(members[labels[a]], p=shares[labels[a]]))
        else:
            b = int(rng.integers(len(labels)))
        if a != b:
            found.add((min(a, b), max(a, b)))
    return np.array(sorted(found))
