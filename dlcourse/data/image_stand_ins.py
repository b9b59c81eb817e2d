"""Stand-ins for images: what a loader returns when the real ones cannot be had.

Each has the shape, dtype and class balance of the real data, is made in under a second, and is always the same. A small
convolutional network learns it; a linear model does clearly worse; a broken model stays at chance.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

DIGITS = "1,797 handwritten digits of scikit-learn, enlarged and shifted; not MNIST"
CLOTHES = "silhouettes of clothes drawn by a generator; not Fashion-MNIST"
OBJECTS = "coloured shapes with textures drawn by a generator, ten kinds; not photographs, not CIFAR-10"

NUM_TRAIN, NUM_TEST = 6_000, 1_000
Mask = np.ndarray  # bool, (n, height, width)
Arrays = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]


def digits() -> Arrays:
    """scikit-learn's 8x8 digits, enlarged to 20x20 as in MNIST, placed in 28x28 and shifted by up to 2 pixels.

    The training images come from 1,297 originals and the test images from the other 500.
    """
    from sklearn.datasets import load_digits

    small, labels = load_digits(return_X_y=True)
    rng = np.random.default_rng(0)
    order = rng.permutation(len(small))
    large = np.zeros((len(small), 28, 28), np.float32)
    large[:, 4:24, 4:24] = _enlarge(small.reshape(-1, 8, 8) * (255 / 16), 20)

    def draw(originals: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
        chosen = rng.permutation(np.resize(originals, count))
        images = [np.roll(large[i], rng.integers(-2, 3, size=2), axis=(0, 1)) for i in chosen]
        return np.round(images).astype(np.uint8), labels[chosen].astype(np.int64)

    return *draw(order[500:], NUM_TRAIN), *draw(order[:500], NUM_TEST)


def _enlarge(images: np.ndarray, size: int) -> np.ndarray:
    """Bilinear interpolation of square images (n, k, k) to (n, size, size)."""
    k = images.shape[1]
    at = np.clip((np.arange(size) + 0.5) * k / size - 0.5, 0, k - 1)
    weights = np.maximum(0, 1 - np.abs(at[:, None] - np.arange(k)))  # (size, k)
    return weights @ images @ weights.T


def clothes() -> Arrays:
    """Grey silhouettes of ten garments on black, 28x28, in varying place, size, slant, shade and weave, with noise."""
    return _generate(28, _draw_garment)


def objects() -> Arrays:
    """Coloured shapes on a coloured ground, 32x32x3: the class is one of five outlines, plain or striped.

    Place, size, angle and colours vary; a class has a faint preference for a colour, as grounds of photographs have.
    """
    return _generate(32, _draw_object)


def _generate(size: int, draw: Callable[[int, np.ndarray, np.ndarray, np.random.Generator], np.ndarray]) -> Arrays:
    """Draw every class equally often, in random order. Test images are drawn anew, from the same generator."""
    rng = np.random.default_rng(0)
    arrays: list[np.ndarray] = []
    for count in (NUM_TRAIN, NUM_TEST):
        each = count // 10
        images = np.concatenate([_grain(draw(label, *_coordinates(each, size, rng), rng), rng) for label in range(10)])
        order = rng.permutation(count)
        arrays += [images[order], np.repeat(np.arange(10, dtype=np.int64), each)[order]]
    return tuple(arrays)


def _grain(drawn: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Add the noise of a poor camera and round to uint8."""
    return np.clip(drawn + 24 * rng.standard_normal(drawn.shape, dtype=np.float32), 0, 255).astype(np.uint8)


