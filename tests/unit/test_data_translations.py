"""Sentence pairs: the file's rows, a later edition, and what the stand-in keeps of the real pairs."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections import Counter

import pytest
from conftest import REAL

from dlcourse import data
from dlcourse.data import download, registry, translation_stand_ins
from dlcourse.errors import CourseError

ROWS = "Hi.\t嗨。\tCC-BY 2.0 (France) #1 (A) & #2 (B)\nHi.\t你好。\tCC-BY 2.0 (France) #1 (A) & #3 (C)\n\nRun\u0085!\t跑！\tx\n"


def packed(table: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_about.txt", "about")
        archive.writestr("cmn.txt", table)
    return target.getvalue()

pytestmark = pytest.mark.usefixtures("offline")


def lay_ready(folder, monkeypatch, content: bytes, registered: bytes) -> None:
    """Put a file where the real one would be, and register the sha256 of ``registered`` in place of the real one's."""
    (folder / "cmn-eng").mkdir()
    (folder / "cmn-eng" / "cmn-eng.zip").write_bytes(content)
    file = {"name": "cmn-eng.zip", "sha256": hashlib.sha256(registered).hexdigest(), "bytes": len(registered)}
    entry = {"title": "Pairs", "licence": "CC0", "citation": "none", "description": "", "folder": "cmn-eng", "files": [file]}
    monkeypatch.setenv("DLCOURSE_DATA", str(folder))
    monkeypatch.setattr(registry, "datasets", lambda: {"english-chinese": registry._dataset("english-chinese", entry)})


def test_rows_keep_their_order_their_repetitions_and_their_attributions(tmp_path, monkeypatch):
    content = packed(ROWS)
    lay_ready(tmp_path, monkeypatch, content, content)
    pairs = data.english_chinese()
    assert pairs.english == ("Hi.", "Hi.", "Run\u0085!") and pairs.chinese == ("嗨。", "你好。", "跑！") and pairs.origin == "real"
    assert pairs.attributions[1] == "CC-BY 2.0 (France) #1 (A) & #3 (C)" and data.origin_of_loaded() == "real"


def test_a_later_edition_in_the_readers_folder_is_named_and_refused(tmp_path, monkeypatch):
    lay_ready(tmp_path, monkeypatch, packed(ROWS + "New.\t新。\tx\n"), packed(ROWS))
    with pytest.raises(CourseError, match=r"cmn-eng\.zip is not the file that the registry describes \(its sha256 differs\)"):
        data.english_chinese()


def test_a_later_edition_from_the_publisher_gives_the_stand_in_and_in_the_full_profile_an_error(monkeypatch, capsys):
    def refuse(item, target):
        raise download.Unavailable("www.manythings.org sent a file with the wrong sha256")

    monkeypatch.setattr(download, "fetch", refuse)
    assert data.english_chinese().origin == "stand-in" and "the edition of 2026-02-13" in capsys.readouterr().out
    data.begin(stand_ins_only=False, real_only=True)
    with pytest.raises(CourseError, match="sent a file with the wrong sha256"):
        data.english_chinese()


def test_the_stand_in_says_in_one_line_what_it_is(capsys):
    assert data.english_chinese().origin == "stand-in" == data.origin_of_loaded()
    line = capsys.readouterr().out.strip()
    assert line.startswith("Stand-in for English-Chinese sentence pairs") and "no person" in line and "\n" not in line


def test_the_stand_in_mixes_both_scripts_and_repeats_sentences_on_either_side_but_no_pair():
    pairs, again = data.english_chinese(), data.english_chinese()
    rows = list(zip(pairs.english, pairs.chinese, strict=True))
    assert (pairs.english, pairs.chinese) == (again.english, again.chinese) and len(set(rows)) == len(rows) == len(pairs.attributions)
    assert [len(sentence) for sentence in pairs.english] == sorted(map(len, pairs.english)), "shortest English first, as in the file"
    simplified = sum(encodable(chinese) for chinese in pairs.chinese) / len(rows)
    assert 0.5 < simplified < 0.75, "54 per cent of the real translations can be written in GB 2312"
    for side in (pairs.english, pairs.chinese):
        assert max(Counter(side).values()) > 1
    assert all(chinese[-1] in "。？" and english[-1] in ".?" for english, chinese in rows)


def encodable(text: str) -> bool:
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def test_every_simplified_character_of_the_grammar_is_in_gb_2312():
    lists = (translation_stand_ins.SUBJECTS, translation_stand_ins.MODALS, translation_stand_ins.ACTS, translation_stand_ins.TIMES)
    assert encodable("".join("".join(words.values()) for words in lists) + "吗？。")


@pytest.mark.skipif(not REAL, reason="DLCOURSE_DATA names no folder with the real files")
def test_real_pairs(real_data):
    pairs = data.english_chinese()
    assert len(pairs.english) == 32_028 and len(set(pairs.english)) == 30_193 and len(set(pairs.chinese)) == 27_963
    assert (pairs.english[0], pairs.chinese[0]) == ("Hi.", "嗨。") and all("tatoeba.org #" in source for source in pairs.attributions)
    assert sum(map(encodable, pairs.chinese)) == 17_437 and pairs.origin == "real"


@pytest.fixture
def real_data():
    """The folder of real files that the tests were started with."""
    return REAL
