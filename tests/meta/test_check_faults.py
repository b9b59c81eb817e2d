"""Every rule of ``dlcourse check`` flags a planted fault and passes a page that only looks like one.

The table :data:`EXAMPLES` holds both for each rule. A model notebook, made in memory, breaks no rule; an example changes it.
"""

from __future__ import annotations

import json
from collections.abc import Callable

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from dlcourse import notebook
from dlcourse.book.check import registry
from dlcourse.book.check.page import Course, Page
from dlcourse.book.check.rules import RULES
from dlcourse.errors import CourseError

BOOTSTRAP = """\
# On Colab this installs the course package; elsewhere it does nothing.
try:
    import dlcourse
except ModuleNotFoundError:
    %pip install -q "dlcourse @ git+https://github.com/dlcourse/dlcourse@main"
    import dlcourse

run = dlcourse.start("model", profile=profile, seed=seed)"""

FIGURE = {
    "mystnb": {"image": {"alt": "The line rises."}, "figure": {"caption": "It rises.", "name": "fig-model-line"}},
}
QUIZ = "```{quiz}\nIs $|x|$ negative?\n\n- [ ] Yes. | Look again.\n- [x] No. | Right.\n```"


def exercise_cells(label: str) -> list:
    answer = {"grade_id": label, "solution": True, "grade": False, "locked": False, "points": 0}
    tests = {"grade_id": f"{label}-test", "solution": False, "grade": True, "locked": True, "points": 1}
    common = {"schema_version": 3, "cell_type": "code", "task": False}
    opened = f"```{{exercise-start}} Double\n:label: {label}\n```\n\nReturn twice the number."
    checks = 'assert double(1) == 2, "twice one is two"\n### BEGIN HIDDEN TESTS\nassert double(-1) == -2, "keep the sign"\n### END HIDDEN TESTS'
    return [
        new_markdown_cell(opened, id=label, metadata={"dlcourse": {"meets": ["prove"]}}),
        new_code_cell(
            "def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION",
            id=f"{label}-answer",
            metadata={"nbgrader": {**answer, **common}},
        ),
        new_code_cell(checks, id=f"{label}-test", metadata={"nbgrader": {**tests, **common}}),
        new_markdown_cell("```{exercise-end}\n```", id=f"{label}-end"),
    ]


def model() -> nbformat.NotebookNode:
    """A small notebook that breaks no rule."""
    stored = [new_output("stream", name="stdout", text="2\n")]
    cells = [
        new_markdown_cell("# Model\n\nWhat is a {term}`gradient`?", id="title"),
        new_markdown_cell(
            "## Objectives\n\n- compute\n- compare\n- prove", id="objectives", metadata={"dlcourse": {"objectives": ["compute", "compare", "prove"]}}
        ),
        new_code_cell("profile, seed = None, 0", id="parameters", metadata={"tags": ["parameters"]}),
        new_code_cell(BOOTSTRAP, id="bootstrap", metadata={"tags": ["bootstrap"]}),
        new_code_cell("import keras\nimport matplotlib.pyplot as plt\nimport numpy as np\nimport torch\nfrom dlcourse import data", id="imports", metadata={"tags": ["imports"]}),
        new_markdown_cell("We add.", id="why-add"),
        new_code_cell("print(1 + 1)", id="add", metadata={"tags": ["nbval-check-output"]}, outputs=stored, execution_count=1),
        new_markdown_cell("The sum is $2$. See {cite:p}`lecun1998gradient`.", id="read-add"),
        new_code_cell("digits = data.mnist()\nfig, ax = plt.subplots()\nax.plot(run.rng.normal(size=3));", id="line", metadata=FIGURE),
        new_markdown_cell("It rises, says [the glossary](glossary.md).", id="read-line"),
        new_code_cell("# Keras\nmodel = keras.Sequential([])", id="keras", metadata={"tags": ["framework-tensorflow"]}),
        new_code_cell("# PyTorch\nmodel = torch.nn.Sequential()", id="torch", metadata={"tags": ["framework-torch"]}),
        new_markdown_cell("Both are empty.", id="read-pair"),
        new_code_cell('run.claim("Test accuracy", 0.9, standard=(0.8, 1.0))', id="claim"),
        new_markdown_cell("The accuracy is {glue:text}`test-accuracy`.", id="read-claim"),
        new_markdown_cell(QUIZ, id="quiz", metadata={"dlcourse": {"meets": ["compute", "compare"]}}),
        new_markdown_cell("## Exercises", id="exercises"),
        *(cell for n in (1, 2, 3) for cell in exercise_cells(f"ex-model-{n}")),
        new_markdown_cell("## Take-aways\n\nAdd.\n\n## Further reading\n\nRead this.", id="end"),
    ]
    nb = new_notebook(cells=cells)
    nb.metadata["dlcourse"] = {"minutes": 30, "frameworks": ["tensorflow", "torch"], "data": ["mnist"], "sources": ["S0.1"]}
    return notebook.normalise(nb)


