"""Data sets of the course: the real files where they can be had, else an honest stand-in.

A loader looks in ``$DLCOURSE_DATA`` (a folder of ready files), then in the cache, then downloads; every file is checked against
the sha256 of ``registry.toml`` each time it is read. Where the real data cannot be had, the loader says so and returns a
stand-in of the same shape, dtype and class balance.
"""

from dlcourse.data.audio import SpokenDigits, spoken_digits
from dlcourse.data.graphs import Graph, cora, karate_club
from dlcourse.data.images import ImageDataset, cifar10, fashion_mnist, mnist
from dlcourse.data.policy import Loaded, availability, begin, ensure, loaded, origin_of_loaded
from dlcourse.data.texts import SentenceDataset, Text, rt_polarity, tiny_shakespeare
from dlcourse.data.time_series import TimeSeries, daily_min_temperatures, etth1

__all__ = [
    "Graph",
    "ImageDataset",
    "Loaded",
    "SentenceDataset",
    "SpokenDigits",
    "Text",
    "TimeSeries",
    "availability",
    "begin",
    "cifar10",
    "cora",
    "daily_min_temperatures",
    "ensure",
    "etth1",
    "fashion_mnist",
    "karate_club",
    "loaded",
    "mnist",
    "origin_of_loaded",
    "rt_polarity",
    "spoken_digits",
    "tiny_shakespeare",
]
