"""Downloads: several mirrors, bounded retries, a quick and remembered verdict when there is no network."""

from __future__ import annotations

import os
import socket
import sys
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

from dlcourse.data.registry import Item

PROBE_SECONDS = 1.5  # for all servers together
CONNECT_SECONDS, READ_SECONDS = 3, 20
CHUNK = 2**18  # bytes
ROUNDS = 2  # how often the list of mirrors is gone through

_answers: dict[tuple[str, int], bool] = {}
_failed: dict[str, str] = {}  # by sha256: why it failed


class Unavailable(Exception):
    """The real file cannot be had here; the message is a clause that says why."""


def fetch(item: Item, target: Path) -> None:
    """Download ``item`` to ``target`` from the first mirror that gives the right bytes.

    pooch writes beside the target, checks the sha256 and renames, so that two processes may fetch the same file at once.
    Raises :class:`Unavailable`; what failed once is not tried again by this process.
    """
    if offline():
        raise Unavailable("DLCOURSE_OFFLINE forbids downloads")
    if not item.urls:
        raise Unavailable("it is offered for download nowhere in this form")
    if item.sha256 not in _failed:
        _failed[item.sha256] = _try_mirrors(item, target)
    if reason := _failed[item.sha256]:
        raise Unavailable(reason)
    del _failed[item.sha256]


def offline() -> bool:
    """Whether the reader has forbidden downloads."""
    return os.environ.get("DLCOURSE_OFFLINE", "0") not in ("", "0")


def _try_mirrors(item: Item, target: Path) -> str:
    """Download from the mirrors in turn; return why none of them served, or an empty string when one did."""
    import requests

    probe(item.urls)
    urls = [url for url in item.urls if _answers[_server(url)]]
    reason = "none of its servers can be reached"
    for attempt in range(ROUNDS if urls else 0):
        time.sleep(0.3 * attempt)
        for url in urls:
            try:
                _retrieve(url, item, target)
                return ""
            except requests.RequestException as error:
                status = getattr(error.response, "status_code", None)
                reason = f"{urlsplit(url).hostname} answered {status}" if status else f"{urlsplit(url).hostname} broke the connection"
            except OSError as error:
                return f"{target.parent} cannot be written ({error.strerror})"
            except ValueError:  # pooch: the sha256 differs; or _Progress: more bytes than the registry names
                reason = f"{urlsplit(url).hostname} sent a file with the wrong sha256"
    return reason


def probe(urls: Iterable[str]) -> None:
    """Find out which servers answer, all at once and within :data:`PROBE_SECONDS`; each server is asked once in a process.

    Name resolution knows no timeout, so each server is asked in a thread that is left behind when it takes too long.
    """
    if offline():
        return
    servers = {_server(url) for url in urls} - set(_answers)

    def ask(server: tuple[str, int]) -> None:
        try:
            socket.create_connection(server, timeout=PROBE_SECONDS).close()
        except OSError:
            return
        _answers[server] = True

    threads = [threading.Thread(target=ask, args=(server,), daemon=True) for server in servers]
    for thread in threads:
        thread.start()
    deadline = time.monotonic() + PROBE_SECONDS
    for thread in threads:
        thread.join(max(0, deadline - time.monotonic()))
    for server in servers:
        _answers.setdefault(server, False)


def _server(url: str) -> tuple[str, int]:
    """Host and port that a request for ``url`` connects to: the proxy's where one is set."""
    from requests.utils import get_environ_proxies, select_proxy

    target = urlsplit(select_proxy(url, get_environ_proxies(url)) or url)
    return target.hostname or "", target.port or (443 if target.scheme == "https" else 80)


def _retrieve(url: str, item: Item, target: Path) -> None:
    import pooch

    pooch.get_logger().setLevel("ERROR")
    progress = _Progress(item)
    # Without "identity" a server may pack the file anew, and the size and the sha256 would be those of something else.
    downloader = pooch.HTTPDownloader(
        progressbar=progress, chunk_size=CHUNK, timeout=(CONNECT_SECONDS, READ_SECONDS), headers={"Accept-Encoding": "identity"}
    )
    try:
        pooch.retrieve(url, f"sha256:{item.sha256}", fname=target.name, path=target.parent, downloader=downloader)
    finally:
        progress.close()


class _Progress:
    """A progress bar for pooch that leaves nothing behind, and stops a server that sends more than the file's size."""

    def __init__(self, item: Item):
        from tqdm.std import tqdm

        from dlcourse.run import in_ipython

        hidden = not (sys.stdout.isatty() or in_ipython())
        self.bar = tqdm(total=item.size, desc=item.name, unit="B", unit_scale=True, file=sys.stdout, leave=False, disable=hidden)
        self.total, self.received, self.limit = item.size, 0, item.size + CHUNK

    def update(self, count: int) -> None:
        self.received += count
        if self.received > self.limit:
            raise ValueError("more bytes than the registry names")
        self.bar.update(count)

    def reset(self) -> None:
        self.received = 0
        self.bar.reset()

    def close(self) -> None:
        self.bar.close()
