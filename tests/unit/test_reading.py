"""What a reader sees of an executed cell: experiments open, drawing and bookkeeping behind a button, nothing lost."""

from __future__ import annotations

import copy

import nbformat
import pytest

from dlcourse import claims
from dlcourse.book.reading import readable

DRAWING = """\
fig, ax = plt.subplots()
for name, values in curves.items():
    ax.plot(values, label=name)
ax.set_xlabel("step")
ax.set_ylabel("loss")
ax.legend()"""
EXPERIMENT = """\
losses = []
for step in range(100):
    batch = draw()
    loss = model(batch)
    loss.backward()
    losses.append(loss.item())
plt.plot(losses)"""
RESULTS = """\
best = max(scores)
run.claim("Best", best, always=(0, 1))
run.claim("Mean", mean, always=(0, 1))
for name, score in scores.items():
    run.claim(f"{name} alone", score, always=(0, 1))
run.claim("Worst", worst, always=(0, 1))"""
FIGURE = {"image": {"alt": "a curve"}, "figure": {"caption": "It falls.", "name": "fig-one"}}
PICTURE = nbformat.v4.new_output("display_data", {"image/svg+xml": "<svg/>", "text/plain": "<Figure>"})


def cell(source: str, outputs: list = (), figure: bool = False, tags: tuple[str, ...] = ()) -> nbformat.NotebookNode:
    metadata = {"tags": list(tags)} | ({"mystnb": FIGURE} if figure else {})
    return nbformat.from_dict(nbformat.v4.new_code_cell(source, outputs=list(outputs), metadata=metadata))


def claim(name: str, value: float, band: tuple[float, float] | None = (0, 1)) -> list[nbformat.NotebookNode]:
    """The two outputs of a claim, as :func:`dlcourse.run.show_claim` displays them."""
    made = claims.Claim(name, value, str(value), "", "", "standard", "generated", (), "cpu", band, claims.judge(value, band))
    shown = {"text/plain": name, "text/html": f'<div class="dl-claim">{name}</div>', claims.CLAIM_MIME: made.to_record()}
    glue = {claims.GLUE_PREFIX + "text/plain": repr(made.text)}
    return [nbformat.v4.new_output("display_data", shown), nbformat.v4.new_output("display_data", glue)]


def outputs(values: dict[str, float], band: tuple[float, float] | None = (0, 1)) -> list[nbformat.NotebookNode]:
    return [output for name, value in values.items() for output in claim(name, value, band)]


def test_the_code_that_draws_a_figure_stands_behind_a_button_that_says_so() -> None:
    (shown,) = readable(cell(DRAWING, [PICTURE], figure=True))
    assert "hide-input" in shown.metadata.tags and shown.source == DRAWING
    assert shown.metadata.mystnb.code_prompt_show == "Show the code of this figure"
    assert shown.metadata.mystnb.figure == FIGURE["figure"]


def test_code_that_mostly_records_results_is_folded() -> None:
    (shown,) = readable(cell(RESULTS))
    assert shown.metadata.mystnb.code_prompt_show == "Show the code of these results"


def test_the_button_of_code_that_its_author_folds_says_what_it_shows() -> None:
    (shown,) = readable(cell("x = 1", tags=("hide-input",)))
    assert shown.metadata.mystnb.code_prompt_show == "Show the code" and shown.metadata.tags == ["hide-input"]


@pytest.mark.parametrize(
    "one",
    [
        cell(EXPERIMENT, [PICTURE], figure=True),
        cell("plt.plot(x)\nplt.show()", [PICTURE], figure=True),
        cell(DRAWING, tags=("framework-torch",)),
        cell(DRAWING, tags=("exercise-answer",)),
        cell("%matplotlib inline\n" + DRAWING),
    ],
    ids=["experiment", "two lines", "tab", "answer", "magic"],
)
def test_experiments_short_cells_tabs_and_exercises_stay_open(one: nbformat.NotebookNode) -> None:
    assert "hide-input" not in readable(one)[0].metadata.tags


def test_many_claims_become_one_line_that_holds_them_all() -> None:
    (shown,) = readable(cell("x", outputs({"Speed": 0.5, "Size": 0.2, "Cost": 0.1})))
    folded = [output for output in shown.outputs if "text/html" in output.data]
    assert len(folded) == 1
    page = folded[0].data["text/html"]
    assert "✓ 3 measured values: 3 as expected</summary>" in page and " open" not in page
    assert all(f">{name}<" in page for name in ("Speed", "Size", "Cost"))
    assert folded[0].data["text/plain"] == "Speed\nSize\nCost"


def test_prose_can_still_quote_folded_claims() -> None:
    made = outputs({"Speed": 0.5, "Size": 0.2, "Cost": 0.1})
    glue = [output for output in made if claims.CLAIM_MIME not in output.data]
    (shown,) = readable(cell("x", made))
    assert [output for output in shown.outputs if "text/html" not in output.data] == glue


def test_a_claim_out_of_its_band_opens_the_line() -> None:
    (shown,) = readable(cell("x", [*outputs({"Speed": 0.5, "Size": 0.2}), *claim("Cost", 7.0), *claim("Free", 3.0, None)]))
    page = shown.outputs[0].data["text/html"]
    assert "<details" in page and " open>" in page
    assert "✗ 4 measured values: 1 not as expected, 2 as expected, 1 not judged</summary>" in page


def test_two_claims_stand_as_they_are() -> None:
    made = outputs({"Speed": 0.5, "Size": 0.2})
    (shown,) = readable(cell("x", made))
    assert shown.outputs == made


def test_what_a_cell_shows_between_its_claims_keeps_its_order() -> None:
    table = nbformat.v4.new_output("display_data", {"text/html": "<table/>", "text/plain": "table"})
    stream = nbformat.v4.new_output("stream", name="stdout", text="first")
    (shown,) = readable(cell("x", [stream, *claim("A", 0.1), table, *claim("B", 0.2), *claim("C", 0.3)]))
    shown_kinds = [o.get("text") or next(iter(o.data)) for o in shown.outputs]
    assert shown_kinds[:2] == ["first", "text/plain"] and "<details" in shown.outputs[1].data["text/html"]
    assert table in shown.outputs[2:]


def test_one_button_is_enough_for_claims_that_were_behind_one() -> None:
    many = outputs({"Speed": 0.5, "Size": 0.2, "Cost": 0.1})
    assert readable(cell("x", many, tags=("hide-output",)))[0].metadata.tags == []
    table = nbformat.v4.new_output("display_data", {"text/html": "<table/>", "text/plain": "table"})
    assert readable(cell("x", [*many, table], tags=("hide-output",)))[0].metadata.tags == ["hide-output"]


def test_claims_of_a_figure_follow_it_in_one_line() -> None:
    figure, beside = readable(cell(DRAWING, [PICTURE, *outputs({"Speed": 0.5, "Size": 0.2, "Cost": 0.1})], figure=True))
    assert figure.outputs == [PICTURE]
    assert beside.source == "" and "<details" in beside.outputs[0].data["text/html"]


def test_the_executed_cell_is_left_as_it_is() -> None:
    one = cell(DRAWING, [PICTURE, *outputs({"Speed": 0.5, "Size": 0.2, "Cost": 0.1})], figure=True)
    before = copy.deepcopy(one)
    readable(one)
    assert one == before and "hide-input" not in one.metadata.tags
