"""A small book with everything that a page may hold, in the form that execution leaves behind. No kernel is needed."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from dlcourse.claims import CLAIM_MIME, GLUE_PREFIX, Claim

REPOSITORY = Path(__file__).parents[2]

HIDDEN_TEST = "SECRET_HIDDEN_TEST"
SOLUTION = "np.exp(z - z.max())"
# Wider than any phone, to see whether the page or the element scrolls.
WIDE_MATHS = r"""$$
\frac{\partial L}{\partial w_{ij}} = \sum_{n=1}^{N}
\frac{\partial L}{\partial y_n} \frac{\partial y_n}{\partial z_n} \frac{\partial z_n}{\partial h_j}
\frac{\partial h_j}{\partial a_j} \frac{\partial a_j}{\partial w_{ij}}
+ \lambda \sum_{k=1}^{K} \lVert w_k \rVert_2^2 + \mu \sum_{k=1}^{K} \lvert w_k \rvert
$$"""
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="460" height="220" viewBox="0 0 460 220"><path d="M40 190 C120 40 200 40 430 30" '
    'fill="none" stroke="#0072b2" stroke-width="3"/><path d="M40 20V190H440" fill="none" stroke="#444"/><text x="200" y="212" '
    'font-family="sans-serif" font-size="13">epoch</text></svg>'
)
TOC = """\
format: jb-book
root: chapters/index
parts:
  - caption: Foundations
    chapters:
      - file: chapters/foundations/index
      - file: chapters/foundations/neuron
      - file: chapters/foundations/digits
  - caption: Appendix
    chapters:
      - file: chapters/appendix/glossary
      - file: chapters/appendix/references
      - file: chapters/appendix/results
      - file: chapters/appendix/data
      - file: chapters/appendix/source-map
"""
REGISTRY = """\
[mnist]
title = "MNIST"
licence = "CC BY-SA 3.0"
citation = "rumelhart1986"
description = "Handwritten digits."

[[mnist.files]]
name = "train.gz"
sha256 = "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"
bytes = 9912422
"""
SOURCES = """\
[[article]]
zh = "深度学习"
en = "Deep learning"

[[article.section]]
id = "S0.1"
zh = "神经网络"
en = "Neural networks"