@pytest.fixture
def course(tmp_path) -> Course:
    """A course of one part, in a folder of its own, with all that a page may refer to."""
    part = tmp_path / "chapters/appendix"
    part.mkdir(parents=True)
    (tmp_path / "data").mkdir()
    (tmp_path / "pyproject.toml").write_text('[project.urls]\nRepository = "https://github.com/dlcourse/dlcourse"\n')
    (tmp_path / "references.bib").write_text("@article{lecun1998gradient, title={Gradient}, author={Le Cun}, year={1998}}\n")
    (tmp_path / "data/registry.toml").write_text('[mnist]\ntitle = "MNIST"\n')
    (part / "glossary.md").write_text("# Glossary\n\n```{glossary}\ngradient\n  A slope.\n\nLSTM\n  A cell.\n```\n")
    (part / "sources.toml").write_text('["S0.1"]\ntitle = "Basics"\n["S1.R"]\ntitle = "References"\n')
    answers = tmp_path / "tests/exercises/appendix/model"
    answers.mkdir(parents=True)
    for n in (1, 2, 3):
        (answers / f"ex-model-{n}.py").write_text("# %% hint: twice one\ndef double(x):\n    return x\n")
    return Course(tmp_path)


def assignment() -> nbformat.NotebookNode:
    """A small assignment that breaks no rule."""
    nb = model()
    kept = ("title", "parameters", "bootstrap", "imports", "why-add", "add", "read-add")
    nb.cells = [c for c in nb.cells if c.id in kept]
    cell(nb, "bootstrap").source = BOOTSTRAP.replace('"model"', '"appendix-assignment"')
    cell(nb, "imports").source = "import numpy as np"
    numbers = [new_markdown_cell("Your numbers.", id="why-numbers"), new_code_cell("# Yours.\nvariant = 0", id="numbers")]
    problems = [c for n in (1, 2, 3) for c in exercise_cells(f"ex-appendix-assignment-{n}")]
    for c in problems:
        c.metadata.pop("dlcourse", None)
        c.source = c.source.replace("Return twice", "**1 point, 10 minutes.** Return twice").replace("HIDDEN TESTS\nassert", "HIDDEN TESTS\nhidden_seed = 0\nassert")
    table = "| What | Points |\n|---|---|\n| The reason | 2 |\n| Its limits | 1 |"
    asked = f"```{{exercise-start}} Say why\n:label: ex-appendix-assignment-why\n```\n\n**3 points, 15 minutes.** Why?\n\n{table}"
    scheme = "=== BEGIN MARK SCHEME ===\n\nTwo points for the reason.\n\n=== END MARK SCHEME ==="
    marks = {"grade_id": "ex-appendix-assignment-why", "grade": True, "solution": True, "points": 3, "locked": False, "schema_version": 3, "cell_type": "markdown", "task": False}
    written = [
        new_markdown_cell(asked, id="written"),
        new_markdown_cell(scheme, id="written-answer", metadata={"nbgrader": marks}),
        new_markdown_cell("```{exercise-end}\n```", id="written-end"),
    ]
    nb.cells += [*numbers, *problems, *written]
    nb.metadata["dlcourse"] = {"minutes": 45, "frameworks": [], "data": [], "sources": []}
    return notebook.normalise(nb)


