"""Card payments of two days, a few of them frauds, with weights that let a sample speak for all of them."""

from __future__ import annotations

import gzip
import io
from dataclasses import dataclass

import numpy as np

from dlcourse.data import policy, transaction_stand_ins
from dlcourse.errors import CourseError

NUM_PAYMENTS, NUM_GENUINE, NUM_DISTINCT_GENUINE = 284_807, 284_315, 283_253  # rows of the whole file
QUARTERS = (54_201.5, 84_692.0, 139_320.5)  # seconds: the quartiles of Time in the whole file, as its users print them
COMPLETE_UNTIL = 3_600.0  # seconds: the subset holds nearly every genuine payment of the first hour

Table = tuple[np.ndarray, np.ndarray]  # rows of 30 numbers (time, 28 components, amount), labels


@dataclass(frozen=True)
class CardPayments:
    """Payments in the order of time (Dal Pozzolo et al., 2015).

    ``times`` (n,) are seconds since the first payment, over two days; ``components`` (n, 28) are principal components, all that
    the bank gave away of what it knew; ``amounts`` (n,) are in the card's currency, which the publisher does not name (European
    cards); these are float64. ``labels`` is int64 of shape (n,), 1 for a fraud. ``weights`` is float64 of shape (n,): for how many
    payments of the whole a row stands, 1 for every fraud. Exact copies of a row are kept. ``origin`` is ``"real"`` or ``"stand-in"``.
    """

    times: np.ndarray
    components: np.ndarray
    amounts: np.ndarray
    labels: np.ndarray
    weights: np.ndarray
    origin: policy.Origin


def credit_card_fraud(num_genuine: int | None = None) -> CardPayments | None:
    """The whole file: 284,807 payments, 492 of them frauds. ``None`` where it cannot be had: ask for the subset then.

    ``num_genuine`` asks for at most that many genuine payments, drawn always the same way, whose weights then add up to as much as
    before; otherwise all weights are 1.

    Raises :class:`~dlcourse.errors.CourseError` for a count below 1 and, in the full profile, where the file cannot be had.
    """
    _check(num_genuine)
    found = policy.obtain("credit-card-fraud")
    if found is None:
        return None
    rows, labels = _read_csv(found["creditcard.csv"])
    return _recorded("credit-card-fraud", rows, labels, np.ones(len(rows)), num_genuine)


def credit_card_fraud_subset(num_genuine: int | None = None) -> CardPayments:
    """All 492 frauds and 22,619 of the genuine payments, which several people had published as samples.

    The genuine rows are distinct; their weights restore how many distinct ones the whole file has in each quarter of it.
    ``num_genuine`` asks for at most that many of them, as in :func:`credit_card_fraud`.

    Raises :class:`~dlcourse.errors.CourseError` for a count below 1 and, in the full profile, where the file cannot be had.
    """
    _check(num_genuine)
    found = policy.obtain("credit-card-fraud-subset")
    if found is None:
        rows, labels, weights = transaction_stand_ins.payments()
        return _recorded("credit-card-fraud-subset", rows, labels, weights, num_genuine, stand_in=transaction_stand_ins.PAYMENTS)
    rows, labels = _read_csv(gzip.decompress(found["creditcard_subset.csv.gz"]))
    return _recorded("credit-card-fraud-subset", rows, labels, _restoring(rows[:, 0], labels), num_genuine)


def _check(num_genuine: int | None) -> None:
    if num_genuine is not None and num_genuine < 1:
        raise CourseError(f"num_genuine is {num_genuine}: ask for at least one genuine payment, or for None to get all.")


def _read_csv(raw: bytes) -> Table:
    """Read the publisher's table: Time, V1 to V28, Amount and, in quotes, the class."""
    table = np.loadtxt(io.BytesIO(raw), delimiter=",", skiprows=1, quotechar='"', ndmin=2)
    return table[:, :-1], table[:, -1].astype(np.int64)


def _restoring(times: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Weights that give each quarter of the whole as many distinct genuine payments as it has.

    Those of the first hour are nearly all there and count once; the rest of a quarter is spread evenly over its rows.
    """
    genuine = labels == 0
    quarter = np.searchsorted(QUARTERS, times, side="right")
    frauds = np.bincount(quarter[~genuine], minlength=4)
    in_whole = (NUM_PAYMENTS / 4 - frauds) * NUM_DISTINCT_GENUINE / NUM_GENUINE  # (4,)
    complete = times < COMPLETE_UNTIL
    there = np.bincount(quarter[genuine & complete], minlength=4)
    sampled = np.bincount(quarter[genuine & ~complete], minlength=4)
    spread = (in_whole - there) / np.maximum(sampled, 1)
    return np.where(genuine & ~complete, spread[quarter], 1.0)


def _recorded(
    name: str, rows: np.ndarray, labels: np.ndarray, weights: np.ndarray, num_genuine: int | None, stand_in: str | None = None
) -> CardPayments:
    """Note what was loaded, and return as many rows of it as were asked for. ``stand_in`` says what stands in, when something does."""
    kept = _sample(labels, num_genuine)
    total = weights[labels == 0].sum()
    rows, labels, weights = rows[kept], labels[kept], weights[kept]
    weights = np.where(labels == 0, weights * (total / weights[labels == 0].sum()), weights)
    origin: policy.Origin = "stand-in" if stand_in else "real"
    counts = f"{len(labels):,} payments that stand for {weights.sum():,.0f}, {labels.sum():,} of them frauds"
    policy.record(name, origin, f"{stand_in} ({counts})" if stand_in else counts)
    return CardPayments(rows[:, 0], rows[:, 1:-1], rows[:, -1], labels, weights, origin)


def _sample(labels: np.ndarray, num_genuine: int | None) -> np.ndarray:
    """Indices, in order, of all frauds and of at most ``num_genuine`` genuine payments."""
    genuine = np.flatnonzero(labels == 0)
    if num_genuine is not None and num_genuine < len(genuine):
        genuine = np.random.default_rng(0).choice(genuine, num_genuine, replace=False)
    return np.sort(np.concatenate([np.flatnonzero(labels == 1), genuine]))
