"""Figures are readable on both pages, small, reproducible, and shown once."""

import io
import math
import re
import xml.etree.ElementTree as ElementTree

import matplotlib
import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient

matplotlib.use("agg")

import matplotlib.pyplot as plt

from dlcourse import plots
from dlcourse.errors import CourseError
from dlcourse.training import History


@pytest.fixture(autouse=True)
def style():
    with matplotlib.rc_context():
        plots.use_style()
        yield


def svg(figure):
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", bbox_inches="tight", metadata={"Date": None})
    return buffer.getvalue()


def texts(figure):
    return [element.text for element in ElementTree.fromstring(svg(figure)).iter("{http://www.w3.org/2000/svg}text")]


HISTORY = History([0.9, 0.5, 0.3], [0.6, 0.8, 0.9], [0.8, 0.5, 0.4], [0.7, 0.8, 0.85], 1.0, 3)
WORSE = History([0.95, 0.52, 0.31], [0.6, 0.79, 0.9], [0.82, 0.51, 0.41], [0.7, 0.8, 0.85], 1.0, 3)
POINTS = np.array([[0.0, 0.0], [1.0, 1.0], [2.0, 0.0], [3.0, 1.0]])


def sigmoid_of_first(points):
    return 1 / (1 + np.exp(1.5 - points[:, 0]))


def figures():
    rng = np.random.default_rng(0)
    names = "airplane automobile bird cat deer dog frog horse ship truck".split()
    return {
        "curves": plots.learning_curves({"Keras": HISTORY, "PyTorch": WORSE}),
        "digits": plots.image_grid(rng.integers(0, 256, (20, 28, 28), dtype=np.uint8), [f"digit {i}" for i in range(20)]),
        "photos": plots.image_grid(rng.integers(0, 256, (10, 32, 32, 3), dtype=np.uint8)),
        "confusion": plots.confusion_matrix(rng.integers(0, 10, 9000), rng.integers(0, 10, 9000), names),
        "boundary": plots.decision_boundary(sigmoid_of_first, rng.normal(size=(300, 2)), rng.integers(0, 2, 300)),
    }


NAMES = ["curves", "digits", "photos", "confusion", "boundary"]


def luminance(colour):
    channels = np.array(matplotlib.colors.to_rgb(colour))
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722]