def found(course: Course, nb: nbformat.NotebookNode, *, normal: bool = True, name: str = "model") -> list[tuple[str, str]]:
    """Names and messages of what the rules find on the notebook, once it is stored."""
    path = course.root / f"chapters/appendix/{name}.ipynb"
    if name != "model":
        answers = course.root / "tests/exercises/appendix" / name
        answers.mkdir(parents=True, exist_ok=True)
        for n in (1, 2, 3):
            (answers / f"ex-appendix-{name}-{n}.py").write_text("# %% hint: twice one\ndef double(x):\n    return x\n")
    notebook.write(notebook.normalise(nb) if normal else nb, path)
    return [(rule.name, finding.message) for rule, finding in registry.findings(Page.read(path), course) if not rule.warning]


# Small edits that examples are made of; each returns a function that changes a notebook in place.
Edit = Callable[[nbformat.NotebookNode], None]


def cell(nb: nbformat.NotebookNode, name: str) -> nbformat.NotebookNode:
    return next(c for c in nb.cells if c.id == name)


def source(name: str, text: str) -> Edit:
    return lambda nb: cell(nb, name).update(source=text)


def add(name: str, text: str) -> Edit:
    return lambda nb: cell(nb, name).update(source=f"{cell(nb, name).source}{text}")


def replace(name: str, old: str, new: str) -> Edit:
    def edit(nb: nbformat.NotebookNode) -> None:
        assert old in cell(nb, name).source, "the example changes nothing"
        cell(nb, name).source = cell(nb, name).source.replace(old, new)

    return edit


def drop(name: str) -> Edit:
    return lambda nb: nb.cells.remove(cell(nb, name))


def meta(name: str, **values: object) -> Edit:
    return lambda nb: cell(nb, name).metadata.update(json.loads(json.dumps(values), object_hook=nbformat.NotebookNode))


def declare(**values: object) -> Edit:
    return lambda nb: nb.metadata.dlcourse.update(values)


def after(name: str, *cells: nbformat.NotebookNode) -> Edit:
    def edit(nb: nbformat.NotebookNode) -> None:
        position = nb.cells.index(cell(nb, name)) + 1
        nb.cells[position:position] = [nbformat.from_dict(c) for c in cells]

    return edit


def output(name: str, *outputs: nbformat.NotebookNode) -> Edit:
    return lambda nb: cell(nb, name).update(outputs=list(outputs))


def nothing(nb: nbformat.NotebookNode) -> None:
    """The model as it is."""


def grading(name: str, **values: object) -> Edit:
    return lambda nb: cell(nb, name).metadata.nbgrader.update(values)


ERROR = new_output("error", ename="ValueError", evalue="no", traceback=[])
PICTURE = new_output("display_data", data={"image/svg+xml": "<svg/>", "text/plain": "<Figure>"})
LONG = "\n".join(f"x{n} = {n}" for n in range(26))
DRAWING = "def draw():\n    plt.figure()\n\ndraw()"

