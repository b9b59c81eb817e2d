"""The book's own Sphinx extension: quizzes, tab sets, and builds that fail when they should."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from docutils import nodes

sys.path.insert(0, str(Path(__file__).parents[1] / "site"))
import sample_book

from dlcourse.book.assemble import assemble
from dlcourse.book.render import BuildFailed, render
from dlcourse.book.sphinx_extension.quiz import QuizError, parse
from dlcourse.book.sphinx_extension.tabs import tab_sets

QUESTION = "Which?\n\n- [ ] This | No.\n- [x] That | Yes."


def test_a_quiz_is_its_question_and_its_options() -> None:
    question, options = parse(QUESTION)
    assert question == "Which?"
    assert [(o.text, o.feedback, o.correct) for o in options] == [("This", "No.", False), ("That", "Yes.", True)]


@pytest.mark.parametrize("answer", ["$P(a | b)$", "`a | b`", "``a ` | b``", "$$|x | y|$$", "two words"])
def test_a_bar_inside_mathematics_or_code_does_not_end_an_answer(answer: str) -> None:
    _, (option, _) = parse(f"Which?\n- [x] {answer} | because $a | b$\n- [ ] no | no")
    assert (option.text, option.feedback) == (answer, "because $a | b$")


def test_an_option_may_go_on_in_indented_lines() -> None:
    _, (option, _) = parse("Which?\n- [x] one\n  two | three\n  four\n- [ ] no | no")
    assert (option.text, option.feedback) == ("one\ntwo", "three\nfour")


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("- [x] a | b\n- [ ] c | d", "no question"),
        ("Which?\n- [x] a | b", "at least two"),
        ("Which?\n- [ ] a | b\n- [ ] c | d", "exactly one"),
        ("Which?\n- [x] a | b\n- [x] c | d", "exactly one"),
        ("Which?\n- [x] a | b\n- [ ] c", "must read"),
        ("Which?\n- [x] a | b\n- [ ] | d", "must read"),
        ("Which?\n- [x] a | b\nstray\n- [ ] c | d", "neither an option nor indented"),
    ],
)
def test_a_malformed_quiz_is_refused_with_its_fault(source: str, fault: str) -> None:
    with pytest.raises(QuizError, match=fault):
        parse(source)


def cells(*kinds: str) -> nodes.section:
    tag = {"k": ["cell", "tag_framework-tensorflow"], "t": ["cell", "tag_framework-torch"], "c": ["cell"]}
    section = nodes.section()
    for kind in kinds:
        section += nodes.paragraph() if kind == "p" else nodes.container(nb_element="cell_code", classes=tag[kind])
    return section


@pytest.mark.parametrize(
    ("kinds", "sizes"),
    [("kt", [2]), ("kkt", [3]), ("ktt", [3]), ("ktkt", [2, 2]), ("ktpkt", [2, 2]), ("kct", [1, 1]), ("kpt", [1, 1]), ("c", [])],
)
def test_neighbouring_framework_cells_form_sets(kinds: str, sizes: list[int]) -> None:
    assert [len(group) for group in tab_sets(cells(*kinds))] == sizes


@pytest.fixture(scope="module")
def broken_report(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What a build says about a book with one fault of each kind; all are reported in one go."""
    root = tmp_path_factory.mktemp("broken")
    executed = sample_book.write_book(root)
    faults = {
        "chapters/foundations/digits": [('"framework-torch"', '"imports"'), ("{numref}`fig-", "{numref}`gif-")],
        "chapters/foundations/neuron": [
            ("- [x] One half", "- [ ] One half"),
            ("{term}`gradient`", "{term}`gradeint`"),
            ("rumelhart1986", "nobody1900"),
        ],
    }
    for page, changes in faults.items():
        path = executed / f"{page}.ipynb"
        text = path.read_text(encoding="utf-8")
        for find, replace in changes:
            assert find in text, find
            text = text.replace(find, replace)
        path.write_text(text, encoding="utf-8")
    tree = root / "_build" / "book" / "en"
    site = root / "_build" / "site" / "en"
    site.mkdir(parents=True)
    (site / "index.html").write_text("the site that stands")
    with pytest.raises(BuildFailed) as failed:
        render(tree, assemble(root, executed, tree), site)
    assert (site / "index.html").read_text() == "the site that stands"
    return str(failed.value)


@pytest.mark.parametrize("fault", ["has no PyTorch version", "exactly one option must be marked", "gradeint", "nobody1900", "gif-"])
def test_a_fault_on_a_page_fails_the_build_and_is_named(broken_report: str, fault: str) -> None:
    assert fault in broken_report
    assert "/_build/" not in broken_report and "\x1b" not in broken_report


def test_an_unchanged_book_is_not_rendered_again_but_a_missing_page_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dlcourse.book import render as module

    def pretend(tree: Path, output: Path) -> Path:
        pages = output / "html"
        pages.mkdir()
        for name in ("index.html", "404.html"):
            (pages / name).write_text("page")
        return pages

    monkeypatch.setattr(module, "run_jupyter_book", pretend)
    site = tmp_path / "site" / "en"
    assert render(tmp_path, "digest", site) is True
    assert render(tmp_path, "digest", site) is False
    assert render(tmp_path, "another digest", site) is True
    (site / "index.html").unlink()
    assert render(tmp_path, "another digest", site) is True
