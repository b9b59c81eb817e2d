"""The run: the one object that a notebook holds. It seeds, names the device, picks sizes and records claims."""

from __future__ import annotations

import contextlib
import html
import importlib.util
import os
import platform
import random
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import numpy as np

from dlcourse import claims
from dlcourse.errors import CourseError

PROFILES = ("smoke", "standard", "full")
FRAMEWORKS = ("keras", "torch")
T = TypeVar("T")


def start(name: str, *, profile: str | None = None, seed: int = 0, frameworks: tuple[str, ...] = FRAMEWORKS) -> Run:
    """Begin a notebook: choose the profile, seed every generator, set the plot style.

    ``profile`` is, in this order, the argument, ``$DLCOURSE_PROFILE``, or ``"standard"``. ``frameworks`` names those that are to
    be imported and seeded; a notebook that needs none passes ``()`` and starts seconds sooner.

    Raises :class:`~dlcourse.errors.CourseError` for a profile that does not exist.
    """
    profile = profile or os.environ.get("DLCOURSE_PROFILE") or "standard"
    if profile not in PROFILES:
        raise CourseError(f"There is no profile {profile!r}: choose one of {', '.join(PROFILES)}.")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    # TensorFlow would take nearly all of a GPU's memory at once, and leave PyTorch none.
    os.environ.setdefault("TF_FORCE_GPU_ALLOW_GROWTH", "true")
    from dlcourse import data, gpu_memory, plots

    data.begin(stand_ins_only=profile == "smoke", real_only=profile == "full")
    plots.use_style()
    if profile != "smoke":
        gpu_memory.explain_in_notebooks()
    run = Run(name, profile, seed, frameworks)
    print(run)
    return run


class Run:
    """What a notebook knows about its own execution.

    ``profile`` is one of :data:`PROFILES`; ``seed`` an integer; ``rng`` a NumPy generator made from it; ``device`` what PyTorch
    calls the device to use (``"cuda"`` or ``"cpu"``) and ``device_name`` what a person calls it.
    """

    def __init__(self, name: str, profile: str, seed: int, frameworks: tuple[str, ...]):
        self.name, self.profile, self.seed = name, profile, seed
        self.rng = np.random.default_rng(seed)
        seed_everything(seed, frameworks)
        self.device, self.device_name = find_device(profile, frameworks)
        self.claims: list[claims.Claim] = []

    def __repr__(self) -> str:
        return f"{self.name} · profile {self.profile} · seed {self.seed} · {self.device_name}"

    def pick(self, *, smoke: T, standard: T, full: T) -> T:
        """Return the value that belongs to this run's profile: the one visible place where a notebook's budget stands."""
        return {"smoke": smoke, "standard": standard, "full": full}[self.profile]

    def claim(
        self,
        name: str,
        value: float,
        *,
        unit: str = "",
        format: str = ".3f",
        framework: str = "",
        always: claims.Band | None = None,
        smoke: claims.Band | None = None,
        standard: claims.Band | None = None,
        full: claims.Band | None = None,
        stand_in: claims.Band | None = None,
    ) -> None:
        """Record a measured number and the band it must fall into, and show one small line.

        The bands are closed intervals; :func:`dlcourse.claims.band_for` says which of them applies when. ``format`` is how the
        value is written in prose (``".3f"``, ``".1%"``, ``".2e"``), ``framework`` the framework that it belongs to, if to one.

        Raises :class:`~dlcourse.errors.CourseError` when the name was already used, or the value is not a number.
        """
        from dlcourse import data

        if any(claims.slug(name) == earlier.slug for earlier in self.claims):
            raise CourseError(f"The claim {name!r} was already made in this notebook: give each claim a name of its own.")
        try:
            number = float(value)
        except (TypeError, ValueError):
            raise CourseError(f"The claim {name!r} needs a number, not {type(value).__name__}.") from None
        origin = data.origin_of_loaded()
        bands = {"always": always, "smoke": smoke, "standard": standard, "full": full, "stand_in": stand_in}
        band = claims.band_for(self.profile, origin, bands)
        text = f"{number:{format}}" + (f" {unit}" if unit else "")
        claim = claims.Claim(
            name=name, value=number, text=text, unit=unit, framework=framework, profile=self.profile, data=origin,
            datasets=tuple(loaded.name for loaded in data.loaded), device=self.device_name, band=band, verdict=claims.judge(number, band),
        )  # fmt: skip
        self.claims.append(claim)
        show_claim(claim, format)


def show_claim(claim: claims.Claim, format: str) -> None:
    """Display a claim as a line, with the record for the build and the glue record for prose. Outside IPython, print the line."""
    band = "" if claim.band is None else f" (expected {claim.band[0]:{format}} to {claim.band[1]:{format}})"
    note = " · measured on stand-in data" if claim.data == "stand-in" else ""
    line = f"{claims.MARKS[claim.verdict]} {claim.name}: {claim.text}{band}{note}"
    if not in_ipython():
        print(line)
        return
    from IPython.display import display

    css = claim.verdict.replace(" ", "-")
    bundle = {
        "text/plain": line,
        "text/html": f'<div class="dl-claim dl-{css}">{html.escape(line)}</div>',
        claims.CLAIM_MIME: claim.to_record(),
    }
    # Quoted, because glue reads the text as a Python literal: 0.970 would lose its zero, and 1,000 become a tuple.
    glue = {claims.GLUE_PREFIX + "text/plain": repr(claim.text)}
    display(bundle, raw=True)
    display(glue, raw=True, metadata={"scrapbook": {"name": claim.slug, "mime_prefix": claims.GLUE_PREFIX}})


def in_ipython() -> bool:
    """Whether outputs can be displayed, that is, whether this runs inside a notebook kernel or an IPython shell."""
    try:
        from IPython import get_ipython
    except ModuleNotFoundError:
        return False
    return get_ipython() is not None


def seed_everything(seed: int, frameworks: tuple[str, ...] = FRAMEWORKS) -> None:
    """Seed Python, NumPy's global state and the named frameworks (where installed).

    ``keras`` seeds its backend as well: TensorFlow, or PyTorch under ``KERAS_BACKEND=torch``.
    """
    random.seed(seed)
    np.random.seed(seed)
    for framework in frameworks:
        if framework not in FRAMEWORKS:
            raise CourseError(f"There is no framework {framework!r}: choose from {', '.join(FRAMEWORKS)}.")
        if importlib.util.find_spec(framework) is None:
            continue
        if framework == "torch":
            import torch

            torch.manual_seed(seed)
        else:
            with native_stderr_muted():
                import keras

                keras.utils.set_random_seed(seed)


@contextlib.contextmanager
def native_stderr_muted() -> Iterator[None]:
    """Drop what C++ libraries write to file descriptor 2.

    TensorFlow says on import whether it found a GPU, and does so before its log level takes effect. Python's exceptions are not
    affected: a traceback is written later.
    """
    saved = os.dup(2)
    try:
        with open(os.devnull, "wb") as nowhere:
            os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        os.dup2(saved, 2)
        os.close(saved)


def find_device(profile: str, frameworks: tuple[str, ...]) -> tuple[str, str]:
    """Return PyTorch's name of the device to use and a name for people. The smoke profile always runs on the CPU."""
    if profile != "smoke" and "torch" in frameworks and importlib.util.find_spec("torch") is not None:
        import torch

        if torch.cuda.is_available():
            return "cuda", torch.cuda.get_device_name()
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return "cpu", f"{processor_name()}, {cores} cores"


def processor_name() -> str:
    """The processor's model as the system gives it, or the machine type where it gives none."""
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
