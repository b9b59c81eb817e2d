"""Figures in the course's style: SVG, transparent, readable on a light and a dark page and on a telephone.

Every function returns a figure that pyplot has already forgotten, so a cell that ends with the call shows it exactly once.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Callable, Sequence

import numpy as np

from dlcourse.errors import CourseError
from dlcourse.run import in_ipython

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from dlcourse.training import History

# Inches. A figure of WIDTH keeps 11-point text legible when a telephone shrinks it to 330 pixels; WIDE is for two panels.
WIDTH, WIDE = 4.8, 6.4
HEIGHT = 3.2

# Okabe and Ito's colours (https://jfly.uni-koeln.de/color/), the light ones darkened until each has a contrast of at least
# 3 : 1 both with white and with the dark page (#14181e).
BLUE, VERMILION, GREEN, PURPLE, OCHRE = "#0f7ab8", "#d55e00", "#009068", "#bd6797", "#a87400"
# The grey with the same contrast, 4.2 : 1, on both pages: no single colour has more on its worse side.
GREY = "#7b7b7b"
COLOURS = (BLUE, VERMILION, GREEN, PURPLE, OCHRE, GREY)
FRAMEWORK_COLOURS = {"Keras": VERMILION, "PyTorch": BLUE, "NumPy": GREEN}
_PLANE = 200  # points along each side of the plane on which a decision boundary is computed
MARKERS = ("o", "^", "s", "D", "v", "P")


def use_style() -> None:
    """Set the course's style for every later figure, and SVG as the format in which a notebook shows figures."""
    import matplotlib as mpl

    mpl.rcParams.update(_style())
    if in_ipython():
        _show_svg()


def _style() -> dict:
    from cycler import cycler

    return {
        "figure.figsize": (WIDTH, HEIGHT),
        "figure.facecolor": "none",
        "figure.constrained_layout.use": True,
        "savefig.facecolor": "none",
        "savefig.transparent": True,
        # Letters, not outlines: the file is a third of the size, a reader can search it, and the browser finds Chinese glyphs.
        "svg.fonttype": "none",
        # Fixed ids instead of random ones, so that an unchanged figure is an unchanged file.
        "svg.hashsalt": "dlcourse",
        "font.size": 11,
        "axes.titlesize": 11,
        "axes.labelsize": 11,
        "xtick.labelsize": 10,
        "ytick.labelsize": 10,
        "legend.fontsize": 10,
        "legend.frameon": False,
        "text.color": GREY,
        "axes.facecolor": "none",
        "axes.edgecolor": GREY,
        "axes.labelcolor": GREY,
        "axes.titlecolor": GREY,
        "axes.prop_cycle": cycler(color=COLOURS),
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.grid": False,
        "grid.color": GREY,
        "grid.alpha": 0.25,
        "xtick.color": GREY,
        "ytick.color": GREY,
        "lines.linewidth": 2,
        "image.cmap": "gray",
        "image.interpolation": "none",
    }


def _show_svg() -> None:
    from IPython import get_ipython
    from matplotlib_inline.backend_inline import set_matplotlib_formats
    from matplotlib_inline.config import InlineBackend

    backend = InlineBackend.instance(parent=get_ipython())
    # Without a date two executions write the same file.
    backend.print_figure_kwargs = {"bbox_inches": "tight", "metadata": {"Date": None}}
    backend.figure_formats = {"svg"}
    set_matplotlib_formats("svg")


def _new(width: float, height: float, rows: int = 1, **options) -> tuple[Figure, Axes]:
    """A figure that the functions below fill and return; pyplot forgets it at once, or the notebook would show it a second time."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(rows, 1, figsize=(width, height), **options)
    plt.close(figure)
    return figure, axes


def learning_curves(histories: dict[str, History]) -> Figure:
    """Loss and, where it was measured, accuracy for each epoch: training dashed, validation solid, labelled at the lines' ends."""
    with_accuracy = any(not math.isnan(value) for history in histories.values() for value in history.accuracy)
    panels = ["loss", "accuracy"] if with_accuracy else ["loss"]
    figure, axes = _new(WIDTH, 0.5 + 2.1 * len(panels), rows=len(panels), sharex=True, squeeze=False)
    for ax, name in zip(axes[:, 0], panels, strict=True):
        _curves(ax, name, histories)
    axes[-1, 0].set_xlabel("epoch")
    return figure


