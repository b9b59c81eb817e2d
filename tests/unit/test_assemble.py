"""Assembly: what the tree of a book holds, and what must never enter it."""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "site"))
import sample_book

from dlcourse import notebook
from dlcourse.book.assemble import assemble, read_book
from dlcourse.book.part_map import Chapter, direct_needs, draw, in_rows
from dlcourse.errors import CourseError

DIGITS = "chapters/foundations/digits"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    sample_book.write_book(tmp_path)
    return tmp_path


def executed(root: Path) -> Path:
    return root / "_build" / "executed" / "standard"


def tree(root: Path) -> Path:
    folder = root / "_build" / "book" / "en"
    assemble(root, executed(root), folder)
    return folder


def page(root: Path) -> nbformat.NotebookNode:
    return notebook.read(tree(root) / f"{DIGITS}.ipynb")


def change(root: Path, find: str, replace: str) -> None:
    path = executed(root) / f"{DIGITS}.ipynb"
    text = path.read_text(encoding="utf-8")
    assert find in text
    path.write_text(text.replace(find, replace), encoding="utf-8")


def cell_with(nb: nbformat.NotebookNode, text: str) -> nbformat.NotebookNode:
    return next(cell for cell in nb.cells if text in cell.source)


def test_no_file_of_the_tree_holds_a_hidden_test(root: Path) -> None:
    assert sample_book.HIDDEN_TEST in (executed(root) / f"{DIGITS}.ipynb").read_text()
    for path in tree(root).rglob("*"):
        assert path.is_dir() or sample_book.HIDDEN_TEST.encode() not in path.read_bytes(), path


def test_the_answer_is_a_stub_and_the_solution_follows_the_exercise_with_its_output(root: Path) -> None:
    cells = page(root).cells
    kinds = [i for i, cell in enumerate(cells) if "def softmax" in cell.source]
    stub, solution = (cells[i] for i in kinds)
    assert "YOUR CODE HERE" in stub.source and sample_book.SOLUTION not in stub.source and stub.outputs == []
    assert sample_book.SOLUTION in solution.source and "SOLUTION" not in solution.source and solution.outputs
    assert cells[kinds[1] - 1].source.startswith("```{solution-start} ex-digits-softmax\n:class: dropdown")
    assert "{exercise-end}" in cells[kinds[1] - 2].source and "{solution-end}" in cells[kinds[1] + 1].source


def test_the_public_test_stays_with_its_message(root: Path) -> None:
    test = cell_with(page(root), "assert np.allclose")
    assert '"two equal inputs share"' in test.source and "HIDDEN" not in test.source


def test_an_exercise_in_words_is_left_as_it_was_written(root: Path) -> None:
    assert [cell.source for cell in page(root).cells if "ex-digits-why" in cell.source] == [
        cell.source for cell in sample_book.digits().cells if "ex-digits-why" in cell.source
    ]


def assignment(root: Path) -> str:
    """The sample's page of digits as an assignment with a question in words; its docname."""
    grading = {"grade_id": "why", "solution": True, "grade": True, "points": 2, "locked": False, "schema_version": 3, "cell_type": "markdown", "task": False}
    marked = nbformat.v4.new_markdown_cell("=== BEGIN MARK SCHEME ===\nIt cancels.\n=== END MARK SCHEME ===", metadata={"nbgrader": grading}, id="why")
    for folder in (root, executed(root)):
        nb = notebook.read(folder / f"{DIGITS}.ipynb")
        nb.cells = [cell for cell in nb.cells if "{solution-start}" not in cell.source] + [marked]
        notebook.write(nb, folder / "chapters/foundations/assignment.ipynb")
    toc = root / "_toc.yml"
    toc.write_text(toc.read_text().replace(f"      - file: {DIGITS}\n", f"      - file: {DIGITS}\n      - file: chapters/foundations/assignment\n"))
    return "chapters/foundations/assignment"


def test_an_assignment_shows_stubs_public_tests_and_no_solution(root: Path) -> None:
    name = assignment(root)
    text = (tree(root) / f"{name}.ipynb").read_text()
    for gone in (sample_book.SOLUTION, sample_book.HIDDEN_TEST, "array([0.5, 0.5])", "It cancels", "MARK SCHEME", "solution-start", "SOLUTION"):
        assert gone not in text, gone
    for kept in ("YOUR CODE HERE", "two equal inputs share", "YOUR ANSWER HERE", "Study time"):
        assert kept in text, kept
    assert sample_book.SOLUTION in (tree(root) / f"{DIGITS}.ipynb").read_text()
    generated = [name for name in (name, DIGITS) if notebook.read(tree(root) / f"{name}.ipynb").metadata.get("dlcourse_generated")]
    assert generated == [name], "a link to the source of an assignment would lead to its solutions"


