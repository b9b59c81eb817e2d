"""A stand-in for card payments: clouds of numbers in which most frauds, not all, lie away from the crowd.

It has the rows, columns, share of frauds and exact copies of the real subset, and is always the same. A linear model finds most
frauds, and none can find all: one in six looks like any payment.
"""

from __future__ import annotations

import numpy as np

PAYMENTS = "payments from a generator; not real ones"

NUM_GENUINE, NUM_FRAUDS, NUM_COPIES, NUM_COMPONENTS = 22_619, 473, 19, 28
NUM_DISTINCT_GENUINE = 283_253  # for so many the genuine rows stand, as in the real data
DAYS = 2


def payments() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rows (time, 28 components, amount) in the order of time, labels and weights."""
    rng = np.random.default_rng(0)
    spread = np.linspace(2.0, 0.3, NUM_COMPONENTS)
    genuine = spread * rng.standard_t(4, (NUM_GENUINE, NUM_COMPONENTS)) / np.sqrt(2)
    frauds = spread * rng.standard_t(4, (NUM_FRAUDS, NUM_COMPONENTS)) / np.sqrt(2)
    away = np.zeros(NUM_COMPONENTS)
    away[[1, 3, 9, 10, 11, 13, 15, 16]] = [1, 2, -2, 2, -3, -4, -2, -3]
    strength = np.where(rng.random(NUM_FRAUDS) < 1 / 6, 0, rng.gamma(4, 0.25, NUM_FRAUDS))
    frauds += strength[:, None] * away * spread
    components = np.concatenate([genuine, frauds])
    labels = np.repeat([0, 1], [NUM_GENUINE, NUM_FRAUDS])
    # People sleep, thieves less so; amounts have a long tail and are rounded to cents.
    times = _times(rng, len(labels), np.where(labels == 1, 0.3, 0.9))
    amounts = np.round(np.exp(rng.normal(np.where(labels == 1, 2.5, 3.0), np.where(labels == 1, 2.0, 1.6))), 2)
    rows = np.column_stack([times, components, np.minimum(amounts, 25_000)])
    copies = np.flatnonzero(labels == 1)[:NUM_COPIES]
    rows, labels = np.concatenate([rows, rows[copies]]), np.concatenate([labels, labels[copies]])
    order = np.argsort(rows[:, 0], kind="stable")
    weights = np.where(labels == 1, 1.0, NUM_DISTINCT_GENUINE / NUM_GENUINE)
    return rows[order], labels[order].astype(np.int64), weights[order]


def _times(rng: np.random.Generator, count: int, swing: np.ndarray) -> np.ndarray:
    """Whole seconds within the two days, drawn the less often at night the larger ``swing`` (from 0 to 1)."""
    times = np.empty(count)
    missing = np.arange(count)
    while len(missing):
        drawn = np.floor(rng.uniform(0, DAYS * 86_400, len(missing)))
        daytime = 0.5 - 0.5 * np.cos(2 * np.pi * (drawn / 86_400 - 0.1))
        kept = rng.random(len(missing)) < 1 - swing[missing] * (1 - daytime)
        times[missing[kept]] = drawn[kept]
        missing = missing[~kept]
    return times