# rule: [(planted fault, part of the message), …], [what the rule must let pass, …]
EXAMPLES: dict[str, tuple[list[tuple[Edit, str]], list[Edit]]] = {
    "normal-form": ([(lambda nb: nb.metadata.update(papermill={"x": 1}), "dlcourse format")], [nothing]),
    "metadata": (
        [
            (lambda nb: nb.metadata.dlcourse.pop("minutes"), "minutes"),
            (declare(minuets=3), "minuets"),
            (declare(budget_seconds=600), "120"),
            (declare(frameworks=["jax"]), "jax"),
            (declare(prerequisites=["foundations/nowhere"]), "nowhere"),
        ],
        [declare(prerequisites=["appendix/glossary"], budget_seconds=120)],
    ),
    "tags": ([(meta("add", tags=["nbval-check-output", "hide_input"]), "hide_input")], [meta("line", tags=["hide-input"])]),
    "python": ([(source("add", "print(1 +"), "no valid Python")], [source("add", "%time 1 + 1\nprint(2)")]),
    "opening": ([(drop("imports"), "'imports'"), (after("parameters", new_markdown_cell("Now.")), "follow each other")], [nothing]),
    "parameters": ([(source("parameters", "profile, seed = 'full', 0"), "exactly")], [nothing]),
    "bootstrap": (
        [
            (replace("bootstrap", '"model"', '"other"'), 'start("model"'),
            (replace("bootstrap", "dlcourse/dlcourse@main", "someone/dlcourse@main"), "github.com/dlcourse/dlcourse@main"),
            (replace("bootstrap", "seed=seed", "seed=seed, frameworks=()"), "should be: run = dlcourse.start"),
            (declare(extras=["translation"]), "dlcourse[translation] @"),
            (replace("bootstrap", "dlcourse @", "dlcourse[translation] @"), "dlcourse @"),
        ],
        [
            replace("bootstrap", "seed=seed", 'seed=seed, frameworks=("keras", "torch")'),
            lambda nb: [change(nb) for change in (declare(extras=["translation"]), replace("bootstrap", "dlcourse @", "dlcourse[translation] @"))],
        ],
    ),
    "imports": ([(source("add", "import math\nprint(2)"), "'imports'")], [nothing]),
    "sections": (
        [
            (source("exercises", "## Tasks"), "'## Exercises' is missing"),
            (source("end", "## Further reading\n\n## Take-aways"), "in this order"),
            (source("why-add", "# Another\n\nWe add."), "no other"),
        ],
        [source("why-add", "## Sums\n\nWe add.")],
    ),
    "cell-length": ([(source("line", LONG), "26 lines")], [source("line", LONG.rpartition("\n")[0])]),
    "median-length": (
        [(lambda nb: [source(c, LONG[:175])(nb) for c in ("imports", "add", "line", "keras", "torch", "claim")], "median")],
        [lambda nb: [source(c, LONG[:175])(nb) for c in ("add", "line")]],
    ),
    "error-output": (
        [
            (output("add", ERROR), "a stored error"),
            (output("add", new_output("stream", name="stderr", text="Warning")), "stderr"),
        ],
        [lambda nb: [output("add", ERROR)(nb), meta("add", tags=["nbval-check-output", "raises-exception"])(nb)]],
    ),
    "stored-output": ([(output("add"), "not stored"), (meta("add", tags=[]), "no output is checked")], [nothing]),
    "portable-output": (
        [(output("add", PICTURE), "image/svg+xml"), (source("add", 'run.claim("Sum", 2, always=(2, 2))'), "run.claim")],
        [output("add", new_output("execute_result", data={"text/plain": "2"}, execution_count=1))],
    ),
    "framework-pair": (
        [
            (drop("torch"), "'framework-torch'"),
            (after("keras", new_markdown_cell("Between.")), "nothing between"),
            (replace("torch", "# PyTorch\n", ""), "comment '# PyTorch'"),
            (meta("keras", tags=["framework-tensorflow", "framework-torch"]), "one framework only"),
        ],
        [after("torch", new_code_cell("# Keras\nx = 1", metadata={"tags": ["framework-tensorflow"]}))],
    ),
    "frameworks": (
        [(declare(frameworks=["torch"]), "tensorflow is used"), (lambda nb: [drop("torch")(nb), replace("imports", "import torch\n", "")(nb)], "torch is declared")],
        [lambda nb: [drop("torch")(nb), drop("keras")(nb)]],
    ),
    "data": (
        [
            (declare(data=[]), "not declared"),
            (replace("line", "digits = data.mnist()\n", ""), "never loaded"),
            (declare(data=["mnist", "mnits"]), "'mnits' is not in data/registry.toml"),
        ],
        [lambda nb: [replace("imports", "from dlcourse import data", "from dlcourse.data import mnist")(nb), replace("line", "data.mnist", "mnist")(nb)]],
    ),
    "paragraph-lines": (
        [(source("why-add", "We add\nnumbers."), "'We add'")],
        [source("why-add", "- We add\n  numbers.\n\n| a |\n|---|\n| b |\n\n$$\nx\n$$\n\n```{note}\nWe add\nnumbers.\n```\n\nOne line.")],
    ),
    "purpose": (
        [(drop("why-add"), "before the code"), (source("why-add", "## Sums"), "before the code")],
        [source("why-add", "We add.\n\n## Sums")],
    ),
    "reading": (
        [(source("read-add", "## Next\n\nText."), "after the code")],
        [lambda nb: [source("line", "x = 1")(nb), source("read-line", "## Next\n\nText.")(nb)]],
    ),
    "one-step": (
        [(drop("read-add"), "read the first one's output")],
        [after("why-add", new_code_cell("x = 1"))],
    ),
    "measured-number": (
        [
            (add("why-add", " It reaches 97.3%."), "97.3%"),
            (add("why-add", " It reaches **97 %** of it."), "97 %"),
            (add("why-add", " The accuracy is 0.973."), "0.973"),
            (add("why-add", " It is 3 times faster."), "3 times faster"),
            (add("why-add", " It takes 12 seconds."), "12 seconds"),
            (add("why-add", " It needs 11 MB."), "11 MB"),
            (add("why-add", "\n\n| model | accuracy |\n|---|---|\n| ours | 97.3 % |"), "97.3 %"),
            (add("why-add", "\n\n```{note}\nIt reaches 97.3%.\n```"), "97.3%"),
            (lambda nb: cell(nb, "line").metadata.mystnb.figure.update(caption="It reaches 97.3%."), "in the caption"),
        ],
        [
            add("why-add", " It reached 97.3% {cite:p}`lecun1998gradient`. There are 60,000 images in 10 classes."),
            add("why-add", " With $p = 0.5$ and `0.1`, {glue:text}`test-accuracy` of Python 3.11 and 2.21.0 in section 3.2."),
            add("why-add", "\n\n| model | accuracy |\n|---|---|\n| {cite:t}`lecun1998gradient` | 97.3 % |\n\n```python\nx = 0.973\n```\n\n$$\n0.97\n$$"),
        ],
    ),
    "objectives": (
        [
            (meta("objectives", dlcourse={"objectives": ["compute", "compare"]}), "3 list items"),
            (meta("objectives", dlcourse={}), "one cell with objectives"),
            (meta("quiz", dlcourse={"meets": ["compute"]}), "meets the objective 'compare'"),
            (meta("quiz", dlcourse={"meets": ["compute", "compare", "copmare"]}), "'copmare' is none"),
        ],
        [nothing],
    ),
    "meets": (
        [(meta("quiz", dlcourse={}), "which objectives"), (meta("why-add", dlcourse={"meets": ["prove"]}), "only a question")],
        [nothing],
    ),
    "quiz": (
        [
            (replace("quiz", "[x]", "[ ]"), "exactly one option"),
            (replace("quiz", " | Right.", ""), "what the reader is told"),
            (replace("quiz", "- [ ] Yes. | Look again.\n", ""), "two options"),
        ],
        [replace("quiz", "[ ] Yes", "[ ] $|x| < 0$")],
    ),
    "exercise-form": (
        [
            (drop("ex-model-1-end"), "not closed"),
            (replace("ex-model-1", ":label: ex-model-1\n", ""), "no :label:"),
            (replace("ex-model-1", ":label: ex-model-1", ":label: ex-other-1"), "'ex-model-'"),
            (replace("ex-model-1", ":label: ex-model-1", ":label: ex-model-2"), "two exercises"),
            (lambda nb: [drop(f"ex-model-1{part}")(nb) for part in ("", "-answer", "-test", "-end")], "at least 3"),
        ],
        [nothing],
    ),
    "exercise-cells": (
        [
            (grading("ex-model-1-answer", grade_id="ex-model-9"), "grade_id"),
            (grading("ex-model-1-test", points=0), "points"),
            (grading("ex-model-1-test", locked=False), "locked"),
            (drop("ex-model-1-test"), "one answer cell"),
            (lambda nb: [drop("ex-model-1-test")(nb), drop("ex-model-1-answer")(nb)], "neither code nor"),
        ],
        [
            lambda nb: [
                drop("ex-model-1-test")(nb),
                drop("ex-model-1-answer")(nb),
                after("ex-model-1-end", new_markdown_cell("```{solution-start} ex-model-1\n:class: dropdown\n```\n\nWords.\n\n```{solution-end}\n```"))(nb),
            ]
        ],
    ),
    "solution-markers": (
        [
            (replace("ex-model-1-answer", "    ### END SOLUTION", ""), "needs both markers"),
            (source("ex-model-1-answer", "def double(x):\n    return 2 * x"), "needs both markers"),
            (source("ex-model-1-answer", "def double(x):\n### BEGIN SOLUTION\n    return 2 * x\n### END SOLUTION"), "no valid Python"),
        ],
        [nothing],
    ),
    "test-cell": (
        [
            (replace("ex-model-1-test", ', "twice one is two"', ""), "no message"),
            (replace("ex-model-1-test", "### END HIDDEN TESTS", ""), "needs both markers"),
            (source("ex-model-1-test", 'assert double(1) == 2, "twice"'), "no hidden test"),
            (replace("ex-model-1-test", 'assert double(1) == 2, "twice one is two"\n', ""), "no public test"),
            (add("ex-model-1-test", '\nassert double(0) == 0, "nothing"'), "public tests come first"),
        ],
        [nothing],
    ),
    "wrong-answers": (
        [
            (lambda nb: [replace("ex-model-1", ":label: ex-model-1", ":label: ex-model-4")(nb)], "no wrong answers"),
            (lambda nb: [replace("ex-model-1", ":label: ex-model-1", ":label: ex-model-4")(nb)], "belongs to no exercise"),
        ],
        [nothing],
    ),
    "randomness": (
        [
            (source("add", "rng = np.random.default_rng()\nprint(2)"), "no seed"),
            (source("add", "print(np.random.rand(3))"), "global state"),
            (source("add", "random.shuffle(x)\nprint(2)"), "Python's global state"),
            (source("add", "rng = np.random.RandomState()\nprint(2)"), "no seed"),
            (source("add", "parts = train_test_split(x, y)\nprint(2)"), "random_state"),
        ],
        [
            source("add", "rng = np.random.default_rng(run.seed)\nx = rng.random(3)\ny = torch.randn(3)\nprint(2)"),
            source("add", "parts = train_test_split(x, y, random_state=run.seed)\nr = random.Random(0)\nloader = load(x, shuffle=True)\nprint(2)"),
        ],
    ),
    "term": (
        [(source("why-add", "A {term}`gradeint`."), "'gradeint'"), (source("why-add", "A {term}`slope <slop>`."), "'slop'")],
        [source("why-add", "A {term}`Gradient`, {term}`slopes <gradient>`, and {term}`LSTM`.")],
    ),
    "citation": (
        [
            (source("why-add", "As {cite:t}`lecun1989gradient` says."), "'lecun1989gradient'"),
            (source("why-add", "Known {cite:p}`lecun1998gradient,nobody2020`."), "'nobody2020'"),
        ],
        [source("why-add", "Known {cite:p}`lecun1998gradient`, not `{cite:p}` in code.")],
    ),
    "link": (
        [
            (source("why-add", "See [there](nowhere.md)."), "points to nothing"),
            (source("why-add", "See [there](/chapters/appendix/glossary.md)."), "relative"),
            (source("why-add", "See [there](https://github.com/dlcourse/dlcourse/blob/main/chapters/x.ipynb)."), "leaves the book"),
            (source("why-add", "See {doc}`nowhere`."), "does not exist"),
        ],
        [source("why-add", "See [there](glossary.md#term), [here](#top), {doc}`glossary`, {doc}`/chapters/appendix/results`, [web](https://example.org/a).")],
    ),
    "sources": (
        [(declare(sources=["S9.9"]), "'S9.9'"), (declare(sources=["S2.R"]), "'S2.R'"), (declare(sources=[]), "names no section")],
        [declare(sources=["S0.1", "S1.R"])],
    ),
    "claims": (
        [
            (source("claim", "x = 1"), "makes no claim"),
            (source("claim", 'run.claim("A", 1)'), "no band"),
            (source("claim", 'run.claim("A", 1, smoke=(0, 1))'), "no band for real data"),
            (source("claim", 'run.claim("A b", 1, always=(0, 1))\nrun.claim("a-b", 1, always=(0, 1))'), "made twice"),
            (source("claim", "run.claim(name, 1, always=(0, 1))"), "stands in the call"),
        ],
        [source("claim", 'for f in ("Keras", "PyTorch"):\n    run.claim(f"{f} accuracy", 1, always=(0, 1))\nrun.claim("Gap", 1, **bands)')],
    ),
    "glue": (
        [
            (source("read-claim", "It is {glue:text}`test-acuracy`."), "'test-acuracy'"),
            (source("read-claim", "It is {glue:text}`other.ipynb::x`."), "does not exist"),
        ],
        [
            lambda nb: [
                source("claim", 'for f in ("Keras", "PyTorch"):\n    run.claim(f"{f} accuracy", 1, always=(0, 1))')(nb),
                source("read-claim", "It is {glue:text}`pytorch-accuracy`.")(nb),
            ]
        ],
    ),
    "alt-text": (
        [
            (meta("line", mystnb={"figure": {"caption": "It rises.", "name": "fig-model-line"}}), "no alternative text"),
            (lambda nb: [source("add", DRAWING)(nb)], "no alternative text"),
            (source("why-add", "![](glossary.md)"), "no alternative text"),
            (source("why-add", "```{figure} glossary.md\n:name: fig-model-x\n\nIt rises.\n```"), "no :alt:"),
        ],
        [source("why-add", "![A slope.](glossary.md)\n\n```{figure} glossary.md\n:alt: A slope.\n\nIt rises.\n```"), source("add", "def draw():\n    plt.figure()\nprint(2)")],
    ),
    "caption": (
        [
            (meta("line", mystnb={"image": {"alt": "The line rises."}}), "no caption"),
            (lambda nb: cell(nb, "line").metadata.mystnb.figure.update(name="fig-line"), "'fig-model-'"),
            (lambda nb: [source("add", DRAWING)(nb), meta("add", **FIGURE)(nb)], "two figures"),
        ],
        [nothing],
    ),
}  # fmt: skip

