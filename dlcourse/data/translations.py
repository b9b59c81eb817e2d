"""Sentences with their translations, by people of the Tatoeba project."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

from dlcourse.data import policy, translation_stand_ins


@dataclass(frozen=True)
class SentencePairs:
    """English sentences and their Chinese translations, shortest English first; a sentence may occur in several pairs.

    ``english``, ``chinese`` and ``attributions`` have one string a pair. Chinese is in simplified or traditional characters, as its
    author wrote it. An attribution names the licence, both sentences' numbers at tatoeba.org and their authors. ``origin`` is
    ``"real"`` or ``"stand-in"``.
    """

    english: tuple[str, ...]
    chinese: tuple[str, ...]
    attributions: tuple[str, ...]
    origin: policy.Origin


def english_chinese() -> SentencePairs:
    """All 32,028 pairs of the edition of 2026-02-13 (Tatoeba, packed by manythings.org).

    The publisher replaces the file now and then. A later edition has another sha256 and is refused: the stand-in takes its place, or,
    in the full profile, an error says so.
    """
    found = policy.obtain("english-chinese")
    if found is None:
        return _recorded(translation_stand_ins.pairs(), stand_in=translation_stand_ins.PAIRS)
    with zipfile.ZipFile(io.BytesIO(found["cmn-eng.zip"])) as archive:
        table = archive.read("cmn.txt").decode("utf-8")
    # Only line feeds end a row: str.splitlines would also break at rarer marks within a sentence.
    return _recorded([tuple(line.rstrip("\r").split("\t")) for line in table.split("\n") if line.strip()])


def _recorded(rows: list[tuple[str, ...]], stand_in: str | None = None) -> SentencePairs:
    """Note what was loaded, and return it. ``stand_in`` says what stands in, when something does."""
    origin: policy.Origin = "stand-in" if stand_in else "real"
    counts = f"{len(rows):,} pairs of sentences"
    policy.record("english-chinese", origin, f"{stand_in} ({counts})" if stand_in else counts)
    english, chinese, attributions = zip(*rows, strict=True)
    return SentencePairs(english, chinese, attributions, origin)
