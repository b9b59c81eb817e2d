"""Recordings of speech: digits spoken by six people."""

from __future__ import annotations

import io
import tarfile
import wave
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

import numpy as np

from dlcourse.data import audio_stand_ins, policy
from dlcourse.errors import CourseError

RATE = 8000  # samples a second
# The same recordings, wrapped twice: as a zip of ours, and as the publisher's release, which anyone can download.
ZIP, RELEASE = "spoken-digits", "spoken-digits-release"


@dataclass(frozen=True)
class SpokenDigits:
    """Recordings of single digits, ordered by digit, then speaker, then take.

    ``recordings`` are n arrays of float32 between -1 and 1, of shape (samples,), each of a length of its own, ``rate`` samples a
    second. ``digits``, ``speakers`` and ``takes`` are int64 of shape (n,): what was said, by whom (an index into
    ``speaker_names``), and the how manieth time. The makers give no split. ``origin`` is ``"real"`` or ``"stand-in"``.
    """

    recordings: tuple[np.ndarray, ...]
    digits: np.ndarray
    speakers: np.ndarray
    takes: np.ndarray
    speaker_names: tuple[str, ...]
    rate: int
    origin: policy.Origin


def spoken_digits() -> SpokenDigits:
    """The digits 0 to 9 by six speakers, 50 times each, at 8 kHz (Jackson et al., 2018)."""
    ready = policy.availability([ZIP])[ZIP] == "real"
    found = policy.obtain(ZIP if ready else RELEASE)
    if found is None:
        return _recorded(audio_stand_ins.digits(), stand_in=audio_stand_ins.DIGITS)
    (archive,) = found.values()
    return _recorded({name: wave_samples(content) for name, content in _recordings_in(archive)})


def wave_samples(content: bytes) -> np.ndarray:
    """The samples of a WAV file of 16 bits, one channel and 8 kHz, as float32 between -1 and 1.

    Raises :class:`~dlcourse.errors.CourseError` for a file of another form.
    """
    try:
        with wave.open(io.BytesIO(content)) as file:
            form = file.getsampwidth(), file.getnchannels(), file.getframerate()
            frames = file.readframes(file.getnframes())
    except (wave.Error, EOFError) as error:
        raise CourseError(f"A recording cannot be read ({error}): it is no WAV file.") from None
    if form != (2, 1, RATE):
        raise CourseError(f"A recording has {form[0]} bytes a sample, {form[1]} channels and {form[2]} Hz; 2, 1 and {RATE} are needed.")
    return np.frombuffer(frames, "<i2").astype(np.float32) / 32768


def _recordings_in(archive: bytes) -> Iterator[tuple[tuple[int, str, int], bytes]]:
    """Digit, speaker and take of each recording in the archive, as its file name tells them, and its content."""
    for path, content in _files_in(archive):
        name = PurePosixPath(path)
        if name.suffix == ".wav" and name.parent.name == "recordings":
            digit, speaker, take = name.stem.split("_")
            yield (int(digit), speaker, int(take)), content


def _files_in(archive: bytes) -> Iterator[tuple[str, bytes]]:
    """Path and content of each file. Nothing is written anywhere, so a path need not be trusted."""
    if zipfile.is_zipfile(io.BytesIO(archive)):
        with zipfile.ZipFile(io.BytesIO(archive)) as unzipped:
            for entry in unzipped.infolist():
                yield entry.filename, unzipped.read(entry)
        return
    with tarfile.open(fileobj=io.BytesIO(archive)) as unpacked:
        for member in unpacked:
            if (file := unpacked.extractfile(member)) is not None:
                yield member.name, file.read()


def _recorded(samples: dict[tuple[int, str, int], np.ndarray], stand_in: str | None = None) -> SpokenDigits:
    """Sort, note what was loaded, and return it. ``stand_in`` says what stands in, when something does."""
    keys = sorted(samples)
    names = tuple(sorted({speaker for _, speaker, _ in keys}))
    origin: policy.Origin = "stand-in" if stand_in else "real"
    counts = f"{len(keys):,} recordings of {len(names)} speakers"
    policy.record(ZIP, origin, f"{stand_in} ({counts})" if stand_in else counts)
    digits, takes = (np.array([key[part] for key in keys], np.int64) for part in (0, 2))
    speakers = np.array([names.index(speaker) for _, speaker, _ in keys], np.int64)
    return SpokenDigits(tuple(samples[key] for key in keys), digits, speakers, takes, names, RATE, origin)