# Rules that hold for assignments alone, in the same form: they change the model assignment.
ASSIGNMENTS: dict[str, tuple[list[tuple[Edit, str]], list[Edit]]] = {
    "assignment-worth": (
        [
            (replace("ex-appendix-assignment-1", "**1 point, 10 minutes.** ", ""), "what it is worth"),
            (replace("ex-appendix-assignment-1", "**1 point,", "**2 points,"), "says 2 points, and its cells give 1"),
            (declare(minutes=50), "take 45 minutes"),
        ],
        [lambda nb: [grading("ex-appendix-assignment-1-test", points=3)(nb), replace("ex-appendix-assignment-1", "**1 point,", "**3 points,")(nb)]],
    ),
    "assignment-seeds": (
        [(replace("numbers", "variant = 0", "variant = 1"), "no cell with 'variant = 0'"), (replace("ex-appendix-assignment-2-test", "hidden_seed = 0\n", ""), "do not draw")],
        [nothing],
    ),
    "written-question": (
        [
            (grading("written-answer", grade_id="other"), "one Markdown cell with grade_id"),
            (grading("written-answer", grade=False), "one Markdown cell with grade_id"),
            (grading("written-answer", points=4), "adds up to 3"),
            (source("written-answer", "Because."), "no mark scheme"),
            (lambda nb: [drop(name)(nb) for name in ("written", "written-answer", "written-end")], "here are 0"),
        ],
        [lambda nb: [replace("written", "| The reason | 2 |", "| The reason | 4 |")(nb), grading("written-answer", points=5)(nb), replace("written", "**3 points", "**5 points")(nb)]],
    ),
    "assignment-secrets": (
        [
            (after("written-end", new_markdown_cell("```{solution-start} ex-appendix-assignment-1\n```\nTwice.\n\n```{solution-end}\n```")), "has no solutions"),
            (after("written-end", new_code_cell("print(double(3))")), "uses the answer 'double'"),
        ],
        [after("written-end", new_code_cell("doubled = 2"))],
    ),
}  # fmt: skip

