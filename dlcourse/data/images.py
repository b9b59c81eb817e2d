"""Image data sets: MNIST, Fashion-MNIST, CIFAR-10."""

from __future__ import annotations

import gzip
import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from dlcourse.data import image_stand_ins, policy
from dlcourse.errors import CourseError

DIGITS = tuple("0123456789")
CLOTHES = ("T-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot")
OBJECTS = ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck")
Arrays = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]


@dataclass(frozen=True)
class ImageDataset:
    """Images and labels, split as their makers split them.

    ``x_train``, ``x_test`` are uint8, 0 to 255, of shape (n, height, width) or (n, height, width, 3); ``y_train``, ``y_test`` are
    int64 of shape (n,), indices into ``class_names``. ``origin`` is ``"real"`` or ``"stand-in"``.
    """

    x_train: np.ndarray
    y_train: np.ndarray
    x_test: np.ndarray
    y_test: np.ndarray
    class_names: tuple[str, ...]
    origin: policy.Origin


def mnist(*, num_train: int | None = None, num_test: int | None = None) -> ImageDataset:
    """Handwritten digits, 28x28, 60,000 to train and 10,000 to test (LeCun et al., 1998).

    The first ``num_train`` and ``num_test`` images in the official order; ``None`` means all.
    """
    return _idx_images("mnist", DIGITS, image_stand_ins.digits, image_stand_ins.DIGITS, num_train, num_test)


def fashion_mnist(*, num_train: int | None = None, num_test: int | None = None) -> ImageDataset:
    """Clothes, 28x28, 60,000 to train and 10,000 to test (Xiao et al., 2017).

    The first ``num_train`` and ``num_test`` images in the official order; ``None`` means all.
    """
    return _idx_images("fashion-mnist", CLOTHES, image_stand_ins.clothes, image_stand_ins.CLOTHES, num_train, num_test)


def cifar10(*, num_train: int | None = None, num_test: int | None = None) -> ImageDataset:
    """Small colour photographs, 32x32x3, 50,000 to train and 10,000 to test (Krizhevsky, 2009), from the binary edition.

    The first ``num_train`` and ``num_test`` images in the official order; ``None`` means all. Only the batches that hold them are read.
    """
    num_train, num_test = _counts(num_train, num_test, 50_000, 10_000)
    batches = [f"cifar-10-batches-bin/data_batch_{i}.bin" for i in range(1, math.ceil(num_train / 10_000) + 1)]
    test = "cifar-10-batches-bin/test_batch.bin"
    found = policy.obtain("cifar10", [*batches, test])
    if found is None:
        return _dataset("cifar10", image_stand_ins.objects(), OBJECTS, num_train, num_test, image_stand_ins.OBJECTS)
    x_train, y_train = _cifar_records(b"".join(found[name] for name in batches))
    return _dataset("cifar10", (x_train, y_train, *_cifar_records(found[test])), OBJECTS, num_train, num_test)


def _idx_images(
    name: str, class_names: tuple[str, ...], stand_in: Callable[[], Arrays], detail: str, num_train: int | None, num_test: int | None
) -> ImageDataset:
    num_train, num_test = _counts(num_train, num_test, 60_000, 10_000)
    found = policy.obtain(name)
    if found is None:
        return _dataset(name, stand_in(), class_names, num_train, num_test, detail)
    parts = ("train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1")
    x_train, y_train, x_test, y_test = (_idx(found[f"{part}-ubyte.gz"]) for part in parts)
    arrays = (x_train, y_train.astype(np.int64), x_test, y_test.astype(np.int64))
    return _dataset(name, arrays, class_names, num_train, num_test)


def _idx(packed: bytes) -> np.ndarray:
    """Read a gzipped IDX file of unsigned bytes: two zeros, type 8, number of axes, each axis as a big-endian int32, the values."""
    raw = gzip.decompress(packed)
    axes = raw[3]
    shape = np.frombuffer(raw, ">i4", count=axes, offset=4)
    return np.frombuffer(raw, np.uint8, offset=4 + 4 * axes).reshape(shape).copy()


def _cifar_records(raw: bytes) -> tuple[np.ndarray, np.ndarray]:
    """Read records of 1 + 3072 bytes: the label, then the red, green and blue plane, each 32x32 by rows."""
    records = np.frombuffer(raw, np.uint8).reshape(-1, 3073)
    images = np.ascontiguousarray(records[:, 1:].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1))
    return images, records[:, 0].astype(np.int64)


def _counts(num_train: int | None, num_test: int | None, all_train: int, all_test: int) -> tuple[int, int]:
    for name, number, limit in (("num_train", num_train, all_train), ("num_test", num_test, all_test)):
        if number is not None and not 1 <= number <= limit:
            raise CourseError(f"{name} is {number}, but must lie between 1 and {limit:,}.")
    return num_train or all_train, num_test or all_test


def _dataset(
    name: str, arrays: Arrays, class_names: tuple[str, ...], num_train: int, num_test: int, stand_in: str | None = None
) -> ImageDataset:
    """Cut to size, note what was loaded, and return it. ``stand_in`` says what stands in, when something does."""
    x_train, y_train, x_test, y_test = arrays
    x_train, y_train, x_test, y_test = x_train[:num_train], y_train[:num_train], x_test[:num_test], y_test[:num_test]
    counts = f"{len(x_train):,} training and {len(x_test):,} test images"
    origin: policy.Origin = "stand-in" if stand_in else "real"
    policy.record(name, origin, f"{stand_in} ({counts})" if stand_in else counts)
    return ImageDataset(x_train, y_train, x_test, y_test, class_names, origin)
