"""Photographs with boxes, detectors in Darknet's format, and the drawn streets that stand in for the former."""

from __future__ import annotations

import json

import cv2
import numpy as np
import pytest
from conftest import lay_ready, needs_real_data

from dlcourse import data
from dlcourse.data import detection_stand_ins
from dlcourse.errors import CourseError

LOADERS = {"tiny-coco": data.tiny_coco, "detection-photos": data.detection_photos, "yolo-fastest": data.yolo_fastest}
pytestmark = pytest.mark.usefixtures("offline")


def jpeg(rgb: tuple[int, int, int], height: int, width: int) -> bytes:
    return cv2.imencode(".jpg", np.full((height, width, 3), rgb[::-1], np.uint8))[1].tobytes()


# formats, on small files of our own


def test_coco_boxes_become_corners_and_every_entry_keeps_its_photograph(tmp_path, monkeypatch):
    photos = [
        {"id": 7, "file_name": "b.jpg", "license": 4, "flickr_url": "http:\\/\\/example.org\\/b", "height": 20, "width": 30},
        {"id": 3, "file_name": "a.jpg", "license": 4, "flickr_url": "http://example.org/a", "height": 8, "width": 8},
    ]
    instances = {
        "images": photos,
        "licenses": [{"id": 4, "name": "Attribution License", "url": "http:\\/\\/example.org\\/by"}],
        "categories": [{"id": 1, "name": "person"}, {"id": 90, "name": "toothbrush"}],
        "annotations": [
            {"image_id": 3, "bbox": [1, 2, 3, 4], "category_id": 90, "iscrowd": 0},
            {"image_id": 3, "bbox": [0, 0, 8, 8], "category_id": 1, "iscrowd": 1},
        ],
    }
    captions = {"annotations": [{"image_id": 3, "caption": " A brush. \n"}, {"image_id": 7, "caption": "Red."}]}
    files = {
        "annotations/captions_val2017.json": json.dumps(captions).encode(),
        "annotations/instances_val2017.json": json.dumps(instances).encode(),
        "val2017/a.jpg": jpeg((0, 0, 255), 8, 8),
        "val2017/b.jpg": jpeg((255, 0, 0), 20, 30),
    }
    lay_ready(tmp_path, monkeypatch, "tiny-coco", files)
    coco = data.tiny_coco()
    assert coco.origin == "real" and coco.ids == (7, 3) and coco.class_names == ("person", "toothbrush")
    assert coco.images[0].shape == (20, 30, 3) and coco.images[0][5, 5].argmax() == 0, "red comes first"
    assert coco.boxes[0].shape == (0, 4) and coco.boxes[1].tolist() == [[1, 2, 4, 6], [0, 0, 8, 8]]
    assert coco.labels[1].tolist() == [1, 0] and coco.crowd[1].tolist() == [False, True]
    assert coco.captions == (("Red.",), ("A brush.",))
    assert coco.urls[0] == "http://example.org/b" and coco.licences[0] == "Attribution License, http://example.org/by"


def test_a_detector_comes_as_the_two_files_that_opencv_takes(tmp_path, monkeypatch):
    names = "".join(f"class {i}\n" for i in range(80)).encode()
    files = {"yolo-fastest-1.1.cfg": b"[net]\n", "yolo-fastest-1.1.weights": b"\0" * 20, "coco.names": names}
    lay_ready(tmp_path, monkeypatch, "yolo-fastest", files)
    detector = data.yolo_fastest("1.1")
    assert (detector.cfg, detector.weights, detector.origin) == (b"[net]\n", b"\0" * 20, "real")
    assert len(detector.class_names) == 80 and detector.class_names[79] == "class 79"


@pytest.mark.parametrize("load", [lambda: data.yolo_fastest("3"), lambda: data.detection_photos("cat")])
def test_an_unknown_name_is_refused_with_the_names_that_exist(load):
    with pytest.raises(CourseError, match="choose from"):
        load()


# stand-ins


@pytest.mark.parametrize("name", LOADERS)
def test_a_stand_in_says_in_one_line_what_it_is(name, capsys):
    assert LOADERS[name]().origin == "stand-in" == data.origin_of_loaded()
    line = capsys.readouterr().out.strip()
    assert line.startswith("Stand-in for ") and "not " in line and "\n" not in line


