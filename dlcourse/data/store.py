"""Files of data sets on this machine: found, verified, unpacked."""

from __future__ import annotations

import hashlib
import lzma
import os
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import IO

from dlcourse.data import download as downloads
from dlcourse.data.download import Unavailable
from dlcourse.data.registry import Dataset, Item
from dlcourse.errors import CourseError

__all__ = ["Unavailable", "cache_folder", "data_folder", "has", "prepare", "read"]

ARCHIVE_SUFFIXES = (".tar", ".tar.gz", ".tgz", ".tar.xz", ".tar.bz2", ".zip")
MAX_MEMBERS = 100_000
MAX_UNPACKED = 2 * 2**30  # bytes that an archive may hold in all: far above any data set here, far below a full disk


def data_folder() -> Path | None:
    """``$DLCOURSE_DATA``, a folder of ready files; raises :class:`~dlcourse.errors.CourseError` when it does not exist."""
    named = os.environ.get("DLCOURSE_DATA")
    if not named:
        return None
    folder = Path(named).expanduser()
    if not folder.is_dir():
        raise CourseError(f"DLCOURSE_DATA names {named}, which is not a folder: correct it or unset it.")
    return folder


def cache_folder() -> Path:
    """Where downloads are kept: ``$DLCOURSE_CACHE``, else the system's folder for caches."""
    named = os.environ.get("DLCOURSE_CACHE")
    if named:
        return Path(named).expanduser()
    import pooch

    return Path(pooch.os_cache("dlcourse"))


def read(dataset: Dataset, wanted: Sequence[str], *, download: bool) -> dict[str, bytes]:
    """The bytes of the ``wanted`` items, each checked against its sha256.

    Sought in this order: ready files, unpacked members in the cache, archives in ``$DLCOURSE_DATA``, archives in the cache, the net.
    Raises :class:`Unavailable` when one cannot be had, :class:`~dlcourse.errors.CourseError` when a file of the reader's is damaged.
    """
    found: dict[str, bytes] = {}
    for name in wanted:
        if name in found:
            continue
        item = dataset.items[name]
        content = _ready(dataset, item)
        if content is not None:
            found[name] = content
        elif item.archive is None:
            found[name] = _downloaded(dataset, item, download)
        else:
            rest = [other for other in map(dataset.items.get, wanted) if other.name not in found and other.archive == item.archive]
            found |= _from_archives(dataset, item.archive, rest, download)
    return found


def has(dataset: Dataset, wanted: Sequence[str], *, download: bool = False) -> bool:
    """Whether :func:`read` would succeed."""
    try:
        read(dataset, wanted, download=download)
    except Unavailable:
        return False
    return True


def prepare(wanted: Iterable[Dataset]) -> None:
    """Learn at once which servers answer, so that many data sets cost one wait when there is no network."""
    downloads.probe(url for dataset in wanted for file in dataset.files for url in file.urls)


def _ready(dataset: Dataset, item: Item) -> bytes | None:
    names = {item.name, PurePosixPath(item.name).name}
    if (folder := data_folder()) is not None:
        for name in sorted(names):
            path = folder / dataset.folder / name
            if path.is_file():
                return _trusted(path, item)
    return _cached(dataset, item)


def _trusted(path: Path, item: Item) -> bytes:
    """Read a file of the reader's own folder. A wrong one is theirs to mend, so it is named and left alone."""
    content = path.read_bytes()
    if not _matches(content, item):
        raise CourseError(
            f"{path} is not the file that the registry describes (its sha256 differs): replace it, or take it out of DLCOURSE_DATA."
        )
    return content


def _cached(dataset: Dataset, item: Item) -> bytes | None:
    """Read a file of the cache. A wrong one is ours, so it is deleted and counts as absent."""
    path = _cache_path(dataset, item)
    try:
        content = path.read_bytes()
    except OSError:
        return None
    if _matches(content, item):
        return content
    path.unlink(missing_ok=True)
    return None


def _cache_path(dataset: Dataset, item: Item) -> Path:
    return cache_folder() / dataset.folder / item.name


def _matches(content: bytes, item: Item) -> bool:
    return hashlib.sha256(content).hexdigest() == item.sha256


def _downloaded(dataset: Dataset, item: Item, download: bool) -> bytes:
    if not download:
        raise Unavailable("it is not on this machine")
    downloads.fetch(item, _cache_path(dataset, item))
    content = _cached(dataset, item)
    if content is None:
        raise Unavailable("it changed on this machine while it was read")
    return content


