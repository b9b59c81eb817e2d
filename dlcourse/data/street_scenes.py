"""Street scenes drawn by a generator: cars, people and traffic lights among houses, trees and things that only look like them.

What stands farther away is smaller, higher up in the picture and hidden by what stands nearer. Boxes, labels and the visible share
of each object are exact, because the generator drew it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

CLASS_NAMES = ("car", "person", "traffic light")
HORIZON = 0.35  # of the height
MIN_VISIBLE = 0.3  # an object that is hidden more than this leaves is neither counted nor labelled
Colour = tuple[int, int, int]


@dataclass(frozen=True)
class StreetScenes:
    """Pictures and what is in them.

    ``images``: uint8 RGB, (n, height, width, 3). For each image ``boxes`` holds float32 (k, 4), corners x1, y1, x2, y2 in pixels,
    hidden parts included and cut at the image's edge; ``labels`` int64 (k,), indices into ``class_names``; ``visible`` float32 (k,),
    the share of an object's pixels that nothing hides.
    """

    images: np.ndarray
    boxes: tuple[np.ndarray, ...]
    labels: tuple[np.ndarray, ...]
    visible: tuple[np.ndarray, ...]
    class_names: tuple[str, ...] = CLASS_NAMES


def street_scenes(num: int, *, seed: int, height: int = 96, width: int = 128) -> StreetScenes:
    """Draw ``num`` scenes. The same seed gives the same scenes, and the first ones do not depend on ``num``."""
    drawn = [_scene(np.random.default_rng((seed, i)), height, width) for i in range(num)]
    images, boxes, labels, visible = zip(*drawn, strict=True)
    return StreetScenes(np.stack(images), boxes, labels, visible)


class _Painter:
    """Paints shapes into the picture and notes for each pixel whose it is: 0 for scenery, else the number of the object."""

    def __init__(self, image: np.ndarray):
        import cv2

        self.cv2, self.image = cv2, image
        self.owner = np.zeros(image.shape[:2], np.int32)
        self.object = 0

    def box(self, x1: float, y1: float, x2: float, y2: float, colour: Colour) -> None:
        self.polygon([(x1, y1), (x2, y1), (x2, y2), (x1, y2)], colour)

    def polygon(self, corners: list[tuple[float, float]], colour: Colour) -> None:
        points = np.round(np.array(corners) * 16).astype(np.int32)
        self.cv2.fillPoly(self.image, [points], colour, self.cv2.LINE_AA, 4)
        self.cv2.fillPoly(self.owner, [points], self.object, self.cv2.LINE_8, 4)

    def disc(self, x: float, y: float, rx: float, ry: float, colour: Colour) -> None:
        angles = np.linspace(0, 2 * np.pi, 16, endpoint=False)
        self.polygon(list(zip(x + rx * np.cos(angles), y + ry * np.sin(angles), strict=True)), colour)


def _scene(rng: np.random.Generator, height: int, width: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """One picture with two to seven objects and as many things that are none, painted from far to near."""
    painter = _Painter(_ground(rng, height, width))
    kinds = [*rng.choice(len(CLASS_NAMES), size=rng.integers(2, 8), p=(0.4, 0.35, 0.25)), *[-1] * rng.integers(2, 7)]
    depth = rng.uniform(0.18, 1, size=len(kinds)) ** 1.3  # 1 stands at the lower edge
    found = []
    for number, i in enumerate(np.argsort(depth), start=1):
        painter.object = number if kinds[i] >= 0 else 0
        unit = height * (0.12 + 0.5 * depth[i])  # a person's height in pixels
        foot = height * (HORIZON + 0.05 + (0.95 - HORIZON) * depth[i])
        _DRAW[kinds[i]](painter, rng, rng.uniform(0.02, 0.98) * width, foot, unit)
        if kinds[i] >= 0:
            rows, columns = np.nonzero(painter.owner == number)
            if len(rows):
                found.append((number, kinds[i], len(rows), (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)))
    left = np.bincount(painter.owner.ravel(), minlength=len(kinds) + 1)
    kept = [(kind, left[number] / painted, box) for number, kind, painted, box in found if left[number] >= max(MIN_VISIBLE * painted, 12)]
    boxes = np.array([box for _, _, box in kept], np.float32).reshape(-1, 4)
    labels, visible = np.array([kind for kind, _, _ in kept], np.int64), np.array([share for _, share, _ in kept], np.float32)
    return _photograph(rng, painter.image), boxes, labels, visible


def _ground(rng: np.random.Generator, height: int, width: int) -> np.ndarray:
    """Sky, road and a mottled texture over both."""
    sky, road = rng.uniform((90, 110, 130), (210, 220, 240)), rng.uniform(70, 140) + rng.uniform(-12, 12, 3)
    rows = np.arange(height)[:, None, None] / height
    image = np.where(rows < HORIZON, sky + 40 * rows, road + 30 * (rows - HORIZON)) * np.ones((1, width, 1))
    image += _mottled(rng, height, width, 6, 14) + _mottled(rng, height, width, 20, 8)
    return np.clip(image, 0, 255).astype(np.uint8)


def _mottled(rng: np.random.Generator, height: int, width: int, cells: int, strength: float) -> np.ndarray:
    import cv2

    coarse = strength * rng.standard_normal((cells, cells, 3), np.float32)
    return cv2.resize(coarse, (width, height), interpolation=cv2.INTER_LINEAR)


def _photograph(rng: np.random.Generator, image: np.ndarray) -> np.ndarray:
    """Light, haze and the noise of a camera."""
    pixels = image * rng.uniform(0.6, 1.15) + rng.uniform(-15, 25) + 9 * rng.standard_normal(image.shape, np.float32)
    return np.clip(pixels, 0, 255).astype(np.uint8)


def _colour(rng: np.random.Generator) -> Colour:
    return tuple(int(c) for c in rng.uniform(20, 235, 3))


def _car(p: _Painter, rng: np.random.Generator, x: float, foot: float, unit: float) -> None:
    """From the side, or from behind; always with wheels and a window."""
    colour, glass, tyre = _colour(rng), (40, 50, 60), (25, 25, 25)
    h = 0.8 * unit * rng.uniform(0.9, 1.1)
    if rng.random() < 0.6:
        w, lean = h * rng.uniform(2.0, 2.6), rng.uniform(-0.08, 0.08)
        p.box(x - w / 2, foot - 0.6 * h, x + w / 2, foot - 0.15 * h, colour)
        left, right = x + (lean - 0.28) * w, x + (lean + 0.25) * w
        p.polygon([(left - 0.1 * w, foot - 0.58 * h), (left, foot - h), (right, foot - h), (right + 0.1 * w, foot - 0.58 * h)], colour)
        p.polygon([(left - 0.03 * w, foot - 0.62 * h), (left + 0.02 * w, foot - 0.93 * h), (right - 0.02 * w, foot - 0.93 * h), (right + 0.03 * w, foot - 0.62 * h)], glass)
        for side in (-0.3, 0.3):
            p.disc(x + side * w, foot - 0.18 * h, 0.18 * h, 0.18 * h, tyre)
    else:
        w = h * rng.uniform(1.1, 1.3)
        for side in (-0.38, 0.38):
            p.box(x + side * w - 0.09 * w, foot - 0.3 * h, x + side * w + 0.09 * w, foot, tyre)
        p.box(x - w / 2, foot - 0.62 * h, x + w / 2, foot - 0.15 * h, colour)
        p.polygon([(x - 0.45 * w, foot - 0.6 * h), (x - 0.36 * w, foot - h), (x + 0.36 * w, foot - h), (x + 0.45 * w, foot - 0.6 * h)], colour)
        p.box(x - 0.33 * w, foot - 0.92 * h, x + 0.33 * w, foot - 0.64 * h, glass)
        for side in (-0.4, 0.4):
            p.box(x + side * w - 0.07 * w, foot - 0.52 * h, x + side * w + 0.07 * w, foot - 0.4 * h, (200, 40, 40))


def _person(p: _Painter, rng: np.random.Generator, x: float, foot: float, unit: float) -> None:
    """A head, a coat and two legs, standing or striding."""
    h, stride = unit * rng.uniform(0.85, 1.15), rng.uniform(0.08, 0.2)
    coat, trousers = _colour(rng), _colour(rng)
    skin = tuple(int(c) for c in np.array((225, 180, 150)) * rng.uniform(0.45, 1))
    for side in (-1, 1):
        p.polygon([(x - 0.09 * h, foot - 0.5 * h), (x + 0.09 * h, foot - 0.5 * h), (x + (side * stride + 0.05) * h, foot), (x + (side * stride - 0.05) * h, foot)], trousers)
    p.polygon([(x - 0.18 * h, foot - 0.8 * h), (x + 0.18 * h, foot - 0.8 * h), (x + 0.14 * h, foot - 0.45 * h), (x - 0.14 * h, foot - 0.45 * h)], coat)
    p.disc(x, foot - 0.89 * h, 0.09 * h, 0.11 * h, skin)


def _light(p: _Painter, rng: np.random.Generator, x: float, foot: float, unit: float) -> None:
    """A dark box with three lamps, one of them lit; its pole belongs to the scenery."""
    h, lit = 0.7 * unit, int(rng.integers(3))
    top = max(foot - 2.1 * unit, 0.02 * p.image.shape[0])
    number, p.object = p.object, 0
    p.box(x - 0.04 * unit, top + h, x + 0.04 * unit, foot, (60, 60, 60))
    p.object = number
    p.box(x - 0.22 * h, top, x + 0.22 * h, top + h, (30, 32, 30))
    for lamp, bright in enumerate(((250, 60, 50), (250, 200, 60), (70, 240, 120))):
        p.disc(x, top + (0.18 + 0.32 * lamp) * h, 0.14 * h, 0.14 * h, bright if lamp == lit else tuple(c // 4 for c in bright))


def _scenery(p: _Painter, rng: np.random.Generator, x: float, foot: float, unit: float) -> None:
    """A house, a tree, a street lamp, a box without wheels, or a post without a head."""
    kind, colour = rng.integers(5), _colour(rng)
    if kind == 0:
        w, h = unit * rng.uniform(1.2, 2.5), unit * rng.uniform(1.3, 2)
        p.box(x - w / 2, foot - h, x + w / 2, foot, colour)
        for i in range(3):
            p.box(x + (i - 1.2) * w / 4, foot - 0.8 * h, x + (i - 0.8) * w / 4, foot - 0.5 * h, (50, 60, 75))
    elif kind == 1:
        p.box(x - 0.08 * unit, foot - unit, x + 0.08 * unit, foot, (90, 65, 40))
        p.disc(x, foot - 1.2 * unit, 0.5 * unit, 0.55 * unit, tuple(int(c) for c in rng.uniform((30, 80, 20), (90, 160, 70))))
    elif kind == 2:
        p.box(x - 0.03 * unit, foot - 2 * unit, x + 0.03 * unit, foot, (60, 60, 60))
        p.disc(x, foot - 2 * unit, 0.14 * unit, 0.14 * unit, (250, 240, 180))
    elif kind == 3:
        w, h = unit * rng.uniform(0.8, 1.8), unit * rng.uniform(0.5, 0.8)
        p.box(x - w / 2, foot - h, x + w / 2, foot, colour)
    else:
        w = 0.12 * unit
        p.box(x - w, foot - 0.8 * unit, x + w, foot, colour)


_DRAW: dict[int, Callable[[_Painter, np.random.Generator, float, float, float], None]] = {0: _car, 1: _person, 2: _light, -1: _scenery}