def test_an_assignment_with_a_solution_in_words_is_refused(root: Path) -> None:
    path = executed(root) / f"{assignment(root)}.ipynb"
    nb = notebook.read(path)
    nb.cells.append(nbformat.v4.new_markdown_cell("```{solution-start} why\n```\nIt cancels.\n\n```{solution-end}\n```", id="told"))
    notebook.write(nb, path)
    with pytest.raises(CourseError, match="tells a solution in words"):
        tree(root)


def test_results_have_no_heading_for_a_notebook_without_claims(root: Path) -> None:
    text = (tree(root) / "chapters/appendix/results.md").read_text()
    assert "### Reading digits" in text and "### One neuron" not in text


def test_a_hidden_test_that_is_never_closed_stops_the_build(root: Path) -> None:
    change(root, "### END HIDDEN TESTS", "###")
    with pytest.raises(CourseError, match="ex-digits-softmax-test"):
        tree(root)


def test_the_strip_tells_what_was_measured_and_stands_under_the_title(root: Path) -> None:
    title, strip, hook, *_ = page(root).cells
    assert title.source == "# Reading digits" and hook.source.startswith("How few numbers")
    facts = ["30 minutes", "{doc}`/chapters/foundations/neuron`", "Keras and PyTorch", "MNIST (stand-in)"]
    facts += ["41 s", "2026-05-04", "PyTorch 2.13.0"]
    assert [fact for fact in facts if fact not in strip.source] == []


def test_only_a_page_on_stand_in_data_carries_the_banner(root: Path) -> None:
    assert "dl-standin" in page(root).cells[1].source
    change(root, '"origin": "stand-in"', '"origin": "real"')
    assert "dl-standin" not in page(root).cells[1].source
    assert "MNIST (real)" in page(root).cells[1].source


def test_a_claim_made_in_the_cell_of_a_figure_stands_after_the_figure(root: Path) -> None:
    cells = page(root).cells
    at = next(i for i, cell in enumerate(cells) if cell.source == "plots.bars()")
    assert ["image/svg+xml" in output.data for output in cells[at].outputs] == [True]
    assert "Gain over the baseline" in str(cells[at + 1].outputs) and "mystnb" not in cells[at + 1].metadata


def test_what_execution_added_does_not_reach_the_page(root: Path) -> None:
    nb = page(root)
    assert "dlcourse_run" not in nb.metadata
    assert not any("injected-parameters" in notebook.tags(cell) for cell in nb.cells)


def test_assembling_twice_gives_the_same_tree_and_a_changed_output_another(root: Path) -> None:
    place = root / "_build" / "book" / "en"
    first = assemble(root, executed(root), place)
    assert assemble(root, executed(root), place) == first
    change(root, '"from_cache": false', '"from_cache": true')
    assert assemble(root, executed(root), place) == first
    change(root, "model is trained", "model is well trained")
    assert assemble(root, executed(root), place) != first


def test_a_failed_assembly_leaves_the_former_tree(root: Path) -> None:
    folder = tree(root)
    (executed(root) / f"{DIGITS}.ipynb").unlink()
    with pytest.raises(CourseError, match="has not been executed"):
        tree(root)
    assert (folder / f"{DIGITS}.ipynb").is_file()


def test_a_page_in_no_part_and_a_part_without_its_page_are_both_refused(root: Path) -> None:
    lost = root / "chapters" / "foundations" / "lost.md"
    lost.write_text("# Lost\n")
    with pytest.raises(CourseError, match="foundations/lost stands in no part"):
        read_book(root, executed(root))
    lost.unlink()
    (root / "chapters" / "appendix" / "glossary.md").unlink()
    with pytest.raises(CourseError, match="names chapters/appendix/glossary"):
        read_book(root, executed(root))


def test_a_part_that_has_an_introduction_and_no_notebook_yet_can_be_included(root: Path) -> None:
    toc = (root / "_toc.yml").read_text()
    (root / "_toc.yml").write_text(toc.replace("  - caption: Appendix", "  - caption: Frontier\n    chapters:\n      - file: chapters/frontier/index\n  - caption: Appendix"))
    (root / "chapters" / "frontier").mkdir()
    (root / "chapters" / "frontier" / "index.md").write_text("# Frontier\n\n```{include} ../../_generated/frontier.md\n```\n")
    assert (tree(root) / "_generated" / "frontier.md").read_text() == "This part has no chapter in this edition.\n"
    assert not (tree(root) / "_generated" / "appendix.md").exists()


def test_the_generated_pages_tell_what_the_notebooks_carry(root: Path) -> None:
    appendix = tree(root) / "chapters" / "appendix"
    assert "| PyTorch test accuracy | 97.3% | 90% to 100% | ✓\u00a0in\u00a0band | PyTorch | stand-in |" in (appendix / "results.md").read_text()
    data = (appendix / "data.md").read_text()
    assert "9,912,422" in data and "9.5 MiB" in data
    source_map = (appendix / "source-map.md").read_text()
    assert "| {doc}`/chapters/foundations/neuron` · {doc}`/chapters/foundations/digits` |" in source_map
    assert "Optimisation \\| and loss | *not yet covered* |" in source_map


