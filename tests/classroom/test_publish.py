"""What a launch button opens reads well by itself: no directive and no role is left, and every reference leads to the site."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from conftest import exercise, source_notebook
from nbformat.v4 import new_code_cell, new_markdown_cell

from dlcourse import cli, notebook
from dlcourse.publishing import links, publish
from dlcourse.publishing.links import Links, Work
from dlcourse.publishing.plain import Style, plain

ROOT = Path(__file__).resolve().parents[2]
SITE = "https://site.example/en/"
LINKS = Links(
    site=SITE,
    page="chapters/part/numbers",
    assets="https://host.example/raw/main/",
    titles={"chapters/part/other": "The other page", "chapters/index": "A course"},
    terms={"gradient clipping": "gradient clipping", "relu": "ReLU"},
    works={"he2015": Work("He et al.", "2015"), "ada": Work("Lovelace", "1843")},
    places={"fig-numbers-one": ("chapters/part/numbers", "the figure"), "ex-other": ("chapters/part/other", "Count the ways")},
    results={"chapters/part/numbers": {"accuracy": "97.3%"}, "chapters/part/other": {"loss": "0.12"}},
)
STYLE = Style(LINKS, answers=True)
# A directive or a role of the book, outside code.
RAW = re.compile(r"\{[a-z][\w:-]*\}`|^\s*[`:~]{3,}\{|^\([\w-]+\)=", re.MULTILINE)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("The {term}`gradient`.", f"The [gradient]({SITE}chapters/appendix/glossary.html#term-gradient)."),
        ("{term}`ReLUs <ReLU>`", f"[ReLUs]({SITE}chapters/appendix/glossary.html#term-ReLU)"),
        ("{term}`Gradient clipping`", f"[Gradient clipping]({SITE}chapters/appendix/glossary.html#term-gradient-clipping)"),
        ("{term}`F1 score (macro)`", f"[F1 score (macro)]({SITE}chapters/appendix/glossary.html#term-F1-score-macro)"),
        ("so {cite:p}`he2015`.", f"so ([He et al., 2015]({SITE}chapters/appendix/references.html#cite-he2015))."),
        ("{cite:t}`he2015` say", f"[He et al. (2015)]({SITE}chapters/appendix/references.html#cite-he2015) say"),
        ("{cite:p}`ada,he2015`", f"([Lovelace, 1843]({SITE}chapters/appendix/references.html#cite-ada); [He et al., 2015]({SITE}chapters/appendix/references.html#cite-he2015))"),
        ("reads {glue:text}`accuracy`", "reads 97.3%"),
        ("{glue:text}`other.ipynb::loss`", "0.12"),
        ("{glue:text}`never-measured`", f"[the measured value]({SITE}chapters/part/numbers.html)"),
        ("{doc}`/chapters/part/other`", f"[The other page]({SITE}chapters/part/other.html)"),
        ("{doc}`there <other>`", f"[there]({SITE}chapters/part/other.html)"),
        ("{numref}`fig-numbers-one` shows", f"[The figure]({SITE}chapters/part/numbers.html#fig-numbers-one) shows"),
        ("As {numref}`fig-numbers-one` shows", f"As [the figure]({SITE}chapters/part/numbers.html#fig-numbers-one) shows"),
        ("See {ref}`ex-other`", f"See [Count the ways]({SITE}chapters/part/other.html#ex-other)"),
        ("{math}`x^2`, H{sub}`2`O", "$x^2$, H<sub>2</sub>O"),
        ("{abbr}`SGD (stochastic)`", "SGD (stochastic)"),
        ("[there](../part/other.ipynb#here)", f"[there]({SITE}chapters/part/other.html#here)"),
        ("![a curve](curve.svg)", "![a curve](https://host.example/raw/main/chapters/part/curve.svg)"),
        ("[out](https://elsewhere.example/x.md)", "[out](https://elsewhere.example/x.md)"),
    ],
)  # fmt: skip
def test_a_role_becomes_words_and_a_link(source: str, expected: str) -> None:
    assert plain(source, STYLE) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("The {term}`gradient` of {cite:t}`he2015`", "The gradient of he2015"),
        ("{doc}`/chapters/part/other-page`", "other page"),
        ("{glue:text}`accuracy`", "the measured value"),
        ("[there](other.ipynb)", "there"),
        ("![a curve](curve.svg)", "*a curve*"),
    ],
)
def test_without_a_site_only_words_remain(source: str, expected: str) -> None:
    assert plain(source) == expected


@pytest.mark.parametrize(
    "kept",
    ["`{term}` is written `` {term}`x` ``", "```python\n{'a': 1}\nx = f'{y}`'\n```", "$\\mathrm{softmax}$ and $x_{i}$`code`", "$$\n\\text{a}\n$$", "a: b\n\n- [ ] todo", "$$\n[a](b.md)\n$$"],
)  # fmt: skip
def test_code_and_mathematics_stay_as_they_are(kept: str) -> None:
    assert plain(kept, STYLE) == kept


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (":::{admonition} Half-truths\n:class: warning\nA {term}`x`.\n\nB.\n:::", f"> **Half-truths.** A [x]({SITE}chapters/appendix/glossary.html#term-x).\n>\n> B."),
        ("```{note}\nMind.\n```", "> **Note.** Mind."),
        ("````{tip}\n```python\nx\n```\n````", "> **Tip.** ```python\n> x\n> ```"),
        ("```{prf:theorem} Universal\n:label: thm\nA net.\n```", "> **Theorem (Universal).** A net."),
        ("```{math}\n:label: eq\nx = 1\n```", "$$\nx = 1\n$$"),
        ("```{code-block} python\n:caption: c\nx = 1\n```", "```python\nx = 1\n```"),
        ("```{figure} ../a.png\n:alt: A line\n\nIt *rises*.\n```", "![A line](https://host.example/raw/main/chapters/a.png)\n\nIt *rises*."),
        ("::::{grid} 2\n:::{grid-item}\nLeft.\n:::\n::::", "**2**\n\nLeft."),
        ("Before.\n\n```{include} x.md\n```\n\nAfter.", "Before.\n\nAfter."),
        ("(here)=\n## There", "## There"),
    ],
)  # fmt: skip
def test_a_directive_becomes_markdown(source: str, expected: str) -> None:
    assert plain(source, STYLE).strip() == expected


QUIZ = "```{quiz}\nWhich is $|x|$, {term}`y`?\n\n- [ ] $a | b$ | No, `c | d`.\n- [x] That. | Right.\n```"


def test_a_quiz_works_where_there_are_answers_and_tells_none_where_there_are_not() -> None:
    with_answers = plain(QUIZ, STYLE)
    assert with_answers.startswith("**Question.** Which is $|x|$, [y](") and "\n- $a | b$\n- That." in with_answers
    assert "<details><summary>Answers</summary>\n\n- ✗ $a | b$ — No, `c | d`.\n- ✓ That. — Right.\n\n</details>" in with_answers
    without = plain(QUIZ, Style(LINKS))
    assert "- $a | b$\n- That." in without and "Right" not in without and "<details>" not in without and "✓" not in without


def test_an_exercise_leads_to_its_solution_only_where_that_is_published() -> None:
    source = "```{exercise-start} Scale it\n:label: ex-scale\n```\n\nWrite it."
    assert plain(source, STYLE) == f"### Exercise. Scale it\n\n*The solution stands [on the page]({SITE}chapters/part/numbers.html#ex-scale).*\n\nWrite it."
    assert plain(source, Style(LINKS)) == "### Exercise. Scale it\n\nWrite it."
    assert "secret" not in plain("```{solution} ex-scale\nsecret\n```", STYLE)


def course(root: Path) -> Path:
    """A course of one notebook that refers to everything."""
    nb = source_notebook(exercise("ex-one", "def f():\n    ### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION", "assert f() == 1, 'One.'"))
    figure = {"mystnb": {"figure": {"name": "fig-numbers-one", "caption": "It {term}`rises`."}}}
    keras, torch = {"tags": ["framework-tensorflow"]}, {"tags": ["framework-torch"]}
    nb.cells += [
        new_markdown_cell("See {numref}`fig-numbers-one` and {cite:t}`he2015`.", id="refers"),
        new_code_cell("plot()", metadata=figure, id="draws"),
        new_code_cell("# Keras\nx", metadata=keras, id="keras"),
        new_code_cell("# PyTorch\nx", metadata=torch, id="torch"),
        new_markdown_cell(QUIZ, id="asks"),
    ]
    files = {
        "_config.yml": yaml.safe_dump({"title": "A course", "html": {"baseurl": SITE}, "repository": {"url": "https://host.example"}}),
        "chapters/index.md": "# A course\n",
        "references.bib": "@article{he2015, author={He, Kaiming and Zhang, X. and Ren, S.}, title={Delving}, year={2015}, journal={J}}\n",
        "pyproject.toml": '[project]\ndependencies = ["numpy>=1.26"]\noptional-dependencies = {frameworks = ["torch>=2.6", "tensorflow>=2.18"]}\n',
        "_build/results.json": json.dumps({"notebooks": {}}),
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    (root / "chapters" / "part").mkdir()
    notebook.write(notebook.normalise(nb), root / "chapters" / "part" / "numbers.ipynb")
    return root


def test_the_command_writes_what_the_branch_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = course(tmp_path)
    monkeypatch.chdir(root / "chapters")
    stale = root / "_build" / "notebooks" / "en" / "chapters" / "gone.ipynb"
    stale.parent.mkdir(parents=True)
    stale.write_text("{}")
    result = CliRunner().invoke(cli.main, ["publish"], catch_exceptions=False)
    assert result.output.startswith("_build/notebooks: 1 notebooks for the launch buttons. 1 of them quote no numbers: the last build was a smoke build")
    branch = root / "_build" / "notebooks"
    assert sorted(path.relative_to(branch).as_posix() for path in branch.rglob("*") if path.is_file()) == [
        ".binder/environment.yml", "README.md", "en/chapters/part/numbers.ipynb"
    ]  # fmt: skip
    nb = notebook.read(branch / "en" / "chapters" / "part" / "numbers.ipynb")
    text = "\n".join(cell.source for cell in nb.cells)
    assert not RAW.search("\n".join(cell.source for cell in nb.cells if cell.cell_type == "markdown"))
    assert "return 1" not in text and "raise NotImplementedError()" in text
    assert f"[a page]({SITE}chapters/part/numbers.html) of [A course]({SITE}index.html)" in nb.cells[1].source
    assert f"[He et al. (2015)]({SITE}chapters/appendix/references.html#cite-he2015)" in text
    caption = next(cell for cell in nb.cells if cell.id == "draws-caption")
    assert caption.source.startswith("*Figure.* It [rises](") and nb.cells[nb.cells.index(caption) - 1].id == "draws"
    assert ["Keras" in cell.source for cell in nb.cells if cell.id == "keras"] == [True]
    environment = yaml.safe_load((branch / ".binder" / "environment.yml").read_text())
    assert {"pytorch-cpu>=2.6", "tensorflow-cpu>=2.18", "numpy>=1.26"} <= set(environment["dependencies"])


@pytest.mark.parametrize(
    ("profile", "data", "quoted"),
    [("standard", "real", "97.3%"), ("full", "generated", "97.3%"), ("smoke", "generated", ""), ("standard", "stand-in", "")],
)
def test_a_number_reaches_a_notebook_only_from_a_build_that_counts(profile: str, data: str, quoted: str, tmp_path: Path) -> None:
    ledger = tmp_path / "results.json"
    claim = {"name": "Test accuracy", "text": "97.3%", "profile": profile, "data": data}
    ledger.write_text(json.dumps({"profile": profile, "notebooks": {"chapters/part/numbers": {"claims": [claim]}}}))
    known = Links(site=SITE, page="chapters/part/numbers", results=links.measured(ledger))
    assert plain("It is {glue:text}`test-accuracy`.", Style(known)) == f"It is {quoted or f'[the measured value]({SITE}chapters/part/numbers.html)'}."


def test_an_assignment_is_published_without_answers(tmp_path: Path) -> None:
    root = course(tmp_path)
    source = root / "chapters" / "part" / "numbers.ipynb"
    source.rename(source.with_name("assignment.ipynb"))
    (path,) = publish.publish(root, root / "_build" / "notebooks")
    text = path.read_text()
    assert "**Question.** Which" in text and "Right." not in text and "The solution stands" not in text


def test_outside_a_course_there_is_nothing_to_publish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(cli.main, ["publish"])
    assert result.exit_code == 2 and "no course in" in result.stderr


def test_a_configuration_without_a_site_is_refused(tmp_path: Path) -> None:
    root = course(tmp_path)
    (root / "_config.yml").write_text("title: A course\n")
    with pytest.raises(links.CourseError, match="must name the site"):
        publish.publish(root, root / "_build" / "notebooks")


@pytest.fixture(scope="module")
def branch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("branch") / "notebooks"
    publish.publish(ROOT, folder)
    return folder


def test_no_published_notebook_shows_a_directive_or_a_role(branch: Path) -> None:
    found = []
    for path in branch.rglob("*.ipynb"):
        for cell in notebook.read(path).cells:
            found += [(path.stem, match[0]) for match in RAW.finditer(cell.source)] if cell.cell_type == "markdown" else []
    assert found == []


def test_every_framework_cell_says_which_it_is(branch: Path) -> None:
    names = {"framework-tensorflow": "# Keras", "framework-torch": "# PyTorch"}
    cells = [cell for path in branch.rglob("*.ipynb") for cell in notebook.read(path).cells]
    pairs = [(cell.source, names[tag]) for cell in cells for tag in notebook.tags(cell) if tag in names]
    assert pairs and all(source.startswith(name) for source, name in pairs)


def test_every_work_and_page_that_is_referred_to_is_known(branch: Path) -> None:
    """A key that is no work of the bibliography would stand in the text as it is written."""
    known = links.read(ROOT)
    assert known.terms["gradient clipping"] == "gradient clipping" and known.terms["relu"] == "ReLU"
    assert known.works["lecun1998gradient"] == Work("LeCun et al.", "1998")
    text = "\n".join(cell.source for path in branch.rglob("*.ipynb") for cell in notebook.read(path).cells if cell.cell_type == "markdown")
    pages = {match[1] for match in re.finditer(re.escape(known.site) + r"([\w/-]+)\.html", text)}
    assert pages - {"index"} <= set(known.titles)
    assert not re.search(r"\[([a-z]+\d{4}[a-z]*)\]\(", text)
