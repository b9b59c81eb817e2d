"""What a visitor or an archivist can check without the build: the manifest, and the archive with its checksums."""

from __future__ import annotations

import hashlib
import json
import subprocess
import tarfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from dlcourse import cli
from dlcourse.book import archive


def test_the_manifest_tells_of_each_page_what_it_was_made_from(sample_root: Path) -> None:
    site = sample_root / "_build" / "site"
    told = json.loads((site / "manifest.json").read_text())
    pages = {entry["page"]: entry for entry in told["pages"]}
    assert told["profile"] == "standard"
    assert all((site / page).is_file() for page in pages)
    digits = pages["en/chapters/foundations/digits.html"]
    source = sample_root / "chapters" / "foundations" / "digits.ipynb"
    assert digits["source"] == "chapters/foundations/digits.ipynb"
    assert digits["sha256"] == hashlib.sha256(source.read_bytes()).hexdigest()
    assert (digits["profile"], digits["verified"]) == ("standard", "2026-05-04T03:02:01+00:00")
    assert digits["versions"]["torch"] == "2.13.0" and digits["data"][0]["origin"] == "stand-in"
    assert pages["en/index.html"]["source"] == "chapters/index.md" and "profile" not in pages["en/index.html"]
    assert pages["en/chapters/appendix/results.html"]["source"] is None


def test_the_archive_holds_the_site_and_proves_it(sample_root: Path, tmp_path: Path) -> None:
    site = sample_root / "_build" / "site"
    made = archive.pack(site, tmp_path / "release")
    first = made.read_bytes()
    assert archive.pack(site, tmp_path / "release").read_bytes() == first
    with tarfile.open(made) as packed:
        packed.extractall(tmp_path, filter="data")
    (root,) = tmp_path.glob("dlcourse-*")
    assert (root / "en" / "index.html").is_file() and (root / "manifest.json").is_file() and not (root / ".en.sha256").exists()
    check = ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"]
    assert subprocess.run(check, cwd=tmp_path / "release").returncode == 0
    assert subprocess.run(check, cwd=root).returncode == 0
    (root / "en" / "index.html").write_text("forged")
    assert subprocess.run(check, cwd=root, capture_output=True).returncode == 1


def test_without_a_site_there_is_nothing_to_pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "chapters").mkdir()
    (tmp_path / "pyproject.toml").touch()
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(cli.main, ["archive"])
    assert done.exit_code == 2 and "run `dlcourse book` first" in done.stderr
