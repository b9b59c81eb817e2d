"""Real data or a stand-in: what the profile allows, what was loaded, and how a reader is told."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from dlcourse.data import registry, store
from dlcourse.errors import CourseError
from dlcourse.run import in_ipython

DATA_MIME = "application/vnd.dlcourse.data+json"
Origin = Literal["real", "stand-in"]


@dataclass(frozen=True)
class Loaded:
    """A data set that this run has loaded; ``detail`` says in a phrase what it was."""

    name: str
    origin: Origin
    detail: str


@dataclass
class _Policy:
    stand_ins_only: bool = False
    real_only: bool = False


_policy = _Policy()
loaded: list[Loaded] = []


def begin(*, stand_ins_only: bool, real_only: bool) -> None:
    """Begin a run: forget what was loaded, and settle whether real data may or must be used."""
    _policy.stand_ins_only, _policy.real_only = stand_ins_only, real_only
    loaded.clear()


def origin_of_loaded() -> Literal["real", "stand-in", "generated"]:
    """What this run computes on: a stand-in as soon as one data set is one; generated numbers when none was loaded."""
    if not loaded:
        return "generated"
    return "stand-in" if any(one.origin == "stand-in" for one in loaded) else "real"


def obtain(name: str, wanted: Sequence[str] | None = None) -> dict[str, bytes] | None:
    """The verified bytes of the ``wanted`` items (default: all), or ``None`` when the stand-in is to be used.

    Raises :class:`~dlcourse.errors.CourseError` when the profile demands real data and they cannot be had.
    """
    dataset = registry.find(name)
    if _policy.stand_ins_only:
        return None
    try:
        return store.read(dataset, wanted or list(dataset.items), download=True)
    except store.Unavailable as reason:
        if _policy.real_only:
            raise CourseError(
                f"The full profile needs the real {dataset.title}, but {reason}: run `dlcourse data fetch {name}` where there is a "
                "network, or point DLCOURSE_DATA at a folder that holds the files."
            ) from None
        return None


def record(name: str, origin: Origin, detail: str) -> None:
    """Note that a data set was loaded and show one line that says what it is."""
    entry = Loaded(name, origin, detail)
    if entry not in loaded:
        loaded.append(entry)
    title = registry.find(name).title
    line = f"{title}: {detail}" if origin == "real" else f"Stand-in for {title}: {detail}"
    if not in_ipython():
        print(line)
        return
    from IPython.display import display

    css = "dl-data" if origin == "real" else "dl-data dl-stand-in"
    display(
        {"text/plain": line, "text/html": f'<div class="{css}">{html.escape(line)}</div>', DATA_MIME: asdict(entry)},
        raw=True,
    )


def availability(names: Iterable[str]) -> dict[str, Origin]:
    """Say for each data set what the standard profile would load now, without downloading anything.

    Raises :class:`~dlcourse.errors.CourseError` for an unknown name and for a damaged file in ``$DLCOURSE_DATA``.
    """
    return {name: "real" if _present(registry.find(name)) else "stand-in" for name in names}


def ensure(names: Iterable[str]) -> dict[str, Origin]:
    """Download once what the standard profile needs of the named data sets and lacks; return the :func:`availability` after it.

    Without a network it takes the time of one attempt to connect, however many data sets are named.
    """
    wanted = [registry.find(name) for name in names]
    missing = [dataset for dataset in wanted if not _present(dataset)]
    store.prepare(missing)
    absent = {dataset.name for dataset in missing if not _present(dataset, download=True)}
    return {dataset.name: "stand-in" if dataset.name in absent else "real" for dataset in wanted}


def _present(dataset: registry.Dataset, *, download: bool = False) -> bool:
    return store.has(dataset, dataset.standard_files, download=download)
