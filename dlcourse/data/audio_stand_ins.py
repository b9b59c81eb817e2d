"""Stand-ins for speech: ten invented words of two vowels each, by six voices that differ in pitch and in the size of the mouth.

A voice's formants are the vowels' times a factor of its own, so a recogniser that has not heard a voice does worse on it.
"""

from __future__ import annotations

import numpy as np

DIGITS = "invented words of two vowels from a generator with six voices; no digits, nobody's voice"

RATE = 8000
TAKES = 10
VOICES = {"alpha": (0.84, 95), "beta": (0.92, 120), "gamma": (1.0, 140), "delta": (1.06, 165), "epsilon": (1.14, 190), "zeta": (1.24, 215)}
VOWELS = {"a": (730, 1090), "e": (530, 1840), "i": (270, 2290), "o": (570, 840), "u": (300, 870)}
WORDS = ("ia", "ue", "ou", "ei", "ao", "iu", "ea", "oi", "ai", "uo")


def digits() -> dict[tuple[int, str, int], np.ndarray]:
    """Samples of each word, voice and take, float32 of shape (samples,)."""
    rng = np.random.default_rng(4)
    return {
        (digit, name, take): _say(WORDS[digit], *VOICES[name], rng)
        for digit in range(len(WORDS))
        for name in VOICES
        for take in range(TAKES)
    }


def _say(word: str, size: float, pitch: float, rng: np.random.Generator) -> np.ndarray:
    """A train of pulses through two resonances for each vowel, fading in and out, with some noise."""
    from scipy.signal import lfilter

    lengths = rng.integers(900, 1900, size=len(word))
    steps = pitch * rng.uniform(0.9, 1.1) * (1 + 0.02 * rng.normal(size=lengths.sum())) / RATE
    source = np.diff(np.floor(np.cumsum(steps)), prepend=0) + 0.02 * rng.normal(size=lengths.sum())
    parts, start = [], 0
    for vowel, length in zip(word, lengths, strict=True):
        part = source[start : start + length]
        for formant in VOWELS[vowel]:
            centre, width = formant * size * rng.uniform(0.93, 1.07), 90
            radius = np.exp(-np.pi * width / RATE)
            poles = [1, -2 * radius * np.cos(2 * np.pi * centre / RATE), radius**2]
            part = lfilter([sum(poles)], poles, part)
        parts.append(part / np.abs(part).max())
        start += length
    samples = np.concatenate(parts)
    samples *= np.minimum(1, np.minimum(np.arange(len(samples)), np.arange(len(samples))[::-1]) / 200)
    samples += 0.01 * rng.normal(size=len(samples))
    return (0.3 * rng.uniform(0.5, 1) * samples).astype(np.float32)