# Warnings do not fail the check; the model itself is shorter than a chapter.
WARNINGS = {"code-cells": "6 code cells", "word-count": "words"}

FAULTS = [pytest.param(name, edit, message, id=f"{name}-{n}") for name, (bad, _) in EXAMPLES.items() for n, (edit, message) in enumerate(bad)]
PASSES = [pytest.param(name, edit, id=f"{name}-{n}") for name, (_, good) in EXAMPLES.items() for n, edit in enumerate(good)]


def test_the_model_breaks_no_rule(course):
    assert found(course, model()) == []


@pytest.mark.parametrize(("name", "edit", "message"), FAULTS)
def test_a_planted_fault_is_found(course, name, edit, message):
    nb = model()
    edit(nb)
    messages = [text for rule, text in found(course, nb, normal=name != "normal-form") if rule == name]
    assert any(message in text for text in messages), messages


@pytest.mark.parametrize(("name", "edit"), PASSES)
def test_what_only_looks_like_a_fault_passes(course, name, edit):
    nb = model()
    edit(nb)
    assert [text for rule, text in found(course, nb) if rule == name] == []


def test_the_model_assignment_breaks_no_rule(course):
    assert found(course, assignment(), name="assignment") == []


@pytest.mark.parametrize(("name", "edit", "message"), [(name, *fault) for name, (bad, _) in ASSIGNMENTS.items() for fault in bad])
def test_a_fault_planted_in_an_assignment_is_found(course, name, edit, message):
    nb = assignment()
    edit(nb)
    messages = [text for rule, text in found(course, nb, name="assignment") if rule == name]
    assert any(message in text for text in messages), messages


