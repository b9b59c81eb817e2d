"""Where files come from, and what is refused on the way. Every server here is on the loopback interface."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import http.server
import io
import multiprocessing
import socket
import tarfile
import threading
import time
import zipfile
from pathlib import Path

import pytest

from dlcourse.data import download, registry, store
from dlcourse.data.registry import Dataset, Item
from dlcourse.errors import CourseError

CONTENT = b"the right content\n" * 5_000


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def plain(*urls: str, content: bytes = CONTENT) -> Dataset:
    item = Item("facts.txt", sha(content), len(content), urls)
    return Dataset("facts", "Facts", "CC0", "none", "", "facts", (item,), {item.name: item}, (item.name,))


def archived(archive: bytes, members: dict[str, bytes], *urls: str, name: str = "facts.tar.gz") -> Dataset:
    whole = Item(name, sha(archive), len(archive), urls)
    items = {member: Item(member, sha(content), len(content), archive=whole) for member, content in members.items()}
    return Dataset("facts", "Facts", "CC0", "none", "", "facts", (whole,), items, tuple(items))


def tar(members: dict[str, bytes], mode: str = "w:gz") -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


class Server:
    """Serves ``pages`` on a free loopback port and counts requests."""

    def __init__(self):
        self.pages: dict[str, bytes | int] = {}
        self.requests: list[str] = []
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                outer.requests.append(self.path)
                page = outer.pages.get(self.path, 404)
                if isinstance(page, int):
                    self.send_error(page)
                    return
                self.send_response(200)
                self.send_header("Content-Length", str(len(page)))
                self.end_headers()
                with contextlib.suppress(ConnectionError):  # a client that has seen enough hangs up
                    self.wfile.write(page)

            def log_message(self, *args):
                pass

        self.http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.http.serve_forever, args=(0.01,), daemon=True).start()

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.http.server_port}{path}"


@pytest.fixture
def server():
    server = Server()
    yield server
    server.http.shutdown()
    server.http.server_close()


@pytest.fixture(autouse=True)
def fresh(tmp_path, monkeypatch):
    """An empty cache, no folder of ready files, no memory of earlier failures, and no proxy between us and the loopback."""
    monkeypatch.setenv("DLCOURSE_CACHE", str(tmp_path / "cache"))
    for name in ("DLCOURSE_DATA", "DLCOURSE_OFFLINE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(download, "_answers", {})
    monkeypatch.setattr(download, "_failed", {})


@pytest.fixture
def ready(tmp_path, monkeypatch) -> Path:
    folder = tmp_path / "ready"
    (folder / "facts").mkdir(parents=True)
    monkeypatch.setenv("DLCOURSE_DATA", str(folder))
    return folder / "facts"


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def read(dataset: Dataset, *, download: bool = True) -> dict[str, bytes]:
    return store.read(dataset, list(dataset.items), download=download)


# downloads


def test_a_download_is_kept_and_not_repeated(server):
    server.pages["/facts"] = CONTENT
    dataset = plain(server.url("/facts"))
    assert read(dataset) == {"facts.txt": CONTENT} == read(dataset)
    assert server.requests == ["/facts"]


def test_a_mirror_takes_over_from_one_that_fails_or_sends_something_else(server):
    server.pages |= {"/broken": 500, "/altered": CONTENT[:-1] + b"!", "/endless": CONTENT * 100, "/good": CONTENT}
    assert read(plain(*map(server.url, ("/missing", "/broken", "/altered", "/endless", "/good"))))["facts.txt"] == CONTENT


@pytest.mark.parametrize("altered", [CONTENT[:-1] + b"!", CONTENT[:100], b"", CONTENT * 100], ids=["altered", "cut", "empty", "endless"])
def test_a_wrong_download_is_refused_and_leaves_nothing_behind(server, tmp_path, altered):
    server.pages["/facts"] = altered
    with pytest.raises(store.Unavailable):
        read(plain(server.url("/facts")))
    assert [path for path in (tmp_path / "cache").rglob("*") if path.is_file()] == []


def test_retries_are_bounded_and_a_failure_is_remembered(server):
    server.pages["/facts"] = 503
    for _ in range(3):
        with pytest.raises(store.Unavailable, match="503"):
            read(plain(server.url("/facts")))
    assert len(server.requests) == download.ROUNDS


def test_without_a_network_it_gives_up_within_two_seconds_and_at_once_the_next_time():
    dataset = plain(*(f"http://127.0.0.1:{closed_port()}/facts" for _ in range(3)))
    for limit in (2, 0.1):
        began = time.monotonic()
        with pytest.raises(store.Unavailable, match="none of its servers can be reached"):
            read(dataset)
        assert time.monotonic() - began < limit


def test_a_name_that_takes_forever_to_resolve_does_not_hold_it_up(monkeypatch):
    monkeypatch.setattr(socket, "create_connection", lambda *args, **kwargs: time.sleep(30))
    began = time.monotonic()
    with pytest.raises(store.Unavailable, match="none of its servers can be reached"):
        read(plain("http://one.invalid/facts", "http://two.invalid/facts"))
    assert time.monotonic() - began < 3


def test_offline_forbids_downloads(server, monkeypatch):
    monkeypatch.setenv("DLCOURSE_OFFLINE", "1")
    server.pages["/facts"] = CONTENT
    with pytest.raises(store.Unavailable, match="DLCOURSE_OFFLINE"):
        read(plain(server.url("/facts")))
    assert server.requests == []


def test_a_cache_that_cannot_be_written_is_named(server, tmp_path):
    (tmp_path / "cache").write_text("a file where the folder should be")
    server.pages["/facts"] = CONTENT
    with pytest.raises(store.Unavailable, match="cache.*cannot be written"):
        read(plain(server.url("/facts")))


def _read_in_a_process(dataset: Dataset, barrier, results) -> None:
    barrier.wait()
    try:
        results.put(sha(read(dataset)["facts.txt"]))
    except Exception as error:
        results.put(repr(error))


def test_processes_may_fetch_the_same_file_at_once(server, tmp_path):
    content = CONTENT * 40
    server.pages["/facts"] = content
    dataset = plain(server.url("/facts"), content=content)
    fork = multiprocessing.get_context("fork")
    barrier, results = fork.Barrier(4), fork.Queue()
    processes = [fork.Process(target=_read_in_a_process, args=(dataset, barrier, results)) for _ in range(4)]
    for process in processes:
        process.start()
    assert [results.get(timeout=30) for _ in processes] == [sha(content)] * 4
    for process in processes:
        process.join(10)
    assert [path.name for path in (tmp_path / "cache").rglob("*") if path.is_file()] == ["facts.txt"]


# the cache and the folder of ready files


def test_a_damaged_file_in_the_cache_is_fetched_anew(server, tmp_path):
    server.pages["/facts"] = CONTENT
    dataset = plain(server.url("/facts"))
    read(dataset)
    cached = tmp_path / "cache/facts/facts.txt"
    cached.write_bytes(CONTENT[:-1] + b"!")
    assert read(dataset)["facts.txt"] == CONTENT == cached.read_bytes()
    assert len(server.requests) == 2


def test_a_damaged_file_in_the_cache_is_never_returned(tmp_path):
    cached = tmp_path / "cache/facts/facts.txt"
    cached.parent.mkdir(parents=True)
    cached.write_bytes(b"forged")
    with pytest.raises(store.Unavailable):
        read(plain(), download=False)
    assert not cached.exists()


def test_ready_files_come_before_the_net(server, ready):
    (ready / "facts.txt").write_bytes(CONTENT)
    assert read(plain(server.url("/facts")))["facts.txt"] == CONTENT
    assert server.requests == []


def test_a_wrong_ready_file_is_named_and_left_alone(ready):
    (ready / "facts.txt").write_bytes(b"wrong")
    with pytest.raises(CourseError, match=r"facts\.txt is not the file.*sha256"):
        read(plain())
    assert (ready / "facts.txt").read_bytes() == b"wrong"


def test_a_folder_of_ready_files_that_does_not_exist_is_an_error(monkeypatch, tmp_path):
    monkeypatch.setenv("DLCOURSE_DATA", str(tmp_path / "nowhere"))
    with pytest.raises(CourseError, match="DLCOURSE_DATA names .*nowhere"):
        read(plain())


# archives

MEMBERS = {"batches/one.bin": b"one" * 1_000, "batches/two.bin": b"two" * 1_000}


def test_a_downloaded_archive_is_unpacked_once(server, tmp_path):
    archive = tar(MEMBERS)
    server.pages["/a"] = archive
    dataset = archived(archive, MEMBERS, server.url("/a"))
    assert read(dataset) == MEMBERS == read(dataset)
    assert server.requests == ["/a"]
    assert (tmp_path / "cache/facts/batches/one.bin").read_bytes() == MEMBERS["batches/one.bin"]


@pytest.mark.parametrize("mode, name", [("w:xz", "own.tar.xz"), ("w", "own.tar"), ("zip", "own.zip")])
def test_members_are_found_in_another_wrapping(ready, mode, name):
    if mode == "zip":
        with zipfile.ZipFile(ready / name, "w") as archive:
            for member, content in MEMBERS.items():
                archive.writestr(member, content)
    else:
        (ready / name).write_bytes(tar(MEMBERS, mode))
    assert read(archived(b"the public archive", MEMBERS), download=False) == MEMBERS


def test_members_lie_ready_with_or_without_their_folder(ready):
    (ready / "batches").mkdir()
    (ready / "batches/one.bin").write_bytes(MEMBERS["batches/one.bin"])
    (ready / "two.bin").write_bytes(MEMBERS["batches/two.bin"])
    assert read(archived(b"the public archive", MEMBERS), download=False) == MEMBERS


def test_a_wrapping_with_some_members_gives_those_and_lacks_the_rest(ready):
    (ready / "own.tar.xz").write_bytes(tar({"batches/one.bin": MEMBERS["batches/one.bin"]}, "w:xz"))
    dataset = archived(b"the public archive", MEMBERS)
    assert store.read(dataset, ["batches/one.bin"], download=False) == {"batches/one.bin": MEMBERS["batches/one.bin"]}
    with pytest.raises(store.Unavailable):
        read(dataset, download=False)


def test_a_wrong_member_in_another_wrapping_is_refused(ready):
    (ready / "own.tar").write_bytes(tar(MEMBERS | {"batches/two.bin": b"TWO" * 1_000}, "w"))
    with pytest.raises(CourseError, match="two.bin in .*own.tar is not the file"):
        read(archived(b"the public archive", MEMBERS), download=False)


def test_a_public_archive_with_the_wrong_sha256_is_refused_unopened(ready):
    (ready / "facts.tar.gz").write_bytes(tar(MEMBERS) + b"\0")
    with pytest.raises(CourseError, match=r"facts\.tar\.gz is not the file"):
        read(archived(tar(MEMBERS), MEMBERS), download=False)


@pytest.mark.parametrize("mode, name", [("w:xz", "own.tar.xz"), ("w:gz", "own.tar.gz"), ("w", "own.tar")])
def test_a_truncated_archive_is_refused(ready, mode, name):
    whole = tar(MEMBERS, mode)
    (ready / name).write_bytes(whole[: len(whole) // 4] if mode == "w" else whole[: len(whole) // 2])
    with pytest.raises(CourseError, match="damaged or cut short"):
        read(archived(b"the public archive", MEMBERS), download=False)


def test_a_truncated_zip_is_refused(ready):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("batches/one.bin", MEMBERS["batches/one.bin"])
    (ready / "own.zip").write_bytes(buffer.getvalue()[:-30])
    with pytest.raises(CourseError, match="damaged or cut short"):
        read(archived(b"the public archive", MEMBERS), download=False)


def test_a_zip_behind_a_password_is_refused(ready):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("batches/one.bin", MEMBERS["batches/one.bin"])
    locked = bytearray(buffer.getvalue())
    locked[6] |= 1  # the flag "encrypted" in the member's header
    locked[locked.index(b"PK\1\2") + 8] |= 1  # and in the table of contents
    (ready / "own.zip").write_bytes(locked)
    with pytest.raises(CourseError, match="cannot be unpacked"):
        read(archived(b"the public archive", MEMBERS), download=False)


@pytest.mark.parametrize("name", ["../evil.bin", "/evil.bin", "batches/../../evil.bin", "..\\evil.bin", "C:evil.bin"])
@pytest.mark.parametrize("kind", ["tar", "zip"])
def test_an_archive_that_names_a_place_outside_itself_is_refused(ready, tmp_path, name, kind):
    if kind == "tar":
        (ready / "own.tar").write_bytes(tar({name: b"evil"} | MEMBERS, "w"))
    else:
        with zipfile.ZipFile(ready / "own.zip", "w") as archive:
            archive.writestr(name, b"evil")
    with pytest.raises(CourseError, match="names a place outside itself"):
        read(archived(b"the public archive", MEMBERS), download=False)
    assert not list(tmp_path.rglob("*evil*"))


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE])
def test_an_archive_with_a_link_or_device_is_refused(ready, kind):
    with tarfile.open(ready / "own.tar", "w") as archive:
        info = tarfile.TarInfo("batches/one.bin")
        info.type, info.linkname = kind, "/etc/passwd"
        archive.addfile(info)
    with pytest.raises(CourseError, match="link or a device"):
        read(archived(b"the public archive", MEMBERS), download=False)


def test_an_archive_that_unpacks_to_too_much_is_refused(ready, monkeypatch):
    monkeypatch.setattr(store, "MAX_UNPACKED", 10_000)
    (ready / "own.tar.gz").write_bytes(tar({"bomb": b"\0" * 20_000} | MEMBERS))
    with pytest.raises(CourseError, match="more than this course allows"):
        read(archived(b"the public archive", MEMBERS), download=False)


# the registry


def test_every_entry_is_complete():
    for dataset in registry.datasets().values():
        assert dataset.title and dataset.licence and dataset.citation and dataset.description, dataset.name
        assert set(dataset.standard_files) <= set(dataset.items), dataset.name
        assert ".." not in dataset.folder and not dataset.folder.startswith("/")
        for item in [*dataset.files, *dataset.items.values()]:
            assert len(item.sha256) == 64 and int(item.sha256, 16) and item.size > 0, (dataset.name, item.name)
            assert ".." not in item.name and not item.name.startswith("/")
            assert all(url.startswith(("https://", "http://")) for url in item.urls)


def test_an_unknown_name_is_answered_with_the_nearest():
    with pytest.raises(CourseError, match="'fashion_mnist'.*did you mean fashion-mnist"):
        registry.find("fashion_mnist")


def test_no_pickle_is_registered_and_none_is_read():
    package = Path(store.__file__).parent
    assert not any("import pickle" in path.read_text() or "allow_pickle" in path.read_text() for path in package.glob("*.py"))
    pickles = {"ind.cora.x", "ind.cora.graph", "data_batch_1"}
    assert not any(Path(name).name in pickles for dataset in registry.datasets().values() for name in dataset.items)


def test_gzip_of_a_right_file_with_another_header_is_still_refused(ready):
    right = gzip.compress(CONTENT, mtime=1)
    item = Item("facts.txt", sha(right), len(right))
    (ready / "facts.txt").write_bytes(gzip.compress(CONTENT, mtime=2))
    dataset = Dataset("facts", "Facts", "CC0", "none", "", "facts", (item,), {item.name: item}, (item.name,))
    with pytest.raises(CourseError, match="sha256"):
        read(dataset)