[[article.section]]
id = "S0.2"
zh = "优化"
en = "Optimisation | and loss"
"""
BIBLIOGRAPHY = """\
@article{rumelhart1986,
  author = {Rumelhart, David E. and Hinton, Geoffrey E. and Williams, Ronald J.},
  title = {Learning representations by back-propagating errors},
  journal = {Nature}, volume = {323}, pages = {533--536}, year = {1986}
}
"""
QUIZ = """\
```{quiz}
What does the network output for $x = 0$ if every bias is zero?

- [ ] It depends on the weights, as in `w | 0`, or on $P(a | b)$. | With $x = 0$ every product is zero, whatever the weights.
- [x] One half. | Right: the sigmoid of zero is $\\tfrac{1}{2}$.
- [ ] Zero. | Zero goes in, but $\\sigma(0) = \\frac{1}{1 + e^{0}}$.
```
"""


def write_book(root: Path) -> Path:
    """Write the book into ``root``; return the folder of its executed notebooks."""
    executed = root / "_build" / "executed" / "standard"
    texts = {
        "_toc.yml": TOC,
        "references.bib": BIBLIOGRAPHY,
        "data/registry.toml": REGISTRY,
        "chapters/index.md": "# A small book\n\nStart with {doc}`/chapters/foundations/index`.\n",
        "chapters/foundations/index.md": "# Foundations\n\nHow it begins.\n\n```{include} ../../_generated/foundations.md\n```\n",
        "chapters/appendix/glossary.md": "# Glossary\n\n```{glossary}\ngradient\n  梯度. The direction of steepest ascent.\n```\n",
        "chapters/appendix/references.md": "# References\n\n```{bibliography}\n```\n",
        "chapters/appendix/sources.toml": SOURCES,
    }
    for name, text in texts.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    shutil.copy2(REPOSITORY / "_config.yml", root)
    for page, nb in {"chapters/foundations/neuron": neuron(), "chapters/foundations/digits": digits()}.items():
        for place in (root, executed):
            path = place / f"{page}.ipynb"
            path.parent.mkdir(parents=True, exist_ok=True)
            nbformat.write(nb, path)
    return executed


def code(source: str, *tags: str, outputs: list[NotebookNode] = (), **metadata: Any) -> NotebookNode:
    return new_code_cell(source, outputs=list(outputs), metadata={"tags": list(tags), **metadata}, execution_count=1)


def shown(data: dict[str, Any], **metadata: Any) -> NotebookNode:
    return new_output("display_data", data=data, metadata=metadata)


def opening(name: str) -> list[NotebookNode]:
    install = "try:\n    import dlcourse\nexcept ModuleNotFoundError:\n    import dlcourse\n\n"
    bootstrap = f'{install}run = dlcourse.start("{name}", profile=profile, seed=seed)'
    line = new_output("stream", name="stdout", text=f"{name} · profile standard · seed 0 · a processor\n")
    return [
        code("profile, seed = None, 0", "parameters"),
        code('profile = "standard"', "injected-parameters"),
        code(bootstrap, "bootstrap", outputs=[line]),
        code("import numpy as np", "imports"),
    ]


def claim_outputs(claim: Claim) -> list[NotebookNode]:
    """What ``run.claim`` displays."""
    css = claim.verdict.replace(" ", "-")
    line = f"✓ {claim.name}: {claim.text} (expected 0.9 to 1.0)"
    record = {"text/plain": line, "text/html": f'<div class="dl-claim dl-{css}">{line}</div>', CLAIM_MIME: claim.to_record()}
    glue = shown({GLUE_PREFIX + "text/plain": repr(claim.text)}, scrapbook={"name": claim.slug, "mime_prefix": GLUE_PREFIX})
    return [shown(record), glue]


def claim(origin: str) -> Claim:
    return Claim(
        name="PyTorch test accuracy", value=0.973, text="97.3%", unit="", framework="torch", profile="standard", data=origin,
        datasets=("mnist",), device="a processor", band=(0.9, 1.0), verdict="in band",
    )  # fmt: skip


def second_claim() -> Claim:
    """One that is made in the cell of a figure."""
    return replace(claim("stand-in"), name="Gain over the baseline")


def captioned(name: str) -> dict[str, Any]:
    """Metadata of a cell that draws."""
    image = {"alt": "Loss falls steeply, then levels."}
    return {"mystnb": {"image": image, "figure": {"caption": "Most is learned early.", "name": name}}}


def record(data: list[dict[str, str]], claims: list[Claim]) -> dict[str, Any]:
    return {
        "profile": "standard", "seconds": 41.27, "peak_bytes": 912 * 2**20,
        "executed_at": "2026-05-04T03:02:01+00:00", "from_cache": False,
        "versions": {"python": "3.11.4", "numpy": "2.4.6", "keras": "3.15.1", "tensorflow": "2.21.0", "torch": "2.13.0"},
        "device": "a processor", "data": data, "claims": [one.to_record() for one in claims],
    }  # fmt: skip


def notebook(cells: list[NotebookNode], course: dict[str, Any], run: dict[str, Any]) -> NotebookNode:
    for i, cell in enumerate(cells):
        cell.id = f"cell-{i}"
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}, "dlcourse": course, "dlcourse_run": run}
    return nbformat.v4.new_notebook(cells=cells, metadata=metadata)


def framework_pair(name: str) -> list[NotebookNode]:
    text = new_output("stream", name="stdout", text=f"{name} is trained\n")
    keras = f"# Keras\n{name}_keras = keras.Sequential([keras.Input((784,)), keras.layers.Dense(10)])"
    torch = f"# PyTorch\n{name}_torch = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))"
    return [code(keras, "framework-tensorflow", outputs=[text]), code(torch, "framework-torch", outputs=[text])]


def exercise() -> list[NotebookNode]:
    body = f"    ### BEGIN SOLUTION\n    e = {SOLUTION}\n    return e / e.sum()\n    ### END SOLUTION\n"
    answer = f"def softmax(z):\n{body}\nsoftmax(np.ones(2))"
    hidden = f"### BEGIN HIDDEN TESTS\nassert {HIDDEN_TEST}\n### END HIDDEN TESTS"
    tests = f'assert np.allclose(softmax(np.zeros(2)), 0.5), "two equal inputs share"\n{hidden}'
    task = "Write $\\mathrm{softmax}(z)$ so that it survives $z = 1000$."
    grading = {"schema_version": 3, "cell_type": "code", "task": False}
    return [
        new_markdown_cell(f"```{{exercise-start}} Softmax that does not overflow\n:label: ex-digits-softmax\n```\n{task}"),
        code(
            answer,
            outputs=[new_output("execute_result", data={"text/plain": "array([0.5, 0.5])"}, execution_count=1)],
            nbgrader={"grade_id": "ex-digits-softmax", "solution": True, "grade": False, "locked": False, "points": 0, **grading},
        ),
        code(
            tests,
            nbgrader={"grade_id": "ex-digits-softmax-test", "solution": False, "grade": True, "locked": True, "points": 1, **grading},
        ),
        new_markdown_cell("```{exercise-end}\n```"),
    ]


def neuron() -> NotebookNode:
    """A notebook without frameworks and data."""
    cells = [
        new_markdown_cell("# One neuron\n\nWhat can a single neuron decide?"),
        new_markdown_cell("## Objectives\n\n- Compute a neuron's output"),
        *opening("neuron"),
        new_markdown_cell("A neuron follows its {term}`gradient` {cite:p}`rumelhart1986`."),
        code("1 + 1", outputs=[new_output("execute_result", data={"text/plain": "2"}, execution_count=1)]),
        new_markdown_cell(QUIZ),
    ]
    return notebook(cells, {"minutes": 20, "sources": ["S0.1"]}, record([], []))


def digits() -> NotebookNode:
    """A notebook with everything, measured on a stand-in."""
    wide_table = "<table><tr>" + "".join(f"<td>column_{i:02}</td>" for i in range(30)) + "</tr></table>"
    notice = {"text/plain": "MNIST: stand-in", "text/html": '<div class="dl-data dl-stand-in">MNIST: a stand-in, 1,797 digits of 8x8</div>'}
    hook = "How few numbers does it take to read a digit? On this page the answer is {glue:text}`pytorch-test-accuracy`."
    claim_code = 'run.claim("PyTorch test accuracy", accuracy, format=".1%", framework="torch", standard=(0.9, 1.0))'
    why = "```{exercise-start} Why subtract?\n:label: ex-digits-why\n```\nSay why the maximum may be subtracted."
    theorem = "```{prf:theorem} Universal approximation\n:label: thm-universal\n"
    cells = [
        new_markdown_cell(f"# Reading digits\n\n{hook}"),
        new_markdown_cell("## Objectives\n\n- Train a classifier\n- Prove parity"),
        *opening("digits"),
        new_markdown_cell(f"## Mathematics\n\nThe gradient for $w_{{ij}}$, of shape $(10, 784)$, is\n\n{WIDE_MATHS}\n\nand that is all."),
        code("data = dlcourse.data.mnist()", outputs=[shown(notice)]),
        new_markdown_cell("Both frameworks build the same model."),
        *framework_pair("model"),
        new_markdown_cell("They train alike."),
        *framework_pair("trained"),
        new_markdown_cell("The claim:"),
        code(claim_code, outputs=claim_outputs(claim("stand-in"))),
        code("plots.learning_curves(histories)", outputs=[shown({"image/svg+xml": SVG})], **captioned("fig-digits-loss")),
        code("plots.bars()", outputs=[*claim_outputs(second_claim()), shown({"image/svg+xml": SVG})], **captioned("fig-digits-bars")),
        new_markdown_cell("{numref}`fig-digits-loss` shows it. A wide table follows."),
        code("table" + "_with_a_long_name" * 8, "hide-input", outputs=[shown({"text/html": wide_table, "text/plain": "table"})]),
        new_markdown_cell(f"{theorem}A wide enough network comes close to any continuous function.\n```"),
        new_markdown_cell(QUIZ),
        new_markdown_cell("## Exercises"),
        *exercise(),
        new_markdown_cell(why + "\n\n```{exercise-end}\n```"),
        new_markdown_cell("```{solution-start} ex-digits-why\n:class: dropdown\n```\nIt cancels.\n\n```{solution-end}\n```"),
        new_markdown_cell("## Take-aways\n\n- Digits can be read."),
    ]
    course = {
        "minutes": 30,
        "gpu": True,
        "prerequisites": ["foundations/neuron"],
        "frameworks": ["tensorflow", "torch"],
        "data": ["mnist"],
        "sources": ["S0.1"],
    }
    data = [{"name": "mnist", "origin": "stand-in", "detail": "1,797 digits"}]
    return notebook(cells, course, record(data, [claim("stand-in"), second_claim()]))
