"""Object detection: photographs with boxes and captions, photographs to look at, and detectors in Darknet's format."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dlcourse.data import detection_stand_ins, policy
from dlcourse.data.photographs import Photos, decoded
from dlcourse.errors import CourseError

PHOTOS = ("bus", "dog", "horses", "person")
DETECTORS = ("1.1", "1.1-xl")
_ANNOTATIONS = "annotations/{}_val2017.json"


@dataclass(frozen=True)
class AnnotatedPhotos:
    """Photographs with what is in them; one entry a photograph in every tuple.

    ``images``: uint8 RGB, (height, width, 3), of different sizes. ``boxes``: float32 (k, 4), corners x1, y1, x2, y2 in pixels;
    ``labels``: int64 (k,), indices into ``class_names``; ``crowd``: bool (k,), true where one box is put round many. ``captions``:
    sentences by different people. ``licences`` and ``urls``: the photograph's own licence and where it was published, both to be
    named by whoever shows it; ``ids``: its number in COCO. ``origin`` is ``"real"`` or ``"stand-in"``.
    """

    images: tuple[np.ndarray, ...]
    boxes: tuple[np.ndarray, ...]
    labels: tuple[np.ndarray, ...]
    crowd: tuple[np.ndarray, ...]
    captions: tuple[tuple[str, ...], ...]
    licences: tuple[str, ...]
    urls: tuple[str, ...]
    ids: tuple[int, ...]
    class_names: tuple[str, ...]
    origin: policy.Origin


def tiny_coco() -> AnnotatedPhotos:
    """50 photographs of COCO's validation part with 382 boxes of 80 classes and five captions each (Lin et al., 2014)."""
    found = policy.obtain("tiny-coco")
    if found is None:
        images, boxes, labels, captions = detection_stand_ins.photos()
        numbers = range(len(images))
        return _recorded(
            detection_stand_ins.PHOTOS, images, boxes, labels, [np.zeros(len(one), bool) for one in boxes], captions,
            ["drawn for this course"] * len(images), [""] * len(images), numbers, detection_stand_ins.COCO_NAMES,
        )  # fmt: skip
    instances, texts = (json.loads(found[_ANNOTATIONS.format(kind)]) for kind in ("instances", "captions"))
    photos = instances["images"]
    place = {category["id"]: i for i, category in enumerate(instances["categories"])}
    licence = {one["id"]: f"{one['name']}, {_plain(one['url'])}" for one in instances["licenses"]}
    of_photo: dict[int, list[dict]] = {photo["id"]: [] for photo in photos}
    for annotation in instances["annotations"]:
        of_photo[annotation["image_id"]].append(annotation)
    corners = [[(x, y, x + w, y + h) for x, y, w, h in (one["bbox"] for one in of_photo[photo["id"]])] for photo in photos]
    sentences: dict[int, list[str]] = {photo["id"]: [] for photo in photos}
    for caption in texts["annotations"]:
        sentences[caption["image_id"]].append(" ".join(caption["caption"].split()))
    return _recorded(
        None,
        [decoded(found[f"val2017/{photo['file_name']}"]) for photo in photos],
        [np.array(one, np.float32).reshape(-1, 4) for one in corners],
        [np.array([place[one["category_id"]] for one in of_photo[photo["id"]]], np.int64) for photo in photos],
        [np.array([one["iscrowd"] for one in of_photo[photo["id"]]], bool) for photo in photos],
        [sentences[photo["id"]] for photo in photos],
        [licence[photo["license"]] for photo in photos],
        [_plain(photo["flickr_url"]) for photo in photos],
        [photo["id"] for photo in photos],
        [category["name"] for category in instances["categories"]],
    )


def _recorded(
    stand_in: str | None, images: list[np.ndarray], boxes: list[np.ndarray], labels: list[np.ndarray], crowd: list[np.ndarray],
    captions: Sequence[Sequence[str]], licences: list[str], urls: list[str], ids: Sequence[int], class_names: Sequence[str],
) -> AnnotatedPhotos:  # fmt: skip
    """Note what was loaded, and return it. ``stand_in`` says what stands in, when something does."""
    origin: policy.Origin = "stand-in" if stand_in else "real"
    counts = f"{len(images)} photographs, {sum(map(len, boxes))} boxes, {sum(map(len, captions))} captions"
    policy.record("tiny-coco", origin, f"{stand_in} ({counts.replace('photographs', 'pictures')})" if stand_in else counts)
    return AnnotatedPhotos(
        tuple(images), tuple(boxes), tuple(labels), tuple(crowd), tuple(map(tuple, captions)), tuple(licences), tuple(urls),
        tuple(ids), tuple(class_names), origin,
    )  # fmt: skip


def detection_photos(*names: str) -> Photos:
    """The named ones of four photographs that detectors are often shown on (default: all): bus, dog, horses, person.

    Whose they are is not stated: compute with them, and do not publish them.
    """
    for name in names:
        if name not in PHOTOS:
            raise CourseError(f"There is no photograph {name!r}: choose from {', '.join(PHOTOS)}.")
    chosen = names or PHOTOS
    found = policy.obtain("detection-photos", [f"images/{name}.jpg" for name in chosen])
    if found is None:
        policy.record("detection-photos", "stand-in", f"{detection_stand_ins.PHOTOS} ({', '.join(chosen)})")
        return Photos(dict(zip(chosen, detection_stand_ins.large_scenes(len(chosen)), strict=True)), "stand-in")
    policy.record("detection-photos", "real", ", ".join(chosen))
    return Photos({name: decoded(found[f"images/{name}.jpg"]) for name in chosen}, "real")


@dataclass(frozen=True)
class DarknetDetector:
    """A detector in Darknet's two files, as ``cv2.dnn.readNetFromDarknet`` takes them.

    ``cfg`` describes the layers, ``weights`` holds the numbers; ``class_names`` are its 80 classes; ``size`` is the side of the
    square image, in pixels, that it was trained on. ``origin`` is ``"real"`` or ``"stand-in"``; a stand-in has learned nothing.
    """

    cfg: bytes
    weights: bytes
    class_names: tuple[str, ...]
    size: int
    origin: policy.Origin


def yolo_fastest(version: str = "1.1-xl") -> DarknetDetector:
    """YOLO-Fastest, trained on COCO with images of 320x320: version ``"1.1"`` (1.4 MB) or ``"1.1-xl"`` (3.7 MB)."""
    if version not in DETECTORS:
        raise CourseError(f"There is no YOLO-Fastest {version!r}: choose from {', '.join(DETECTORS)}.")
    cfg, weights = (f"yolo-fastest-{version}.{end}" for end in ("cfg", "weights"))
    found = policy.obtain("yolo-fastest", [cfg, weights, "coco.names"])
    if found is None:
        policy.record("yolo-fastest", "stand-in", detection_stand_ins.DETECTOR)
        return DarknetDetector(*detection_stand_ins.detector(), detection_stand_ins.COCO_NAMES, 320, "stand-in")
    policy.record("yolo-fastest", "real", f"version {version}")
    names = tuple(found["coco.names"].decode("ascii").split("\n")[:-1])
    return DarknetDetector(found[cfg], found[weights], names, 320, "real")


def _plain(url: str) -> str:
    """Some addresses in the file are escaped as JSON twice."""
    return url.replace("\\/", "/")
