"""From the assembled tree to the site. A warning is an error, and a site that fails never takes the place of one that stands."""

from __future__ import annotations

import hashlib
import html
import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from dlcourse.book.assemble import replace_folder
from dlcourse.errors import CourseError

THIS_FOLDER = Path(__file__).parent
# Whatever of the book tool has a say in how a page looks.
SHAPERS = ("sphinx_extension", "static", "templates", "render.py")
SHAPING_PACKAGES = ("jupyter-book", "sphinx", "myst-nb", "sphinx-book-theme", "sphinx-design", "sphinx-exercise", "sphinx-mathjax-offline")


class BuildFailed(CourseError):
    """The site could not be built; Sphinx's own words follow the sentence."""

    exit_code = 1


def render(tree: Path, tree_digest: str, site: Path) -> bool:
    """Render ``tree`` into the folder ``site``; return whether there was anything to do.

    A changed tree is rendered from nothing: an incremental build would not repeat the warnings of pages that did not change.
    Raises :class:`BuildFailed` with what Sphinx reported.
    """
    stamp = site.with_name(f".{site.name}.sha256")
    key = hashlib.sha256(f"{tree_digest} {shaping_digest()}".encode()).hexdigest()
    if (site / "index.html").is_file() and stamp.is_file() and stamp.read_text() == key:
        return False
    output = site.with_name(f".{site.name}.rendering")
    shutil.rmtree(output, ignore_errors=True)
    output.mkdir(parents=True)
    try:
        html_folder = run_jupyter_book(tree, output)
        stamp.unlink(missing_ok=True)
        replace_folder(html_folder, site)
    finally:
        shutil.rmtree(output, ignore_errors=True)
    finish_site_root(site)
    stamp.write_text(key)
    return True


def run_jupyter_book(tree: Path, output: Path) -> Path:
    """Run Jupyter Book with warnings as errors; return the folder with the pages."""
    command = [sys.executable, "-c", "from jupyter_book.cli.main import main; main()"]
    command += ["build", "-q", "-W", "--keep-going", "-n", str(tree), "--path-output", str(output)]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "LC_ALL": "C.UTF-8"})
    pages = output / "_build" / "html"
    if done.returncode:
        raise BuildFailed(f"The site was not built, because a page is not in order:\n{report(done.stderr or done.stdout, tree)}")
    if not (pages / "index.html").is_file():
        raise BuildFailed("Jupyter Book reported success but wrote no index.html: is the version in requirements.lock installed?")
    (pages / ".buildinfo").unlink(missing_ok=True)
    return pages


def report(messages: str, tree: Path) -> str:
    """Sphinx's messages with paths as an author knows them, without Jupyter Book's traceback."""
    before_traceback = re.sub(r"\x1b\[[0-9;]*m", "", messages).split("Traceback (most recent call last)")[0]
    lines = (line.replace(f"{tree}/", "").rstrip() for line in before_traceback.splitlines())
    return "\n".join(line for line in lines if line.strip())


def shaping_digest() -> str:
    """sha256 over what besides the tree decides how the site looks: this package's own part, and the versions of the tools."""
    total = hashlib.sha256()
    for name in SHAPERS:
        place = THIS_FOLDER / name
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path.is_file() and path.suffix != ".pyc":
                total.update(path.relative_to(THIS_FOLDER).as_posix().encode() + path.read_bytes())
    for package in SHAPING_PACKAGES:
        total.update(importlib.metadata.version(package).encode())
    return total.hexdigest()


def finish_site_root(edition: Path) -> None:
    """Give the folder of all editions a start page that leads to this edition, and the page for lost readers."""
    root, name = edition.parent, html.escape(edition.name)
    (root / "index.html").write_text(
        f'<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>Deep Learning: From Foundations to Frontier</title>\n'
        '<link rel="icon" href="data:,">\n'
        f'<meta http-equiv="refresh" content="0; url={name}/index.html">\n<a href="{name}/index.html">Start reading</a></html>\n',
        encoding="utf-8",
    )
    shutil.copy2(edition / "404.html", root / "404.html")
