"""The commands around the site: the line that a build ends with, and serving."""

from __future__ import annotations

import http.client
from pathlib import Path

import pytest
from conftest import served

from dlcourse.book.build import HOST, open_server, summary
from dlcourse.book.execute import Report
from dlcourse.errors import CourseError


def test_a_taken_port_is_told_in_one_sentence(tmp_path: Path) -> None:
    first = open_server(tmp_path, 0)
    with pytest.raises(CourseError, match=f"Port {first.server_port} cannot be used .*choose another with --port"):
        open_server(tmp_path, first.server_port)
    first.server_close()


def test_the_site_is_offered_to_this_machine_only(tmp_path: Path) -> None:
    server = open_server(tmp_path, 0)
    assert server.server_address[0] == HOST == "127.0.0.1"
    server.server_close()


def test_what_is_missing_is_answered_with_the_sites_own_page(tmp_path: Path) -> None:
    (tmp_path / "404.html").write_text("the way home")
    with served(tmp_path) as address:
        connection = http.client.HTTPConnection(address.removeprefix("http://"))
        connection.request("GET", "/no/such/page.html")
        answer = connection.getresponse()
        assert (answer.status, answer.read()) == (404, b"the way home")
        connection.close()


def test_a_build_ends_with_one_line_that_counts_what_was_judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    report = Report("smoke", executed=["a"], cached=["b", "c"])
    claims = [{"verdict": verdict} for verdict in ("in band", "in band", "not judged", "out of band")]
    line = summary(tmp_path / "_build" / "site" / "en", report, claims, 12.34)
    expected = "3 notebooks, 2 unchanged since an earlier run, 2 of 3 judged claims in their bands, built in 12.3 s."
    assert line == f"_build/site/en/index.html: {expected}"
