"""``dlcourse archive``: the finished site as one file, with the checksum of every file in it."""

from __future__ import annotations

import gzip
import hashlib
import io
import tarfile
from pathlib import Path

import click

from dlcourse import __version__
from dlcourse.book import ledger, manifest
from dlcourse.book.project import Project
from dlcourse.errors import CourseError

SUMS = "SHA256SUMS"


@click.command("archive")
def archive_command() -> None:
    """Pack _build/site, with its manifest and checksums, into _build/release."""
    project = Project.find()
    site = project.build / "site"
    if not (site / manifest.NAME).is_file():
        raise CourseError("There is no finished site yet: run `dlcourse book` first.")
    made = pack(site, project.build / "release")
    click.echo(f"{made.relative_to(project.root)}: {made.stat().st_size / 2**20:.1f} MiB, sha256 in {SUMS} beside it.")


def pack(site: Path, release: Path) -> Path:
    """Write the archive of the folder ``site`` into ``release`` with its own checksum beside it, and return it.

    Inside stand ``dlcourse-VERSION/``, the site and ``SHA256SUMS``, which ``sha256sum --check`` reads. The same site gives the same bytes.
    """
    name = f"dlcourse-{__version__}"
    files = {path.relative_to(site).as_posix(): path.read_bytes() for path in sorted(site.rglob("*")) if _published(path, site)}
    files[SUMS] = "".join(f"{hashlib.sha256(content).hexdigest()}  {place}\n" for place, content in files.items()).encode()
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as compressed, tarfile.open(fileobj=compressed, mode="w") as archive:
        for place, content in files.items():
            member = tarfile.TarInfo(f"{name}/{place}")
            member.size, member.mode = len(content), 0o644
            archive.addfile(member, io.BytesIO(content))
    target = release / f"{name}-site.tar.gz"
    ledger.replace(target, packed.getvalue())
    ledger.replace(release / SUMS, f"{hashlib.sha256(packed.getvalue()).hexdigest()}  {target.name}\n".encode())
    ledger.replace(release / manifest.NAME, files[manifest.NAME])
    return target


def _published(path: Path, site: Path) -> bool:
    """Whether a file belongs to the site; the notes that the build keeps beside an edition begin with a dot."""
    return path.is_file() and not path.relative_to(site).parts[0].startswith(".")
