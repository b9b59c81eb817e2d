"""A small site, built once and shown in a real browser, which is missed loudly when it is missing."""

from __future__ import annotations

import contextlib
import functools
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, sync_playwright
from sample_book import REPOSITORY, write_book

from dlcourse.book import manifest
from dlcourse.book.assemble import assemble, read_book
from dlcourse.book.build import SiteHandler, open_server
from dlcourse.book.render import render

CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"
)


@contextlib.contextmanager
def served(site: Path, handler: type[SiteHandler] = SiteHandler) -> Iterator[str]:
    server = open_server(site, 0)
    server.RequestHandlerClass = functools.partial(handler, directory=str(site))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


# A project's pages lie below the host's root, so the sample does too: whatever asks for "/…" would miss it.
BELOW = "/books/dlcourse"


class Below(SiteHandler):
    """Serves the site below :data:`BELOW` and nothing elsewhere."""

    def translate_path(self, path: str) -> str:
        inside = path.startswith(f"{BELOW}/")
        return super().translate_path(path.removeprefix(BELOW) if inside else "/outside-of-the-site")


@pytest.fixture(scope="session")
def sample_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The root of the sample book, with its site rendered."""
    root = tmp_path_factory.mktemp("book")
    executed = write_book(root)
    tree = root / "_build" / "book" / "en"
    render(tree, assemble(root, executed, tree), root / "_build" / "site" / "en")
    manifest.write(read_book(root, executed), root / "_build" / "site" / "en")
    return root


@pytest.fixture(scope="session")
def sample(sample_root: Path) -> Iterator[str]:
    """Where the sample book is served."""
    with served(sample_root / "_build" / "site", Below) as address:
        yield address + BELOW


@pytest.fixture(scope="session")
def real_site() -> Iterator[str]:
    """Where the book itself is served, if it has been built; tests that use it then cover it too."""
    site = REPOSITORY / "_build" / "site"
    if not (site / "en" / "index.html").is_file():
        pytest.fail("The book has not been built: run `make preview` first.")
    with served(site) as address:
        yield address


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    executable = shutil.which(CHROMIUM) or shutil.which("chromium")
    if executable is None:
        pytest.fail(f"The site cannot be tested: there is no Chromium at {CHROMIUM}; install the package 'chromium'.", pytrace=False)
    browser = playwright.chromium.launch(executable_path=executable, args=FLAGS.split())
    yield browser
    browser.close()


class Watched:
    """A page that remembers what the console said and which addresses were asked for."""

    def __init__(self, page: Page):
        self.page = page
        self.errors: list[str] = []
        self.requests: list[str] = []
        page.on("console", self.note)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))

    def note(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(f"{message.text} {message.location['url']}")

    def strangers(self, origin: str) -> list[str]:
        """Requests that left the site."""
        return [url for url in self.requests if not url.startswith((origin, "data:", "blob:"))]


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.grant_permissions([])
    yield Watched(context.new_page())
    context.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    yield context.new_page()
    context.close()