def test_the_stand_in_for_coco_has_the_form_of_the_real_photographs():
    coco = data.tiny_coco()
    assert len(coco.images) == 50 and len(coco.class_names) == 80
    assert {coco.class_names[label] for labels in coco.labels for label in labels} == {"car", "person", "traffic light"}
    for image, boxes, labels, crowd, captions in zip(coco.images, coco.boxes, coco.labels, coco.crowd, coco.captions, strict=True):
        height, width, channels = image.shape
        assert image.dtype == np.uint8 and channels == 3 and len(captions) == 5
        assert boxes.shape == (len(labels), 4) and boxes.dtype == np.float32 and labels.dtype == np.int64 and crowd.dtype == bool
        assert (boxes[:, :2] < boxes[:, 2:]).all() and (boxes >= 0).all() and (boxes <= [width, height, width, height]).all()


def test_a_caption_of_the_stand_in_counts_what_is_there():
    assert detection_stand_ins._captions(np.array([0, 0, 1]))[0] == "A street with two cars and a person."
    assert detection_stand_ins._captions(np.array([2]))[0] == "A street with a traffic light."
    assert detection_stand_ins._captions(np.array([0, 1, 2]))[0] == "A street with a car, a person and a traffic light."


@pytest.mark.skipif(not hasattr(cv2.dnn, "readNetFromDarknet"), reason="OpenCV 5 reads no Darknet files")
def test_opencv_runs_the_stand_in_detector_and_finds_nothing():
    detector = data.yolo_fastest()
    cfg = detector.cfg.replace(b"classes=80", b"classes=80\nthresh=0.0001")
    net = cv2.dnn.readNetFromDarknet(np.frombuffer(cfg, np.uint8), np.frombuffer(detector.weights, np.uint8))
    image = data.detection_photos("dog").images["dog"]
    net.setInput(cv2.dnn.blobFromImage(image, 1 / 255, (detector.size, detector.size)))
    rows = np.concatenate(net.forward(net.getUnconnectedOutLayersNames()))
    assert rows.shape == (20 * 20 * 3, 85) and np.isfinite(rows).all() and rows[:, 5:].max() < 0.01


# drawn streets


def test_scenes_depend_on_their_seed_alone_and_not_on_how_many_are_drawn():
    few, many, other = data.street_scenes(2, seed=1), data.street_scenes(5, seed=1), data.street_scenes(2, seed=2)
    assert (few.images == many.images[:2]).all() and (few.boxes[1] == many.boxes[1]).all()
    assert not (few.images == other.images).all()


def test_boxes_lie_in_the_picture_and_everything_labelled_can_be_seen():
    scenes = data.street_scenes(100, seed=0)
    boxes, visible = np.concatenate(scenes.boxes), np.concatenate(scenes.visible)
    assert scenes.images.shape == (100, 96, 128, 3) and scenes.images.dtype == np.uint8
    assert (boxes >= 0).all() and (boxes <= [128, 96, 128, 96]).all() and (boxes[:, :2] < boxes[:, 2:]).all()
    assert visible.min() >= 0.3 and visible.max() == 1 and (visible < 0.7).mean() > 0.1, "things hide each other"
    shares = np.bincount(np.concatenate(scenes.labels), minlength=3) / len(boxes)
    assert (shares > 0.15).all() and len(boxes) / 100 > 2


def test_a_box_surrounds_what_was_painted():
    """A traffic light has a lit lamp: the brightest strong colour of its box is much brighter than its dark case."""
    scenes = data.street_scenes(60, seed=3)
    contrast = [
        np.ptp(scenes.images[i][int(y1) : int(y2), int(x1) : int(x2)].max(axis=2))
        for i in range(60)
        for (x1, y1, x2, y2), label, seen in zip(scenes.boxes[i], scenes.labels[i], scenes.visible[i], strict=True)
        if label == 2 and seen == 1
    ]
    assert len(contrast) > 20 and np.median(contrast) > 100


# the real files


@needs_real_data
def test_the_real_photographs_are_those_of_the_catalogue(real_data):
    coco = data.tiny_coco()
    assert coco.origin == "real" and len(coco.images) == 50 and sum(map(len, coco.boxes)) == 382
    assert sum(map(len, coco.captions)) == 250 and sum(crowd.sum() for crowd in coco.crowd) == 5
    assert coco.class_names == detection_stand_ins.COCO_NAMES
    assert sum("Attribution License" in licence for licence in coco.licences) == 15
    assert all(url.startswith("http") and "\\" not in url for url in coco.urls)


@needs_real_data
def test_the_real_detector_names_80_classes_and_the_dog_is_a_photograph(real_data):
    detector = data.yolo_fastest()
    assert len(detector.class_names) == 80 and detector.class_names[16] == "dog" and detector.origin == "real"
    assert data.detection_photos("dog").images["dog"].shape == (576, 768, 3)
