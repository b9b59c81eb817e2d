"""Claims: numbers that a notebook measures, the bands they must fall into, and how both are stored in the notebook.

A claim is written by :meth:`dlcourse.run.Run.claim` and read back by the build. The record travels as a cell output of type
:data:`CLAIM_MIME`; beside it stands a *glue* record, so that prose can quote the value as ``{glue:text}`claim-slug```.
"""

from __future__ import annotations

import math
import re
from dataclasses import asdict, dataclass
from typing import Any, Literal

CLAIM_MIME = "application/vnd.dlcourse.claim+json"
GLUE_PREFIX = "application/papermill.record/"

Origin = Literal["real", "stand-in", "generated"]
Verdict = Literal["in band", "out of band", "not judged"]
Band = tuple[float, float]

MARKS: dict[Verdict, str] = {"in band": "✓", "out of band": "✗", "not judged": "·"}
BAND_NAMES = ("always", "smoke", "standard", "full", "stand_in")


@dataclass(frozen=True)
class Claim:
    """One measured number.

    ``data`` says what it was measured on: *real* data sets, a *stand-in* for at least one of them, or *generated* numbers when
    the notebook loads no data set. ``datasets`` are the names of the data sets loaded when the claim was made.
    """

    name: str
    value: float
    text: str
    unit: str
    framework: str
    profile: str
    data: Origin
    datasets: tuple[str, ...]
    device: str
    band: Band | None
    verdict: Verdict

    @property
    def slug(self) -> str:
        return slug(self.name)

    def to_record(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> Claim:
        """Rebuild a claim from a notebook output. The verdict is judged anew, never trusted."""
        band = tuple(record["band"]) if record["band"] is not None else None
        return cls(**{**record, "datasets": tuple(record["datasets"]), "band": band, "verdict": judge(record["value"], band)})


def slug(name: str) -> str:
    """The name under which prose quotes a claim: lower case, words joined by dashes."""
    return re.sub(r"[^0-9a-z]+", "-", name.lower()).strip("-")


def judge(value: float, band: Band | None) -> Verdict:
    """Say whether ``value`` lies in the closed interval ``band``; a NaN never does."""
    if band is None:
        return "not judged"
    low, high = band
    return "in band" if math.isfinite(value) and low <= value <= high else "out of band"


def band_for(profile: str, data: Origin, bands: dict[str, Band | None]) -> Band | None:
    """Choose the band that applies: a claim on stand-in data is never judged by a band that was set on real data.

    ``always`` holds in every profile and on any data (an identity, a parity); ``smoke``, ``standard`` and ``full`` hold in
    that profile; ``stand_in`` holds in the standard profile when a data set was replaced by its stand-in.
    """
    if bands.get("always") is not None:
        return bands["always"]
    if data == "stand-in" and profile != "smoke":
        return bands.get("stand_in")
    return bands.get(profile)