@pytest.mark.parametrize(("name", "edit"), [(name, edit) for name, (_, good) in ASSIGNMENTS.items() for edit in good])
def test_what_only_looks_like_a_fault_of_an_assignment_passes(course, name, edit):
    nb = assignment()
    edit(nb)
    assert [text for rule, text in found(course, nb, name="assignment") if rule == name] == []


def test_an_assignment_has_three_to_six_problems_and_its_tests_may_be_long(course):
    nb = assignment()
    for part in ("", "-answer", "-test", "-end"):
        drop(f"ex-appendix-assignment-1{part}")(nb)
    assert any("3 to 6 problems in code, and here are 2" in text for _, text in found(course, nb, name="assignment"))
    nb = assignment()
    replace("ex-appendix-assignment-1-test", "hidden_seed = 0", "\n".join(["hidden_seed = 0", *(f"x{n} = {n}" for n in range(30))]))(nb)
    assert "cell-length" not in [rule for rule, _ in found(course, nb, name="assignment")]


def test_every_rule_has_both_examples():
    assert set(EXAMPLES) | set(ASSIGNMENTS) | set(WARNINGS) == set(RULES)
    assert all(bad and good for bad, good in [*EXAMPLES.values(), *ASSIGNMENTS.values()])
    assert {name for name, rule in RULES.items() if rule.warning} == set(WARNINGS)


