"""Data sets of the course: the real files where they can be had, else an honest stand-in.

A loader looks in ``$DLCOURSE_DATA`` (a folder of ready files), then in the cache, then downloads; every file is checked against
the sha256 of ``registry.toml`` each time it is read. Where the real data cannot be had, the loader says so and returns a
stand-in of the same shape, dtype and class balance.
"""

from dlcourse.data.graphs import Graph, cora, karate_club
from dlcourse.data.images import ImageDataset, cifar10, fashion_mnist, mnist
from dlcourse.data.policy import Loaded, availability, begin, ensure, loaded, origin_of_loaded
from dlcourse.data.pretrained import CaffeNetwork, Checkpoints, Photos, cifar10_resnets, imagenet_classes, photos, squeezenet
from dlcourse.data.texts import SentenceDataset, Text, rt_polarity, tiny_shakespeare
from dlcourse.data.time_series import TimeSeries, daily_min_temperatures, etth1

__all__ = [
    "CaffeNetwork",
    "Checkpoints",
    "Graph",
    "ImageDataset",
    "Loaded",
    "Photos",
    "SentenceDataset",
    "Text",
    "TimeSeries",
    "availability",
    "begin",
    "cifar10",
    "cifar10_resnets",
    "cora",
    "daily_min_temperatures",
    "ensure",
    "etth1",
    "fashion_mnist",
    "imagenet_classes",
    "karate_club",
    "loaded",
    "mnist",
    "origin_of_loaded",
    "photos",
    "rt_polarity",
    "squeezenet",
    "tiny_shakespeare",
]
