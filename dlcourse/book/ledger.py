"""The ledger: what every executed notebook measured, on what data, in what time, and whether that may be published.

Everything is read from the outputs of the executed notebook; nothing that a notebook says about its own verdicts is trusted.
"""

from __future__ import annotations

import importlib.metadata
import json
import os
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Iterator, Mapping

from dlcourse.claims import CLAIM_MIME, Claim
from dlcourse.errors import CourseError

DATA_MIME = "application/vnd.dlcourse.data+json"
SCHEMA = 1
VERSIONED = ("numpy", "keras", "tensorflow", "torch")


@dataclass(frozen=True)
class Place:
    """A cell, as a message names it: its number counted from one, and its first line."""

    number: int
    first_line: str

    def __str__(self) -> str:
        return f"cell {self.number} ({self.first_line})"


def place(nb: Mapping[str, Any], index: int) -> Place:
    """Where cell ``index`` (from zero) stands."""
    source = "".join(nb["cells"][index]["source"]).strip()
    return Place(index + 1, source.splitlines()[0] if source else "empty")


def outputs(nb: Mapping[str, Any]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """All outputs in the order in which they were made, each with the index of its cell."""
    for index, cell in enumerate(nb["cells"]):
        if cell["cell_type"] == "code":
            for output in cell.get("outputs", []):
                yield index, output


def records(nb: Mapping[str, Any], mime: str) -> list[dict[str, Any]]:
    """The records of one type among the outputs."""
    return [dict(output["data"][mime]) for _, output in outputs(nb) if mime in output.get("data", {})]


def claims(nb: Mapping[str, Any]) -> list[Claim]:
    """The notebook's claims, judged anew. Raises :class:`CourseError` for a record that is none."""
    try:
        return [Claim.from_record(record) for record in records(nb, CLAIM_MIME)]
    except (KeyError, TypeError, ValueError) as error:
        raise CourseError(f"a claim's record cannot be read: {type(error).__name__} {error}") from None


def data_sets(nb: Mapping[str, Any]) -> list[dict[str, str]]:
    """The data sets that the notebook announced, each once."""
    return list({record["name"]: record for record in records(nb, DATA_MIME)}.values())


def run_record(nb: Mapping[str, Any], *, profile: str, source_digest: str, seconds: float, peak_bytes: int, threads: int) -> dict[str, Any]:
    """What is kept of an execution, in the ledger and in the executed notebook's ``metadata.dlcourse_run``.

    ``seconds`` of wall time, ``peak_bytes`` of the kernel's process tree, ``threads`` the cores that the kernel was given.
    """
    found = claims(nb)
    return {
        "profile": profile,
        "source_digest": source_digest,
        "seconds": round(seconds, 2),
        "peak_bytes": peak_bytes,
        "threads": threads,
        "executed_at": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "from_cache": False,
        "versions": versions(),
        "device": found[0].device if found else "",
        "data": data_sets(nb),
        "claims": [claim.to_record() for claim in found],
    }


def versions() -> dict[str, str]:
    """Versions of Python and of what notebooks compute with, as installed; nothing is imported."""
    import platform

    found = {"python": platform.python_version()}
    for name in VERSIONED:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


def problems(nb: Mapping[str, Any], profile: str, needs_claims: bool = True) -> list[str]:
    """Why an executed notebook may not be published: one sentence a reason, none when all is well."""
    try:
        found = claims(nb)
    except CourseError as error:
        return [str(error)]
    return [*_stray_output(nb), *(_no_claims(found) if needs_claims else []), *_out_of_band(found), *_wrong_profile(found, profile), *_passed_off(nb)]


def _stray_output(nb: Mapping[str, Any]) -> list[str]:
    found = []
    for index, output in outputs(nb):
        if output["output_type"] == "stream" and output["name"] == "stderr":
            line = next((line for line in "".join(output["text"]).splitlines() if line.strip()), "")
            found.append(f"{place(nb, index)} wrote to stderr: {line.strip()[:200]}")
    return found


def _no_claims(found: list[Claim]) -> list[str]:
    return [] if found else ["makes no claim; every notebook measures something with run.claim"]


def _out_of_band(found: list[Claim]) -> list[str]:
    sentences = []
    for claim in found:
        if claim.verdict == "out of band":
            low, high = claim.band
            sentences.append(f"the claim {claim.name!r} is out of band: {claim.value:.6g} instead of {low:g} to {high:g}")
    return sentences


def _wrong_profile(found: list[Claim], profile: str) -> list[str]:
    return [f"the claim {c.name!r} was made in profile {c.profile!r}, not {profile!r}" for c in found if c.profile != profile]


def _passed_off(nb: Mapping[str, Any]) -> list[str]:
    """Hold every claim against the data sets that were announced before it was made."""
    sentences = []
    origins: dict[str, str] = {}
    for _, output in outputs(nb):
        shown = output.get("data", {})
        if DATA_MIME in shown:
            origins[shown[DATA_MIME]["name"]] = shown[DATA_MIME]["origin"]
        if CLAIM_MIME in shown:
            sentences.extend(_false_origin(Claim.from_record(shown[CLAIM_MIME]), origins))
    return sentences


def _false_origin(claim: Claim, origins: dict[str, str]) -> list[str]:
    if claim.data == "stand-in":
        return []
    unannounced = [name for name in claim.datasets if name not in origins]
    stand_ins = [name for name, origin in origins.items() if origin != "real"]
    if unannounced:
        return [f"the claim {claim.name!r} is passed off as {claim.data}: its data set {unannounced[0]!r} was never announced"]
    if stand_ins:
        return [f"the claim {claim.name!r} is passed off as {claim.data}: the data set {stand_ins[0]!r} is a stand-in"]
    if claim.data == "generated" and origins:
        return [f"the claim {claim.name!r} is passed off as generated: the data set {next(iter(origins))!r} was loaded"]
    if claim.data == "real" and not claim.datasets:
        return [f"the claim {claim.name!r} is passed off as real: it names no data set"]
    return []


def load(path: Path) -> dict[str, Any]:
    """The ledger as it stands, or an empty one when there is none that can be read."""
    try:
        ledger = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        ledger = None
    known = isinstance(ledger, dict) and ledger.get("schema") == SCHEMA
    return ledger if known else {"schema": SCHEMA, "profile": "", "notebooks": {}}


def write(path: Path, profile: str, notebooks: dict[str, dict[str, Any]]) -> None:
    """Write the ledger, atomically."""
    ledger = {"schema": SCHEMA, "profile": profile, "notebooks": dict(sorted(notebooks.items()))}
    replace(path, (json.dumps(ledger, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode())


def replace(path: Path, content: bytes) -> None:
    """Put ``content`` at ``path`` in one step; a file that already holds it is left alone, with its date."""
    if path.is_file() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        partial.write_bytes(content)
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)
