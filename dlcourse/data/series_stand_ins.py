"""Stand-ins for time series: cycles of a day, a week and a year, with noise that remembers.

Each has the times, columns and rough scale of the real series and is always the same. Who repeats the last value does worse than
who knows the cycles, and the noise can be forecast a little way, because today's differs little from yesterday's.
"""

from __future__ import annotations

import numpy as np

TRANSFORMER = "loads and a temperature from a generator with daily, weekly and yearly cycles; not ETTh1"
TEMPERATURES = "daily temperatures from a generator with a yearly cycle; not Melbourne's"

Series = tuple[np.ndarray, np.ndarray, tuple[str, ...]]


def transformer() -> Series:
    """Six hourly loads and an oil temperature that follows them half a day later: times, values (17420, 7), columns."""
    rng = np.random.default_rng(0)
    times = np.arange("2016-07-01T00", "2018-06-26T20", dtype="datetime64[h]").astype("datetime64[s]")
    hours = np.arange(len(times))
    day, week, year = (np.sin(2 * np.pi * hours / period) for period in (24, 24 * 7, 24 * 365.25))
    loads = []
    for level in (7.5, 2.2, 4.3, 0.9, 3.1, 0.9):
        swing, phase = rng.uniform(0.3, 0.6), rng.uniform(-6, 6)
        daily = np.sin(2 * np.pi * (hours + phase) / 24)
        loads.append(level * (1 + swing * daily + 0.15 * week + 0.2 * year + 0.25 * _remembering(rng, len(hours), 0.9)))
    heat = np.mean([load / np.abs(load).mean() for load in loads], axis=0)
    oil = 13 + 4 * np.roll(heat, 12) + 6 * np.cos(2 * np.pi * hours / (24 * 365.25)) + 1.5 * day + 2.5 * _remembering(rng, len(hours), 0.99)
    columns = ("HUFL", "HULL", "MUFL", "MULL", "LUFL", "LULL", "OT")
    return times, np.stack([*loads, oil], axis=1).astype(np.float32), columns


def temperatures() -> Series:
    """Ten years of daily minima with a southern summer, without the last day of each leap year: times, values (3650, 1), columns."""
    rng = np.random.default_rng(1)
    days = np.arange("1981-01-01", "1991-01-01", dtype="datetime64[D]")
    days = days[~np.isin(days, np.array(["1984-12-31", "1988-12-31"], dtype="datetime64[D]"))]
    season = 4.5 * np.cos(2 * np.pi * (np.arange(len(days)) - 30) / 365.25)
    values = np.maximum(11 + season + 2.5 * _remembering(rng, len(days), 0.6), 0)
    return days, np.round(values, 1).astype(np.float32)[:, None], ("Temp",)


def _remembering(rng: np.random.Generator, length: int, memory: float) -> np.ndarray:
    """Noise of variance one, each value ``memory`` times the one before plus something new."""
    fresh = rng.normal(size=length) * np.sqrt(1 - memory**2)
    noise = np.empty(length)
    noise[0] = rng.normal()
    for t in range(1, length):
        noise[t] = memory * noise[t - 1] + fresh[t]
    return noise