def contrast(one, other):
    """Contrast ratio of WCAG 2.2."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("page", ["#ffffff", "#14181e"])
def test_every_colour_stands_out_on_both_pages(page):
    assert contrast(plots.GREY, page) >= 4.1
    for colour in plots.COLOURS:
        assert contrast(colour, page) >= 3, colour


def test_text_colour_is_the_grey_that_both_pages_can_carry():
    parameters = matplotlib.rcParams
    for name in ("text.color", "axes.labelcolor", "axes.titlecolor", "xtick.color", "ytick.color", "axes.edgecolor"):
        assert parameters[name] == plots.GREY


@pytest.mark.parametrize("name", NAMES)
def test_a_figure_is_transparent_small_and_the_same_file_twice(name):
    first, second = svg(figures()[name]), svg(figures()[name])
    assert first == second
    assert len(first) < 150_000
    width_in_points = float(re.search(r'<svg [^>]*?width="([\d.]+)pt"', first)[1])
    assert width_in_points <= 6.4 * 72 + 12
    background = ElementTree.fromstring(first).find(".//*[@id='patch_1']/{http://www.w3.org/2000/svg}path")
    assert background is None or "fill: none" in background.get("style", "")


@pytest.mark.parametrize("name", NAMES)
def test_letters_are_text_of_at_least_ten_points(name):
    drawing = svg(figures()[name])
    sizes = [float(size) for size in re.findall(r"<text style=\"font(?:-size)?: (?:\w+ )*([\d.]+)px", drawing)]
    assert len(sizes) == drawing.count("<text") and all(size >= 10 for size in sizes)
    assert name == "photos" or sizes


@pytest.mark.parametrize("name", NAMES)
def test_pyplot_forgets_the_figure_or_a_notebook_would_show_it_twice(name):
    plt.close("all")
    assert figures()[name] is not None
    assert plt.get_fignums() == []


def test_curves_are_labelled_at_their_ends_and_need_no_legend():
    figure = plots.learning_curves({"Keras": HISTORY, "PyTorch": WORSE})
    for label in ("Keras training", "Keras validation", "PyTorch training", "PyTorch validation"):
        assert texts(figure).count(label) == 2
    assert all(ax.get_legend() is None for ax in figure.axes)
    assert [ax.get_ylabel() for ax in figure.axes] == ["loss", "accuracy"]


def test_labels_do_not_lie_on_each_other():
    figure = plots.learning_curves({"Keras": HISTORY, "PyTorch": HISTORY})
    figure.canvas.draw()
    for ax in figure.axes:
        boxes = sorted((text.get_window_extent() for text in ax.texts), key=lambda box: box.y0)
        assert len(boxes) == 4
        assert all(lower.y1 <= upper.y0 + 1 for lower, upper in zip(boxes, boxes[1:], strict=False))


def test_without_accuracy_there_is_one_panel():
    regression = History([0.9, 0.5], [math.nan] * 2, [], [], 1.0, 2)
    figure = plots.learning_curves({"PyTorch": regression})
    assert [ax.get_ylabel() for ax in figure.axes] == ["loss"]
    assert "PyTorch training" in texts(figure) and "PyTorch validation" not in texts(figure)


@pytest.mark.parametrize(
    ("positions", "gap", "expected"),
    [
        ([], 1, []),
        ([1, 5], 1, [1, 5]),
        ([1, 1], 1, [0.5, 1.5]),
        ([0, 0, 0, 9], 2, [-2, 0, 2, 9]),
        ([0, 0.9, 1.8], 1, [-0.1, 0.9, 1.9]),
    ],
)
def test_positions_are_spread_no_further_than_needed(positions, gap, expected):
    assert plots.spread(positions, gap) == pytest.approx(expected)


def test_image_grid_keeps_pixels_and_titles():
    images = np.stack([np.full((4, 4), value, np.uint8) for value in (0, 128, 255)])
    figure = plots.image_grid(images, ["black", "grey", "white"], columns=3)
    assert texts(figure) == ["black", "grey", "white"]
    canvas = figure.axes[0].images[0].get_array()
    shown = sorted({round(float(value) * 255) for value in canvas[canvas[..., 3] == 1][:, 0]})
    assert shown == [0, 128, 255]
    assert (canvas[..., 3] == 1).sum() == 3 * 16


def test_image_grid_shows_floats_of_any_range_alike():
    images = np.linspace(-1, 3, 32).reshape(2, 4, 4)
    canvas = plots.image_grid(images).axes[0].images[0].get_array()
    opaque = canvas[canvas[..., 3] == 1]
    assert (opaque.min(), opaque[:, :3].max()) == (0, 1)


@pytest.mark.parametrize(
    ("images", "titles", "message"),
    [
        (np.zeros((28, 28)), None, r"not \(28, 28\)"),
        (np.zeros((0, 28, 28)), None, r"not \(0, 28, 28\)"),
        (np.zeros((2, 3, 32, 32)), None, r"not \(2, 3, 32, 32\)"),
        (np.zeros((2, 28, 28)), ["one"], "2 images and 1 titles"),
    ],
)
def test_image_grid_refuses_what_it_cannot_show(images, titles, message):
    with pytest.raises(CourseError, match=message):
        plots.image_grid(images, titles)


def test_confusion_matrix_counts_rows_as_truth_and_colours_by_share_of_the_row():
    figure = plots.confusion_matrix([0, 0, 0, 1], [0, 1, 1, 1], ["cat", "dog"])
    [ax] = figure.axes
    shares = ax.images[0].get_array()
    assert shares.tolist() == [[pytest.approx(1 / 3), pytest.approx(2 / 3)], [0, 1]]
    counts = {(text.get_position()[1], text.get_position()[0]): text.get_text() for text in ax.texts}
    assert counts == {(0, 0): "1", (0, 1): "2", (1, 1): "1"}
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("predicted class", "true class")


def test_the_numbers_in_a_confusion_matrix_stand_out_from_their_cells():
    rng = np.random.default_rng(0)
    truth = rng.integers(0, 10, 5000)
    figure = plots.confusion_matrix(truth, np.where(rng.random(5000) < 0.6, truth, rng.integers(0, 10, 5000)), list("abcdefghij"))
    [ax] = figure.axes
    image = ax.images[0]
    for text in ax.texts:
        column, row = text.get_position()
        assert contrast(text.get_color(), image.cmap(image.norm(image.get_array()[row, column]))) >= 4.5


@pytest.mark.parametrize(
    ("truth", "predicted", "message"),
    [([0, 1], [0], "one length"), ([0, 2], [0, 1], "between 0 and 1"), ([0, -1], [0, 1], "between 0 and 1"), ([[0]], [[0]], "one length")],
)
def test_confusion_matrix_refuses_what_are_not_class_numbers(truth, predicted, message):
    with pytest.raises(CourseError, match=message):
        plots.confusion_matrix(truth, predicted, ["cat", "dog"])


def test_the_boundary_lies_where_the_probability_is_one_half():
    figure = plots.decision_boundary(sigmoid_of_first, POINTS, [0, 0, 1, 1])
    [ax] = figure.axes
    [line] = [segment for collection in ax.collections for segment in collection.get_paths()]
    assert np.allclose(line.vertices[:, 0], 1.5, atol=1e-3)
    first, second = ax.lines
    assert first.get_xdata().tolist() == [0, 1] and second.get_xdata().tolist() == [2, 3]
    assert first.get_marker() != second.get_marker()


def test_a_boundary_that_the_plane_does_not_hold_is_no_warning(recwarn):
    plots.decision_boundary(lambda points: np.full(len(points), 0.9), POINTS, [0, 0, 1, 1])
    assert list(recwarn) == []


def test_axes_that_are_given_belong_to_the_caller():
    figure, axes = plt.subplots(1, 2)
    assert plots.decision_boundary(sigmoid_of_first, POINTS, [0, 0, 1, 1], ax=axes[1]) is figure
    assert plt.get_fignums() and not axes[0].images and axes[1].images
    plt.close(figure)


@pytest.mark.parametrize(
    ("predict", "x", "message"),
    [
        (lambda points: 5 * points[:, 0], POINTS, "apply the sigmoid"),
        (lambda points: np.zeros((len(points), 2)), POINTS, "one probability"),
        (lambda points: np.full(len(points), np.nan), POINTS, "between 0 and 1"),
        (sigmoid_of_first, np.zeros((4, 3)), r"not \(4, 3\)"),
    ],
)
def test_decision_boundary_refuses_what_are_not_probabilities_of_points_in_a_plane(predict, x, message):
    with pytest.raises(CourseError, match=message):
        plots.decision_boundary(predict, x, [0, 0, 1, 1])


CELLS = {
    "style": "from dlcourse import plots\nplots.use_style()",
    "returned": "plots.confusion_matrix([0, 1, 1], [0, 1, 0], ['cat', 'dog'])",
    "by hand": "import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nax.plot([1, 2]);",
    "training": (
        "import torch\nfrom dlcourse.training import fit\nmodel = torch.nn.Linear(2, 2)\n"
        "x, y = torch.randn(1000, 2), torch.zeros(1000, dtype=torch.long)\n"
        "history = fit(model, x, y, loss=torch.nn.functional.cross_entropy, optimizer=torch.optim.SGD(model.parameters(), 0.1),\n"
        "              epochs=12, batch_size=16, label='PyTorch')"
    ),
}


@pytest.fixture(scope="module")
def outputs():
    """What a real kernel saves for each of CELLS."""
    # One thread: idle threads would spin on a machine that runs other tests at the same time.
    monkeypatch = pytest.MonkeyPatch()
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in CELLS.values()])
    NotebookClient(notebook, timeout=60, kernel_name="python3").execute()
    monkeypatch.undo()
    return {name: cell.outputs for name, cell in zip(CELLS, notebook.cells, strict=True)}


@pytest.mark.parametrize("cell", ["returned", "by hand"])
def test_a_notebook_shows_a_figure_once_as_svg(outputs, cell):
    images = [output for output in outputs[cell] if "image/svg+xml" in output.get("data", {})]
    assert len(images) == len(outputs[cell]) == 1
    assert not any(name.startswith("image/p") for name in images[0].data)
    drawing = images[0].data["image/svg+xml"]
    assert "<text" in drawing and "<dc:date>" not in drawing


def test_setting_the_style_says_nothing(outputs):
    assert outputs["style"] == []


def test_a_cell_that_trains_leaves_one_line_and_nothing_on_stderr(outputs):
    [output] = outputs["training"]
    assert output.output_type == "display_data"
    assert re.fullmatch(r"PyTorch · 12 epochs · loss 0\.\d{3} · accuracy 100\.0 % · \d+\.\d s", output.data["text/plain"])