def test_an_authored_page_names_the_sections_that_it_covers(root: Path) -> None:
    glossary = root / "chapters" / "appendix" / "glossary.md"
    text = glossary.read_text()
    glossary.write_text(f"---\ndlcourse_sources: S0.2\n---\n\n{text}")
    source_map = (tree(root) / "chapters" / "appendix" / "source-map.md").read_text()
    assert "Optimisation \\| and loss | {doc}`/chapters/appendix/glossary` |" in source_map
    glossary.write_text(f"---\ndlcourse_sources: S0.2 S99\n---\n\n{text}")
    with pytest.raises(CourseError, match="glossary.md covers S99"):
        tree(root)


def test_results_judge_a_claim_anew(root: Path) -> None:
    change(root, '"value": 0.973', '"value": 0.1')
    assert "✗\u00a0out\u00a0of\u00a0band" in (tree(root) / "chapters" / "appendix" / "results.md").read_text()


def quote(root: Path, claim: str) -> str:
    introduction = root / "chapters" / "foundations" / "index.md"
    introduction.write_text(f"# Foundations\n\nIt reads {{claim}}`{claim}` of all digits.\n", encoding="utf-8")
    return (tree(root) / "chapters" / "foundations" / "index.md").read_text(encoding="utf-8")


def test_an_introduction_quotes_a_claim_with_a_link_and_says_when_it_is_a_stand_ins(root: Path) -> None:
    quoted = "foundations/digits#pytorch-test-accuracy"
    assert f"It reads {{doc}}`97.3% on stand-in data </{DIGITS}>` of all digits." in quote(root, quoted)
    change(root, '"data": "stand-in"', '"data": "real"')
    assert f"It reads {{doc}}`97.3% </{DIGITS}>` of all digits." in quote(root, quoted)


@pytest.mark.parametrize(
    ("claim", "reason"),
    [
        ("foundations/digits#pytorch-test-acuracy", "foundations/digits makes no claim 'pytorch-test-acuracy': did you mean pytorch-test-accuracy"),
        ("foundations/digits#zzz", "makes no claim 'zzz'.$"),
        ("foundations/letters#pytorch-test-accuracy", "foundations/letters, which is no notebook of this book"),
    ],
)
def test_a_quotation_of_what_nobody_measured_stops_the_build(root: Path, claim: str, reason: str) -> None:
    with pytest.raises(CourseError, match=reason):
        quote(root, claim)


COURSES = """\
[[course]]
name = "One evening"
for = "For the curious."

[[course.session]]
when = "Day 1"
notebooks = ["foundations/neuron", "foundations/digits"]
task = "Read a digit."
"""


def test_a_course_adds_up_the_study_times_of_its_notebooks(root: Path) -> None:
    (root / "chapters/appendix/courses.toml").write_text(COURSES)
    text = (tree(root) / "_generated/courses.md").read_text()
    assert "### One evening" in text and "about 50 minutes of study" in text
    assert "| Day\u00a01 | {doc}`/chapters/foundations/neuron` · {doc}`/chapters/foundations/digits` | 50 min | Read a digit. |" in text


def test_a_course_with_a_notebook_that_does_not_exist_stops_the_build(root: Path) -> None:
    (root / "chapters/appendix/courses.toml").write_text(COURSES.replace("foundations/neuron", "foundations/nerve"))
    with pytest.raises(CourseError, match="names chapters/foundations/nerve, which is no notebook"):
        tree(root)


def test_a_chapter_stands_below_all_that_it_builds_on_and_a_circle_ends() -> None:
    a, b, c = Chapter("p/a", "A & co", 10, ()), Chapter("p/b", "B", 10, ("p/a",)), Chapter("p/c", "C", 10, ("p/a", "p/b", "other/x"))
    assert in_rows([c, a, b]) == [[a], [b], [c]]
    assert direct_needs(c, [a, b, c]) == ["p/b"]
    assert 'href="b.html"' in draw("Part", [a, b, c], "p") and "A &amp; co" in draw("Part", [a, b, c], "p")
    assert in_rows([Chapter("p/a", "A", 1, ("p/b",)), Chapter("p/b", "B", 1, ("p/a",))])


def test_a_row_of_many_chapters_is_split_and_those_with_arrows_stand_below() -> None:
    many = [Chapter(f"p/{i}", f"Chapter {i}", 10, ()) for i in range(7)]
    last = Chapter("p/last", "Last", 10, ("p/0", "p/1"))
    upper, lower, end = in_rows([*many, last])
    assert max(len(upper), len(lower)) <= 4 and {many[0], many[1]} <= set(lower) and end == [last]
    assert sorted(c.page for c in upper + lower) == [c.page for c in many]
