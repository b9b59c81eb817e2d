"""Data sets of the course: the real files where they can be had, else an honest stand-in.

A loader looks in ``$DLCOURSE_DATA`` (a folder of ready files), then in the cache, then downloads; every file is checked against
the sha256 of ``registry.toml`` each time it is read. Where the real data cannot be had, the loader says so and returns a
stand-in of the same shape, dtype and class balance.
"""

from dlcourse.data.audio import SpokenDigits, spoken_digits
from dlcourse.data.detection import AnnotatedPhotos, DarknetDetector, detection_photos, tiny_coco, yolo_fastest
from dlcourse.data.graphs import Graph, cora, karate_club
from dlcourse.data.images import ImageDataset, cifar10, fashion_mnist, mnist
from dlcourse.data.lung_nodules import NodulePatches, NoduleVolumes, lidc_nodules, luna16_patches
from dlcourse.data.photographs import Photos, photos
from dlcourse.data.policy import Loaded, availability, begin, ensure, loaded, origin_of_loaded
from dlcourse.data.pretrained import CaffeNetwork, Checkpoints, cifar10_resnets, imagenet_classes, squeezenet
from dlcourse.data.street_scenes import StreetScenes, street_scenes
from dlcourse.data.texts import SentenceDataset, Text, rt_polarity, tiny_shakespeare
from dlcourse.data.time_series import TimeSeries, daily_min_temperatures, etth1
from dlcourse.data.transactions import CardPayments, credit_card_fraud, credit_card_fraud_subset
from dlcourse.data.translations import SentencePairs, english_chinese

__all__ = [
    "AnnotatedPhotos",
    "CaffeNetwork",
    "CardPayments",
    "Checkpoints",
    "DarknetDetector",
    "Graph",
    "ImageDataset",
    "Loaded",
    "NodulePatches",
    "NoduleVolumes",
    "Photos",
    "SentenceDataset",
    "SentencePairs",
    "SpokenDigits",
    "StreetScenes",
    "Text",
    "TimeSeries",
    "availability",
    "begin",
    "cifar10",
    "cifar10_resnets",
    "cora",
    "credit_card_fraud",
    "credit_card_fraud_subset",
    "daily_min_temperatures",
    "detection_photos",
    "english_chinese",
    "ensure",
    "etth1",
    "fashion_mnist",
    "imagenet_classes",
    "karate_club",
    "lidc_nodules",
    "loaded",
    "luna16_patches",
    "mnist",
    "origin_of_loaded",
    "photos",
    "rt_polarity",
    "spoken_digits",
    "squeezenet",
    "street_scenes",
    "tiny_coco",
    "tiny_shakespeare",
    "yolo_fastest",
]
