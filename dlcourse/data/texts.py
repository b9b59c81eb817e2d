"""Texts: sentences of film reviews with their polarity, and plays to be read character by character."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dlcourse.data import policy, text_stand_ins

POLARITIES = ("negative", "positive")


@dataclass(frozen=True)
class SentenceDataset:
    """Sentences with a label each, in no order that means anything.

    ``sentences`` are lower-case, with spaces between words and punctuation; ``labels`` is int64 of shape (n,), indices into
    ``class_names``. The makers give no split. ``origin`` is ``"real"`` or ``"stand-in"``.
    """

    sentences: tuple[str, ...]
    labels: np.ndarray
    class_names: tuple[str, ...]
    origin: policy.Origin


def rt_polarity() -> SentenceDataset:
    """Sentences of film reviews, 5,331 negative ones, then 5,331 positive ones (Pang and Lee, 2005)."""
    found = policy.obtain("rt-polarity")
    if found is None:
        return _recorded("rt-polarity", *text_stand_ins.reviews(), stand_in=text_stand_ins.REVIEWS)
    negative, positive = (_lines(found[f"rt-polarity/rt-polarity.{end}"]) for end in ("neg", "pos"))
    return _recorded("rt-polarity", negative, positive)


@dataclass(frozen=True)
class Text:
    """One long text in its given order, to be cut by time: the end is what comes later.

    ``characters`` is the whole text; ``origin`` is ``"real"`` or ``"stand-in"``.
    """

    characters: str
    origin: policy.Origin


def tiny_shakespeare() -> Text:
    """Plays by Shakespeare one after the other, 1,115,394 characters of 65 kinds (Karpathy, 2015)."""
    found = policy.obtain("tiny-shakespeare")
    if found is None:
        return _recorded_text("tiny-shakespeare", text_stand_ins.plays(), stand_in=text_stand_ins.PLAYS)
    return _recorded_text("tiny-shakespeare", found["tinyshakespeare/input.txt"].decode("ascii"))


def _lines(raw: bytes) -> list[str]:
    # Only line feeds end a sentence: str.splitlines would also break at a rare U+0085 within one.
    return [line.strip() for line in raw.decode("utf-8").split("\n") if line.strip()]


def _recorded(name: str, negative: list[str], positive: list[str], stand_in: str | None = None) -> SentenceDataset:
    """Note what was loaded, and return it. ``stand_in`` says what stands in, when something does."""
    origin: policy.Origin = "stand-in" if stand_in else "real"
    counts = f"{len(negative):,} negative and {len(positive):,} positive sentences"
    policy.record(name, origin, f"{stand_in} ({counts})" if stand_in else counts)
    labels = np.repeat(np.array([0, 1]), [len(negative), len(positive)])
    return SentenceDataset((*negative, *positive), labels, POLARITIES, origin)


def _recorded_text(name: str, characters: str, stand_in: str | None = None) -> Text:
    """Note what was loaded, and return it. ``stand_in`` says what stands in, when something does."""
    origin: policy.Origin = "stand-in" if stand_in else "real"
    counts = f"{len(characters):,} characters of {len(set(characters))} kinds"
    policy.record(name, origin, f"{stand_in} ({counts})" if stand_in else counts)
    return Text(characters, origin)