def _curves(ax: Axes, name: str, histories: dict[str, History]) -> None:
    from matplotlib.ticker import MaxNLocator, PercentFormatter

    ends = []
    for i, (label, history) in enumerate(histories.items()):
        colour = FRAMEWORK_COLOURS.get(label, COLOURS[i % len(COLOURS)])
        for values, kind, style in ((getattr(history, name), "training", "--"), (getattr(history, f"val_{name}"), "validation", "-")):
            if not values:
                continue
            ax.plot(range(1, len(values) + 1), values, style, color=colour, marker="o", markersize=4)
            ends.append((len(values), values[-1], f"{label} {kind}".strip(), colour))
    ax.set_ylabel(name)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    if name == "accuracy":
        ax.yaxis.set_major_formatter(PercentFormatter(1, symbol=" %"))
    _label_ends(ax, ends)


def _label_ends(ax: Axes, ends: list[tuple[float, float, str, str]]) -> None:
    """Write each line's name to the right of the axes, at the height of its end, moved apart where two would overlap."""
    low, high = ax.get_ylim()
    gap = (high - low) * 0.1
    ends = sorted((end for end in ends if math.isfinite(end[1])), key=lambda end: end[1])
    heights = spread([end[1] for end in ends], gap)
    # The lowest and the highest name stay beside their own panel.
    shift = max(low - heights[0], 0) + min(high - heights[-1], 0) if heights else 0
    for (_, _, text, colour), height in zip(ends, heights, strict=True):
        ax.annotate(text, (1.02, height + shift), xycoords=ax.get_yaxis_transform(), color=colour, va="center", fontsize=10)


def spread(positions: Sequence[float], gap: float) -> list[float]:
    """Move sorted positions apart until neighbours are at least ``gap`` away, each group about its mean."""
    groups: list[list[float]] = []
    for position in positions:
        groups.append([position])
        while len(groups) > 1 and _bounds(groups[-2], gap)[1] + gap > _bounds(groups[-1], gap)[0]:
            last = groups.pop()
            groups[-1] += last
    return [start + gap * k for group in groups for start in [_bounds(group, gap)[0]] for k in range(len(group))]


def _bounds(group: list[float], gap: float) -> tuple[float, float]:
    middle, half = sum(group) / len(group), gap * (len(group) - 1) / 2
    return middle - half, middle + half


def image_grid(images: np.ndarray | Sequence[np.ndarray], titles: Sequence[str] | None = None, *, columns: int = 5) -> Figure:
    """Images in rows, each under its title. ``images``: (n, height, width) or (n, height, width, 1 or 3), uint8 or float."""
    images = np.asarray(images)
    if images.ndim == 4 and images.shape[-1] == 1:
        images = images[..., 0]
    if len(images) == 0 or not (images.ndim == 3 or (images.ndim == 4 and images.shape[-1] == 3)):
        raise CourseError(f"image_grid needs images of shape (n, height, width) or (n, height, width, 3), not {images.shape}.")
    if titles is not None and len(titles) != len(images):
        raise CourseError(f"image_grid needs one title an image: there are {len(images)} images and {len(titles)} titles.")
    columns = min(columns, len(images))
    n, height, width = images.shape[:3]
    rows = math.ceil(n / columns)
    # One raster for the whole grid: a picture within the SVG costs about a kilobyte beyond its pixels.
    tile_width = WIDTH / columns
    title_pixels = 0 if titles is None else math.ceil(width * 18 / 72 / tile_width) + 1
    gap = max(1, width // 14)
    step_y, step_x = height + gap + title_pixels, width + gap
    canvas = np.zeros((rows * step_y - gap, columns * step_x - gap, 4))
    rgba = _rgba(images)
    for i in range(n):
        top, left = i // columns * step_y + title_pixels, i % columns * step_x
        canvas[top : top + height, left : left + width] = rgba[i]
    figure, ax = _new(WIDTH, WIDTH * canvas.shape[0] / canvas.shape[1])
    ax.imshow(canvas, interpolation="none")
    ax.set_axis_off()
    for i, title in enumerate(titles if titles is not None else []):
        top, left = i // columns * step_y + title_pixels, i % columns * step_x
        ax.text(left + (width - 1) / 2, top - 1, str(title), ha="center", va="bottom", fontsize=10)
    return figure


def _rgba(images: np.ndarray) -> np.ndarray:
    """Opaque colours from 0 to 1; floats outside that range are stretched to it, all images alike."""
    pixels = images.astype(np.float64)
    if images.dtype == np.uint8:
        pixels /= 255
    elif pixels.min() < 0 or pixels.max() > 1:
        pixels = (pixels - pixels.min()) / max(np.ptp(pixels), 1e-12)
    if pixels.ndim == 3:
        pixels = np.repeat(pixels[..., None], 3, axis=-1)
    return np.concatenate([pixels, np.ones((*pixels.shape[:3], 1))], axis=-1)


def confusion_matrix(y_true: np.ndarray, y_pred: np.ndarray, class_names: Sequence[str]) -> Figure:
    """How often class *row* was taken for class *column*: the counts, coloured by their share of the row."""
    from matplotlib.colors import LinearSegmentedColormap

    y_true, y_pred = np.asarray(y_true), np.asarray(y_pred)
    k = len(class_names)
    if y_true.shape != y_pred.shape or y_true.ndim != 1:
        raise CourseError(f"confusion_matrix needs two lists of class numbers of one length, not {y_true.shape} and {y_pred.shape}.")
    if len(y_true) and not (0 <= min(y_true.min(), y_pred.min()) and max(y_true.max(), y_pred.max()) < k):
        raise CourseError(f"confusion_matrix was given {k} class names, so class numbers must lie between 0 and {k - 1}.")
    counts = np.zeros((k, k), int)
    np.add.at(counts, (y_true.astype(int), y_pred.astype(int)), 1)
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)

    side = min(WIDE, max(3.4, 1.3 + 0.46 * k))
    figure, ax = _new(side, side)
    ax.imshow(shares, cmap=LinearSegmentedColormap.from_list("shares", ["#eef3f7", "#0b5a8a"]), vmin=0, vmax=1)
    for row, column in np.argwhere(counts):
        # At a share of 0.78 black and white stand out alike, 4.6 : 1; on every other cell the better one stands out more.
        colour = "white" if shares[row, column] > 0.78 else "black"
        ax.text(column, row, str(counts[row, column]), ha="center", va="center", color=colour, fontsize=10)
    long_names = max(len(str(name)) for name in class_names) > 3
    ax.set_xticks(range(k), class_names, rotation=90 if long_names else 0)
    ax.set_yticks(range(k), class_names)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    ax.set(xlabel="predicted class", ylabel="true class")
    return figure


