"""What the ledger believes of an executed notebook."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from nbformat import NotebookNode, v4

from dlcourse.book import ledger
from dlcourse.claims import CLAIM_MIME


def claim(**changed: object) -> dict[str, object]:
    record = {
        "name": "test accuracy", "value": 0.6, "text": "60.0%", "unit": "", "framework": "torch", "profile": "standard", "data": "real",
        "datasets": ["mnist"], "device": "cpu", "band": [0.55, 0.7], "verdict": "in band",
    }  # fmt: skip
    return record | changed


def announced(name: str = "mnist", origin: str = "real") -> NotebookNode:
    return v4.new_output("display_data", {ledger.DATA_MIME: {"name": name, "origin": origin, "detail": ""}})


def made(**changed: object) -> NotebookNode:
    return v4.new_output("display_data", {CLAIM_MIME: claim(**changed)})


def executed(*outputs: NotebookNode) -> NotebookNode:
    return v4.new_notebook(cells=[v4.new_markdown_cell("# T"), v4.new_code_cell("model.fit()\nmore()", outputs=list(outputs))])


GENERATED = {"data": "generated", "datasets": []}

GOOD = {
    "measured on real data": [announced(), made()],
    "a stand-in, said to be one": [announced(origin="stand-in"), made(data="stand-in", band=None)],
    "no data at all": [made(**GENERATED)],
    "a claim before a stand-in is loaded": [announced(), made(), announced("iris", "stand-in")],
    "something printed": [announced(), made(), v4.new_output("stream", name="stdout", text="epoch 1")],
}

BAD = {
    "accuracy of chance": ([announced(), made(value=0.1)], "'test accuracy' is out of band: 0.1 instead of 0.55 to 0.7"),
    "not a number": ([announced(), made(value=float("nan"))], "out of band"),
    "own verdict": ([announced(), made(value=0.1, verdict="in band")], "out of band"),
    "stand-in as real": ([announced(origin="stand-in"), made()], "passed off as real: the data set 'mnist' is a stand-in"),
    "another stand-in as real": ([announced(), announced("iris", "stand-in"), made()], "passed off as real: the data set 'iris'"),
    "never announced": ([made()], "passed off as real: its data set 'mnist' was never announced"),
    "announced too late": ([made(), announced()], "never announced"),
    "real without data": ([made(datasets=[])], "names no data set"),
    "stand-in as generated": ([announced(origin="stand-in"), made(**GENERATED)], "passed off as generated"),
    "data as generated": ([announced(), made(**GENERATED)], "passed off as generated"),
    "no claim": ([announced()], "makes no claim"),
    "stderr": ([announced(), made(), v4.new_output("stream", name="stderr", text="\nUserWarning: old")], "cell 2 (model.fit()) wrote to stderr: UserWarning"),
    "another profile": ([announced(), made(profile="smoke")], "was made in profile 'smoke'"),
    "broken record": ([v4.new_output("display_data", {CLAIM_MIME: {"name": "x"}})], "cannot be read"),
}  # fmt: skip


@pytest.mark.parametrize("outputs", GOOD.values(), ids=GOOD)
def test_honest_notebooks_have_no_problems(outputs: list[NotebookNode]) -> None:
    assert ledger.problems(executed(*outputs), "standard") == []


@pytest.mark.parametrize(("outputs", "message"), BAD.values(), ids=BAD)
def test_a_notebook_that_may_not_be_published_is_told_why(outputs: list[NotebookNode], message: str) -> None:
    found = ledger.problems(executed(*outputs), "standard", needs_claims=True)
    assert len(found) == 1 and message in found[0]


def test_the_record_holds_what_the_pages_need() -> None:
    nb = executed(announced(), announced(), made())
    record = ledger.run_record(nb, profile="standard", source_digest="d", seconds=1.234, peak_bytes=5, threads=2)
    assert {"seconds", "peak_bytes", "executed_at", "from_cache", "versions", "device", "data", "claims"} <= set(record)
    assert record["data"] == [{"name": "mnist", "origin": "real", "detail": ""}] and record["device"] == "cpu"
    assert record["claims"][0]["value"] == 0.6 and record["seconds"] == 1.23
    json.dumps(record)


@pytest.mark.parametrize("content", ["", "{", '{"schema": 99}', "[]"])
def test_a_ledger_that_cannot_be_read_is_begun_anew(content: str, tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    path.write_text(content)
    assert ledger.load(path)["notebooks"] == {}


def test_a_file_is_replaced_whole_and_only_when_it_changes(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b.json"
    ledger.replace(path, b"1")
    before = path.stat().st_mtime_ns
    ledger.replace(path, b"1")
    assert path.stat().st_mtime_ns == before
    ledger.replace(path, b"2")
    assert path.read_bytes() == b"2" and [p.name for p in path.parent.iterdir()] == ["b.json"]


def test_an_assignment_need_not_make_a_claim():
    assert "makes no claim" in ledger.problems(executed(), "standard")[0]
    assert ledger.problems(executed(), "standard", needs_claims=False) == []
