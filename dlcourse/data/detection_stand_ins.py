"""Stand-ins for object detection: drawn streets for photographs, and a network in Darknet's format that has learned nothing."""

from __future__ import annotations

import struct

import numpy as np

from dlcourse.data.street_scenes import CLASS_NAMES, street_scenes

PHOTOS = "street scenes drawn by a generator; not photographs"
DETECTOR = "a small network with random weights in the same format; it has not learned to detect anything"

COCO_NAMES = tuple(
    "person,bicycle,car,motorcycle,airplane,bus,train,truck,boat,traffic light,fire hydrant,stop sign,parking meter,bench,bird,cat,"
    "dog,horse,sheep,cow,elephant,bear,zebra,giraffe,backpack,umbrella,handbag,tie,suitcase,frisbee,skis,snowboard,sports ball,kite,"
    "baseball bat,baseball glove,skateboard,surfboard,tennis racket,bottle,wine glass,cup,fork,knife,spoon,bowl,banana,apple,sandwich,"
    "orange,broccoli,carrot,hot dog,pizza,donut,cake,chair,couch,potted plant,bed,dining table,toilet,tv,laptop,mouse,remote,keyboard,"
    "cell phone,microwave,oven,toaster,sink,refrigerator,book,clock,vase,scissors,teddy bear,hair drier,toothbrush".split(",")
)
NUM_PHOTOS = 50


def photos() -> tuple[list[np.ndarray], list[np.ndarray], list[np.ndarray], list[tuple[str, ...]]]:
    """Images, boxes, labels as COCO numbers them, and five captions each."""
    scenes = street_scenes(NUM_PHOTOS, seed=50, height=240, width=320)
    coco = np.array([COCO_NAMES.index(name) for name in CLASS_NAMES])
    return list(scenes.images), list(scenes.boxes), [coco[labels] for labels in scenes.labels], [_captions(one) for one in scenes.labels]


def _captions(labels: np.ndarray) -> tuple[str, ...]:
    """The same counts in five wordings."""
    counts = np.bincount(labels, minlength=len(CLASS_NAMES))
    plural = {"car": "cars", "person": "people", "traffic light": "traffic lights"}
    parts = [f"a {name}" if count == 1 else f"{_NUMBERS[min(count, 7)]} {plural[name]}" for name, count in zip(CLASS_NAMES, counts, strict=True) if count]
    what = " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts) or "nothing but houses"
    return tuple(frame.format(what) for frame in ("A street with {}.", "There is {} on the road.", "A view of {}.", "A drawing shows {}.", "In this street you see {}."))


_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven")


def large_scenes(num: int) -> list[np.ndarray]:
    """Street scenes of the size of an old photograph."""
    return list(street_scenes(num, seed=51, height=480, width=640).images)


def detector() -> tuple[bytes, bytes]:
    """The two files of a network of six convolutions that ends in one [yolo] layer of 80 classes on a grid of 20x20."""
    filters, strides = (8, 16, 16, 16, 16, 255), (2, 2, 2, 2, 1, 1)
    layers = [
        f"[convolutional]\nfilters={count}\nsize={1 if count == 255 else 3}\nstride={stride}\npad=1\nactivation={'linear' if count == 255 else 'leaky'}\n"
        for count, stride in zip(filters, strides, strict=True)
    ]
    head = "[yolo]\nmask=0,1,2\nanchors=12,18, 52,132, 119,199\nclasses=80\nnum=3\n"
    cfg = "\n".join(["[net]\nbatch=1\nwidth=320\nheight=320\nchannels=3\n", *layers, head]).encode()

    rng = np.random.default_rng(0)
    numbers, channels = [], 3
    for count in filters:
        size = 1 if count == 255 else 9
        # Low scores everywhere, so that an untrained network is as silent as a trained one is on an empty street.
        bias = np.where(np.arange(count) % 85 >= 4, -5.0, 0.0) if count == 255 else np.zeros(count)
        scale = 0.2 if count == 255 else 1
        numbers += [bias, scale * rng.normal(0, np.sqrt(2 / (channels * size)), count * channels * size)]
        channels = count
    header = struct.pack("<iiiQ", 0, 2, 5, 0)  # version 0.2.5, and how many images it has seen
    return cfg, header + np.concatenate(numbers).astype("<f4").tobytes()