def decision_boundary(predict: Callable[[np.ndarray], np.ndarray], x: np.ndarray, y: np.ndarray, ax: Axes | None = None) -> Figure:
    """The probability of class 1 over the plane, the line where it is one half, and the examples.

    ``predict`` maps points ``(m, 2)`` to probabilities ``(m,)`` or ``(m, 1)``; ``x`` has shape ``(n, 2)``; ``y`` holds zeros and ones.
    A figure whose ``ax`` is given belongs to the caller, who shows it.
    """
    from matplotlib.colors import LinearSegmentedColormap, to_rgba

    x, y = np.asarray(x), np.asarray(y).ravel()
    if x.ndim != 2 or x.shape[1] != 2:
        raise CourseError(f"decision_boundary draws a plane: x must have shape (n, 2), not {x.shape}.")
    if ax is None:
        _, ax = _new(WIDTH, 0.8 * WIDTH)
    margin = 0.1 * np.ptp(x, axis=0)
    low, high = x.min(axis=0) - margin, x.max(axis=0) + margin
    across, up = (np.linspace(low[i], high[i], _PLANE) for i in (0, 1))
    plane = np.stack(np.meshgrid(across, up), axis=-1).reshape(-1, 2).astype(np.float32)
    probability = np.asarray(predict(plane), dtype=float)
    if probability.size != len(plane) or not (0 <= probability.min() and probability.max() <= 1):
        raise CourseError("decision_boundary needs one probability between 0 and 1 for each point: apply the sigmoid to logits.")
    probability = probability.reshape(_PLANE, _PLANE)
    tint = LinearSegmentedColormap.from_list("tint", [to_rgba(BLUE, 0.5), to_rgba(GREY, 0.0), to_rgba(VERMILION, 0.5)])
    # Ten steps of tint as one small raster: as paths they would make the file ten times larger.
    steps = (np.floor(np.minimum(probability, 1 - 1e-9) * 10) + 0.5) / 10
    ax.imshow(steps, cmap=tint, vmin=0, vmax=1, origin="lower", extent=(low[0], high[0], low[1], high[1]), aspect="auto")
    ax.contour(across, up, probability, levels=[0.5], colors=GREY, linewidths=2)
    for value, colour in enumerate((BLUE, VERMILION)):
        points = x[y == value]
        ax.plot(*points.T, MARKERS[value], color=colour, markersize=5.5, markeredgecolor="white", markeredgewidth=0.6)
    return ax.figure