def _from_archives(dataset: Dataset, archive: Item, members: list[Item], download: bool) -> dict[str, bytes]:
    """Unpack ``members`` from the archives that hold them, and keep them in the cache."""
    found: dict[str, bytes] = {}
    for path in _archives_at_hand(dataset, archive):
        found |= _unpacked(dataset, path, [member for member in members if member.name not in found])
        if len(found) == len(members):
            return found
    if _cached(dataset, archive) is None:
        _downloaded(dataset, archive, download)
    return found | _unpacked(dataset, _cache_path(dataset, archive), [member for member in members if member.name not in found])


def _unpacked(dataset: Dataset, path: Path, members: list[Item]) -> dict[str, bytes]:
    found = unpack(path, members)
    for name, content in found.items():
        write_atomically(_cache_path(dataset, dataset.items[name]), content)
    return found


def _archives_at_hand(dataset: Dataset, archive: Item) -> Iterator[Path]:
    folder = data_folder()
    if folder is None or not (folder / dataset.folder).is_dir():
        return
    for path in sorted((folder / dataset.folder).iterdir(), key=lambda path: (path.name != archive.name, path.name)):
        if path.name == archive.name:
            _trusted(path, archive)
        if path.name.endswith(ARCHIVE_SUFFIXES):
            yield path


def write_atomically(path: Path, content: bytes) -> None:
    """Write so that another process sees the old file, or the new one, or none. A cache that cannot be written is no error."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, partial = tempfile.mkstemp(dir=path.parent, suffix=".part")
    except OSError:
        return
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.replace(partial, path)
    except OSError:
        Path(partial).unlink(missing_ok=True)


def unpack(path: Path, members: Sequence[Item]) -> dict[str, bytes]:
    """Read those of ``members`` that the archive at ``path`` holds, each recognised by the last part of its name and checked.

    Nothing is written to a place that the archive names. Raises :class:`~dlcourse.errors.CourseError` for an archive that is cut
    short, that names a place outside itself, holds a link or device, is too large, or holds a member with the wrong content.
    """
    wanted = {PurePosixPath(member.name).name: member for member in members}
    found: dict[str, bytes] = {}
    try:
        for name, size, stream in _members(path):
            member = wanted.get(PurePosixPath(name).name)
            if member is None:
                continue
            content = stream.read(member.size + 1) if size == member.size else b""
            if not _matches(content, member):
                raise CourseError(
                    f"{name} in {path} is not the file that the registry describes (its sha256 differs): replace the archive."
                )
            found[member.name] = content
            if len(found) == len(wanted):
                break
    except (tarfile.TarError, zipfile.BadZipFile, lzma.LZMAError, zlib.error, EOFError, OSError, RuntimeError) as error:
        raise CourseError(f"{path} cannot be unpacked ({error}): it is damaged or cut short; replace it.") from None
    return found


def _members(path: Path) -> Iterator[tuple[str, int, IO[bytes]]]:
    """Name, size in bytes and content of each regular file in an archive; refuses an archive with an unsafe member."""
    total = 0
    for count, (name, size, plain, stream) in enumerate(_entries(path)):
        parts = PurePosixPath(name).parts
        if PurePosixPath(name).is_absolute() or ".." in parts or "\\" in name or ":" in name:
            raise CourseError(f"{path} names a place outside itself ({name!r}) and is not unpacked.")
        if not plain:
            raise CourseError(f"{path} holds a link or a device ({name!r}) and is not unpacked.")
        total += size
        if count >= MAX_MEMBERS or total > MAX_UNPACKED:
            raise CourseError(f"{path} unpacks to more than this course allows and is not unpacked.")
        if stream is not None:
            yield name, size, stream


def _entries(path: Path) -> Iterator[tuple[str, int, bool, IO[bytes] | None]]:
    """Name, size, whether it is a regular file or folder, and content (``None`` for a folder)."""
    if path.name.endswith(".zip"):
        with zipfile.ZipFile(path) as archive:
            for entry in archive.infolist():
                is_link = (entry.external_attr >> 16) & 0o170000 == 0o120000
                yield entry.filename, entry.file_size, not is_link, None if entry.is_dir() or is_link else archive.open(entry)
        return
    with tarfile.open(path, "r|*") as archive:
        for entry in archive:
            yield entry.name, entry.size, entry.isreg() or entry.isdir(), archive.extractfile(entry) if entry.isreg() else None