def _coordinates(count: int, size: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Two axes, each (count, size, size), -1 to 1 to the right and down: shifted, scaled, and turned by up to 20 degrees."""
    axis = np.linspace(-1, 1, size, dtype=np.float32)
    shift_x, shift_y = rng.uniform(-0.3, 0.3, (2, count, 1, 1)).astype(np.float32)
    scale = rng.uniform(0.6, 1.1, (count, 1, 1)).astype(np.float32)
    angle = rng.uniform(-0.35, 0.35, (count, 1, 1)).astype(np.float32)
    x, y = (axis - shift_x) / scale, (axis[:, None] - shift_y) / scale
    return x * np.cos(angle) + y * np.sin(angle), y * np.cos(angle) - x * np.sin(angle)


def _stripes(u: np.ndarray, v: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Waves between -1 and 1 of a random direction, period and phase for each drawing."""
    direction, period, phase = rng.uniform(0, np.pi, (3, len(u), 1, 1)).astype(np.float32)
    return np.sin((u * np.cos(direction) + v * np.sin(direction)) * (14 + 2 * period) + 2 * phase)


def _draw_garment(label: int, u: np.ndarray, v: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    shade = rng.uniform(90, 240, (len(u), 1, 1)).astype(np.float32)
    weave = rng.uniform(0, 0.5, (len(u), 1, 1)).astype(np.float32)
    facing = rng.choice(np.float32([-1, 1]), (len(u), 1, 1))  # shoes point either way
    return _garment(label, u * facing, v) * shade * (1 + weave * _stripes(u, v, rng))


def _garment(label: int, u: np.ndarray, v: np.ndarray) -> Mask:
    """The outline of a garment where ``u`` runs to the right and ``v`` down, both about -1 to 1."""
    x = np.abs(u)
    body = (x < 0.42) & (np.abs(v) < 0.78)
    sleeve = np.abs(x - 0.42 - (v + 0.75) * 0.3) < 0.16
    long_sleeves, short_sleeves = sleeve & (np.abs(v + 0.1) < 0.68), sleeve & (np.abs(v + 0.5) < 0.28)
    open_collar = x < -(v + 0.35) * 0.5
    round_collar = u**2 + (v + 0.85) ** 2 < 0.06
    foot = (x < 0.8) & (v < 0.5) & (v > np.where(u < 0, -0.15, 0.2))
    match label:
        case 0:  # T-shirt
            return (body | short_sleeves) & ~round_collar
        case 1:  # trouser
            return (x < 0.4) & (np.abs(v + 0.65) < 0.2) | (np.abs(x - 0.25 - 0.08 * v) < 0.14) & (np.abs(v) < 0.85)
        case 2:  # pullover
            return body | long_sleeves
        case 3:  # dress
            return (x < 0.16 + 0.22 * np.maximum(v + 0.3, 0.1)) & (np.abs(v) < 0.9)
        case 4:  # coat: open collar, and open down the front
            return (body | long_sleeves | (x < 0.42) & (np.abs(v) < 0.95)) & ~open_collar & (x > 0.05)
        case 5:  # sandal
            straps = (np.abs(v - 0.5 * x + 0.05) < 0.08) | (np.abs(v + 0.9 * u - 0.1) < 0.07)
            return (x < 0.8) & ((np.abs(v - 0.42) < 0.09) | straps & (np.abs(v) < 0.4))
        case 6:  # shirt: open collar, buttons
            buttons = (x < 0.06) & (np.sin(v * 20) > 0.2)
            return (body | long_sleeves) & ~open_collar & ~buttons
        case 7:  # sneaker
            return foot
        case 8:  # bag
            handle = np.abs(np.hypot(u, v + 0.1) - 0.42) < 0.08
            return (x < 0.68) & (np.abs(v - 0.28) < 0.4) | handle & (v < 0)
        case _:  # ankle boot
            return foot | (u > -0.8) & (u < -0.05) & (v > -0.75) & (v < 0.5)


def _draw_object(label: int, u: np.ndarray, v: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    inside = _outline(label % 5, u, v)[..., None]
    hue = 2 * np.pi * (label / 10 + np.arange(3) / 3)
    preferred = 128 + 40 * np.cos(hue)  # (3,)
    ground = preferred + rng.uniform(-75, 75, (len(u), 1, 1, 3))
    contrast = rng.uniform(50, 110, (len(u), 1, 1, 3)) * rng.choice([-1, 1], (len(u), 1, 1, 3))
    texture = 1.0 if label < 5 else 1 + 0.6 * _stripes(u, v, rng)[..., None]
    return (ground + inside * contrast * texture).astype(np.float32)


def _outline(shape: int, u: np.ndarray, v: np.ndarray) -> Mask:
    x, y, radius = np.abs(u), np.abs(v), np.hypot(u, v)
    match shape:
        case 0:  # disc
            return radius < 0.65
        case 1:  # square
            return np.maximum(x, y) < 0.58
        case 2:  # triangle
            return (v < 0.55) & (x < (v + 0.75) * 0.6)
        case 3:  # cross
            return (np.minimum(x, y) < 0.24) & (np.maximum(x, y) < 0.75)
        case _:  # ring
            return np.abs(radius - 0.52) < 0.2
