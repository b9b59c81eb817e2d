"""Spoken digits: both wrappings of the real recordings, and the voices that stand in for them."""

from __future__ import annotations

import hashlib
import io
import tarfile
import wave
import zipfile

import numpy as np
import pytest
from conftest import REAL

from dlcourse import data
from dlcourse.data import audio, audio_stand_ins, registry
from dlcourse.errors import CourseError

TAKES = {"recordings/7_theo_1.wav": [3, -4], "recordings/7_theo_10.wav": [0], "recordings/0_ada_2.wav": [16384, -32768, 32767]}

pytestmark = pytest.mark.usefixtures("offline")


def wav(samples: list[int], rate: int = 8000, channels: int = 1) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setparams((channels, 2, rate, 0, "NONE", ""))
        out.writeframes(np.array(samples, "<i2").tobytes())
    return file.getvalue()


def zipped(files: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file.getvalue()


def tarred(files: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(f"free-spoken-digit-dataset-1.0.10/{name}")
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return file.getvalue()


def lay(folder, monkeypatch, ready: dict[str, bytes]) -> None:
    """Register small archives in the place of the real ones; those in ``ready`` lie in the folder of ready files."""
    (folder / "fsdd").mkdir()
    entries = {}
    for name in (audio.RELEASE, audio.ZIP):
        content = ready.get(name, b"absent")
        if name in ready:
            (folder / "fsdd" / f"{name}.bin").write_bytes(content)
        file = {"name": f"{name}.bin", "sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
        entry = {"title": name, "licence": "CC0", "citation": "none", "description": "", "folder": "fsdd", "files": [file]}
        entries[name] = registry._dataset(name, entry)
    monkeypatch.setenv("DLCOURSE_DATA", str(folder))
    monkeypatch.setattr(registry, "datasets", lambda: entries)


@pytest.mark.parametrize(("name", "wrap"), [(audio.RELEASE, tarred), (audio.ZIP, zipped)])
def test_recordings_come_from_either_wrapping_in_the_order_of_digit_speaker_and_take(tmp_path, monkeypatch, name, wrap):
    files = {path: wav(samples) for path, samples in TAKES.items()} | {"README.md": b"words", "utils/0_ada_1.wav": wav([1])}
    lay(tmp_path, monkeypatch, {name: wrap(files)})
    spoken = data.spoken_digits()
    assert spoken.speaker_names == ("ada", "theo") and spoken.origin == "real" and spoken.rate == 8000
    assert spoken.digits.tolist() == [0, 7, 7] and spoken.speakers.tolist() == [0, 1, 1] and spoken.takes.tolist() == [2, 1, 10]
    assert spoken.recordings[0].tolist() == [0.5, -1.0, 32767 / 32768] and spoken.recordings[0].dtype == np.float32
    assert [(one.name, one.origin) for one in data.loaded] == [("spoken-digits", "real")]


def test_the_zip_is_taken_where_both_lie_ready(tmp_path, monkeypatch):
    lay(tmp_path, monkeypatch, {audio.RELEASE: b"not even an archive", audio.ZIP: zipped({"recordings/1_ada_0.wav": wav([5])})})
    assert data.spoken_digits().digits.tolist() == [1]


@pytest.mark.parametrize("content", [wav([1, 2], rate=16_000), wav([1, 2], channels=2), b"RIFF", b""])
def test_a_recording_of_another_form_is_refused(content):
    with pytest.raises(CourseError, match="A recording"):
        audio.wave_samples(content)


def test_the_full_profile_refuses_a_stand_in():
    data.begin(stand_ins_only=False, real_only=True)
    with pytest.raises(CourseError, match="dlcourse data fetch spoken-digits"):
        data.spoken_digits()


def spectrum(samples: np.ndarray) -> np.ndarray:
    """The loudness of 32 bands over the whole recording, relative to the loudest."""
    power = np.abs(np.fft.rfft(samples, 8192)[:4096].reshape(32, 128)) ** 2
    return np.log(power.sum(axis=1) / power.sum() + 1e-6)


def test_stand_in_voices_have_the_form_of_the_real_ones_and_a_new_voice_is_harder_than_a_known_one(capsys):
    spoken, again = data.spoken_digits(), data.spoken_digits()
    assert "Stand-in for " in capsys.readouterr().out and spoken.origin == "stand-in"
    assert np.bincount(spoken.digits).tolist() == [60] * 10 and np.bincount(spoken.speakers).tolist() == [100] * 6
    assert all((a == b).all() for a, b in zip(spoken.recordings, again.recordings, strict=True))
    assert all(samples.dtype == np.float32 and np.abs(samples).max() <= 1 and 0.14 < len(samples) / 8000 < 2.3 for samples in spoken.recordings)
    assert len({samples.tobytes() for samples in spoken.recordings}) == len(spoken.recordings) == 10 * 6 * audio_stand_ins.TAKES

    x = np.stack([spectrum(samples) for samples in spoken.recordings])

    def nearest(train: np.ndarray) -> float:
        centres = np.stack([x[train & (spoken.digits == digit)].mean(axis=0) for digit in range(10)])
        distances = ((x[~train][:, None] - centres) ** 2).sum(axis=2)
        return (distances.argmin(axis=1) == spoken.digits[~train]).mean()

    new_voices = np.mean([nearest(spoken.speakers != voice) for voice in range(6)])
    assert 0.15 < new_voices < nearest(spoken.takes < 8) - 0.03


@pytest.mark.skipif(not REAL, reason="DLCOURSE_DATA names no folder with the real files")
def test_real_digits(real_data):
    spoken = data.spoken_digits()
    assert spoken.origin == "real" and spoken.speaker_names == ("george", "jackson", "lucas", "nicolas", "theo", "yweweler")
    assert np.bincount(10 * spoken.speakers + spoken.digits).tolist() == [50] * 60 and sorted(set(spoken.takes)) == list(range(50))
    assert [round(f(map(len, spoken.recordings)) / 8000, 2) for f in (min, max)] == [0.14, 2.28]
