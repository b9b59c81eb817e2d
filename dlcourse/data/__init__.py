"""Data sets of the course: the real files where they can be had, else an honest stand-in.

A loader looks in ``$DLCOURSE_DATA`` (a folder of ready files), then in the cache, then downloads; every file is checked against
the sha256 of ``registry.toml`` each time it is read. Where the real data cannot be had, the loader says so and returns a
stand-in of the same shape, dtype and class balance.
"""

from dlcourse.data.images import ImageDataset, cifar10, fashion_mnist, mnist
from dlcourse.data.policy import Loaded, availability, begin, ensure, loaded, origin_of_loaded

__all__ = [
    "ImageDataset",
    "Loaded",
    "availability",
    "begin",
    "cifar10",
    "ensure",
    "fashion_mnist",
    "loaded",
    "mnist",
    "origin_of_loaded",
]