@pytest.mark.parametrize(("name", "message"), WARNINGS.items())
def test_a_chapter_of_unusual_length_is_warned_about_only(course, name, message):
    path = course.root / "chapters/appendix/model.ipynb"
    notebook.write(model(), path)
    warned = {rule.name: finding.message for rule, finding in registry.findings(Page.read(path), course) if rule.warning}
    assert message in warned[name]
    long = model()
    long.cells[0].source += "\n\n" + "word " * 1500
    for n in range(5):
        after("read-line", new_markdown_cell("We count."), new_code_cell(f"n = {n}"))(long)
    notebook.write(long, path)
    assert name not in {rule.name for rule, _ in registry.findings(Page.read(path), course)}


def test_a_picture_that_only_execution_reveals_needs_an_alternative_text(course):
    nb = model()
    source("add", "show(model)")(nb)
    executed = course.root / "_build/executed/smoke/chapters/appendix/model.ipynb"
    executed.parent.mkdir(parents=True)
    shown = model()
    source("add", "show(model)")(shown)
    output("add", PICTURE)(shown)
    executed.write_text(nbformat.writes(shown))
    assert ("alt-text", "the picture has no alternative text") in [(rule, text.partition(":")[0]) for rule, text in found(course, nb)]
    source("add", "show(other)")(nb)
    assert "alt-text" not in [rule for rule, _ in found(course, nb)], "an execution of other code says nothing"


def test_a_prose_page_is_held_to_the_rules_that_fit_it(course):
    path = course.root / "chapters/appendix/page.md"
    path.write_text("# Page\n\nA {term}`gradeint`\nthat reaches 97.3%.\n\n![](nowhere.png)\n\nSee {cite:p}`nobody`.\n")
    names = {rule.name for rule, _ in registry.findings(Page.read(path), course)}
    assert names == {"term", "paragraph-lines", "measured-number", "alt-text", "link", "citation"}


def test_a_rule_cannot_be_registered_twice():
    with pytest.raises(ValueError, match="two rules"):
        registry.rule("tags", "again")(lambda page, course: iter(()))


def test_an_unreadable_file_is_an_error_of_one_sentence(course):
    path = course.root / "chapters/appendix/broken.ipynb"
    path.write_text("{")
    with pytest.raises(CourseError, match="is not a notebook"):
        Page.read(path)
