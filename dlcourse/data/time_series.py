"""Time series: an electricity transformer by the hour, and daily temperatures."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

import numpy as np

from dlcourse.data import policy, series_stand_ins


@dataclass(frozen=True)
class TimeSeries:
    """Measurements in the order of time.

    ``times`` is datetime64 of shape (n,), strictly increasing; ``values`` is float32 of shape (n, columns), in the units of
    ``columns``' description. ``origin`` is ``"real"`` or ``"stand-in"``.
    """

    times: np.ndarray
    values: np.ndarray
    columns: tuple[str, ...]
    origin: policy.Origin


def etth1() -> TimeSeries:
    """An electricity transformer, hourly over two years: six loads and the oil temperature ``OT`` in degrees Celsius (Zhou et al., 2021).

    The columns are HUFL, HULL, MUFL, MULL, LUFL, LULL (high, middle and low load, useful and useless) and OT, 17,420 rows.
    """
    found = policy.obtain("etth1")
    if found is None:
        return _recorded("etth1", *series_stand_ins.transformer(), stand_in=series_stand_ins.TRANSFORMER)
    return _recorded("etth1", *_read_csv(found["ETTh1.csv"]))


def daily_min_temperatures() -> TimeSeries:
    """The lowest temperature of each day in Melbourne, degrees Celsius, 1981 to 1990: 3,650 rows; two days are missing.

    The last days of the leap years 1984 and 1988 are not in the file (Hyndman's Time Series Data Library).
    """
    found = policy.obtain("daily-min-temperatures")
    if found is None:
        return _recorded("daily-min-temperatures", *series_stand_ins.temperatures(), stand_in=series_stand_ins.TEMPERATURES)
    return _recorded("daily-min-temperatures", *_read_csv(found["daily-min-temperatures.csv"]))


def _read_csv(raw: bytes) -> tuple[np.ndarray, np.ndarray, tuple[str, ...]]:
    """Read a table whose first column is the time and whose others are numbers."""
    header, *rows = csv.reader(io.StringIO(raw.decode("utf-8")))
    times = np.array([row[0] for row in rows], dtype="datetime64")
    return times, np.array([row[1:] for row in rows], np.float32), tuple(header[1:])


def _recorded(name: str, times: np.ndarray, values: np.ndarray, columns: tuple[str, ...], stand_in: str | None = None) -> TimeSeries:
    """Note what was loaded, and return it. ``stand_in`` says what stands in, when something does."""
    origin: policy.Origin = "stand-in" if stand_in else "real"
    span = f"{len(times):,} rows from {times[0].astype('datetime64[D]')} to {times[-1].astype('datetime64[D]')}"
    policy.record(name, origin, f"{stand_in} ({span})" if stand_in else span)
    return TimeSeries(times, values, columns, origin)
