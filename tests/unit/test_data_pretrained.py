"""Weights that others trained, and photographs: real files where they are, honest stand-ins elsewhere."""

from __future__ import annotations

import hashlib
import io
import json
import struct

import cv2
import numpy as np
import pytest
from conftest import lay_ready, needs_real_data
import torch

from dlcourse import data
from dlcourse.data import caffe_model, photographs, pretrained_stand_ins, registry
from dlcourse.errors import CourseError

LOADERS = {
    "cifar10-resnets": data.cifar10_resnets,
    "squeezenet": data.squeezenet,
    "imagenet-classes": data.imagenet_classes,
    "photos": data.photos,
}
pytestmark = pytest.mark.usefixtures("offline")


def state_of(raw: bytes) -> dict[str, torch.Tensor]:
    return torch.load(io.BytesIO(raw), map_location="cpu", weights_only=True)["state_dict"]


def network(files: data.CaffeNetwork):
    return cv2.dnn.readNetFromCaffe(*(np.frombuffer(raw, np.uint8) for raw in (files.prototxt, files.caffemodel)))


def compressed(weights: caffe_model.Weights) -> bytes:
    """Deep Compression's file for kernels whose values all stand in one codebook, zero first."""
    codebook = np.concatenate([[0], np.linspace(-1, 1, caffe_model.CODEBOOK - 1)]).astype("<f4")
    counts, body = [], b""
    for kernel, bias in weights.values():
        flat = kernel.ravel()
        places = [-1]
        for place in np.flatnonzero(flat):
            while place - places[-1] > 16:  # four bits hold a gap of at most 15 zeros: a zero is stored in between
                places.append(places[-1] + 16)
            places.append(place)
        gaps = np.diff(places) - 1
        codes = np.array([np.argmin(np.abs(codebook - flat[place])) for place in places[1:]], np.uint8)
        counts.append(len(gaps))
        gaps = np.append(gaps, np.zeros(len(gaps) % 2, int)).reshape(-1, 2)
        body += codebook.tobytes() + bias.astype("<f4").tobytes() + codes.tobytes() + (gaps[:, 0] + 16 * gaps[:, 1]).astype(np.uint8).tobytes()
    return struct.pack(f"<{len(counts)}I", *counts) + body


# formats, on small files of our own


def test_deep_compression_is_undone(monkeypatch):
    rng = np.random.default_rng(0)
    values = np.linspace(-1, 1, caffe_model.CODEBOOK - 1).astype(np.float32)
    shapes = {"conv1": (4, 3, 7, 7), "conv_final": (5, 9, 1, 1)}
    kernels = {name: np.where(rng.random(shape) < 0.1, rng.choice(values, shape), 0).astype(np.float32) for name, shape in shapes.items()}
    weights = {name: (kernel, rng.normal(size=len(kernel)).astype(np.float32)) for name, kernel in kernels.items()}
    monkeypatch.setattr(caffe_model, "layer_shapes", lambda: shapes)
    again = caffe_model.decompress(compressed(weights))
    for name, (kernel, bias) in weights.items():
        assert np.allclose(again[name][0], kernel, atol=1e-6) and np.array_equal(again[name][1], bias)


def test_opencv_reads_back_the_weights_that_were_written():
    rng = np.random.default_rng(0)
    weights = {name: (rng.normal(size=s).astype(np.float32), rng.normal(size=s[0]).astype(np.float32)) for name, s in caffe_model.layer_shapes().items()}
    net = network(data.CaffeNetwork(caffe_model.prototxt(), caffe_model.caffemodel(weights), "stand-in"))
    for name in ("conv1", "fire5/conv3x3_2", "conv_final"):
        assert np.array_equal(net.getParam(name, 0), weights[name][0]) and np.array_equal(net.getParam(name, 1).ravel(), weights[name][1])


def test_squeezenet_has_the_published_number_of_weights():
    kernels = sum(np.prod(shape) for shape in caffe_model.layer_shapes().values())
    assert kernels + sum(shape[0] for shape in caffe_model.layer_shapes().values()) == 1_248_424


def test_photographs_come_with_red_first_and_names_in_order(tmp_path, monkeypatch):
    red = np.zeros((40, 60, 3), np.uint8)
    red[..., 0] = 250
    jpeg = cv2.imencode(".jpg", red[..., ::-1])[1].tobytes()
    lay_ready(tmp_path, monkeypatch, "photos", {file: jpeg for file in photographs.FILES.values()})
    photos = data.photos()
    assert photos.origin == "real" and tuple(photos.images) == ("elephant", "panda", "Samoyed", "kitten")
    for image in photos.images.values():
        assert image.shape == (40, 60, 3) and image.dtype == np.uint8 and image[..., 0].min() > 240 and image[..., 2].max() < 15


def test_class_names_stand_in_the_order_of_the_outputs(tmp_path, monkeypatch):
    index = {str(i): [f"n{i:08}", f"kind_of_{i}"] for i in reversed(range(1000))}
    lay_ready(tmp_path, monkeypatch, "imagenet-classes", {"imagenet_class_index.json": json.dumps(index).encode()})
    names = data.imagenet_classes()
    assert len(names) == 1000 and names[7] == "kind of 7" and data.origin_of_loaded() == "real"


def test_squeezenet_is_decoded_where_only_the_published_file_is_here(tmp_path, monkeypatch):
    weights = {name: (np.zeros(s, np.float32), np.full(s[0], 0.5, np.float32)) for name, s in caffe_model.layer_shapes().items()}
    for kernel, _ in weights.values():
        kernel.ravel()[0] = 1
    files = {"SqueezeNet_deploy.prototxt": caffe_model.prototxt(), "compressed_SqueezeNet.net": compressed(weights)}
    missing = {"name": "squeezenet_v1.0_decoded.caffemodel", "sha256": "0" * 64, "bytes": 1}
    lay_ready(tmp_path, monkeypatch, "squeezenet", files)
    entry = {"title": "squeezenet", "licence": "CC0", "citation": "none", "description": ""}
    entry["files"] = [missing] + [{"name": n, "sha256": hashlib.sha256(c).hexdigest(), "bytes": len(c)} for n, c in files.items()]
    monkeypatch.setattr(registry, "datasets", lambda: {"squeezenet": registry._dataset("squeezenet", entry)})
    files = data.squeezenet()
    assert files.origin == "real" and np.allclose(network(files).getParam("conv1", 1), 0.5)


# stand-ins


@pytest.mark.parametrize("name", LOADERS)
def test_a_stand_in_says_in_one_line_what_it_is(name, capsys):
    LOADERS[name]()
    line = capsys.readouterr().out.strip()
    assert data.origin_of_loaded() == "stand-in" and line.startswith("Stand-in for ") and "not " in line and "\n" not in line


@pytest.mark.parametrize("name", LOADERS)
def test_the_full_profile_demands_the_real_files(name):
    data.begin(stand_ins_only=False, real_only=True)
    with pytest.raises(CourseError, match="full profile"):
        LOADERS[name]()


def test_stand_in_checkpoints_have_the_layers_of_both_networks_and_are_always_the_same():
    files = data.cifar10_resnets()
    for raw, convolutions in ((files.resnet20, 19), (files.resnet56, 55)):
        state = state_of(raw)
        assert sum(value.ndim == 4 for value in state.values()) == convolutions
        assert state["module.conv1.weight"].shape == (16, 3, 3, 3) and state["module.linear.weight"].shape == (10, 64)
        assert state["module.layer3.0.conv1.weight"].shape == (64, 32, 3, 3) and all(name.startswith("module.") for name in state)
    assert all(torch.equal(a, b) for a, b in zip(state_of(pretrained_stand_ins.resnet(20)).values(), state_of(files.resnet20).values(), strict=True))


def test_the_stand_in_of_squeezenet_runs_and_depends_on_its_input():
    net = network(data.squeezenet())
    outputs = []
    for seed in (0, 1):
        net.setInput(np.random.default_rng(seed).normal(scale=60, size=(1, 3, 227, 227)).astype(np.float32))
        outputs.append(net.forward().ravel().copy())
    assert outputs[0].shape == (1000,) and np.isfinite(outputs[0]).all() and not np.allclose(*outputs)


def test_stand_in_photographs_have_the_form_of_the_real_ones():
    photos = data.photos()
    assert len(photos.images) == 4
    assert all(image.dtype == np.uint8 and image.ndim == 3 and image.shape[2] == 3 and min(image.shape[:2]) >= 227 for image in photos.images.values())


# the real files, where they are


@needs_real_data
def test_the_real_files_have_the_form_of_the_stand_ins(real_data):
    files = data.cifar10_resnets()
    assert files.origin == "real"
    for raw, depth in ((files.resnet20, 20), (files.resnet56, 56)):
        shapes = {name: value.shape for name, value in state_of(raw).items() if "num_batches" not in name}
        stand_in = {name: value.shape for name, value in state_of(pretrained_stand_ins.resnet(depth)).items() if "num_batches" not in name}
        assert shapes == stand_in


@needs_real_data
def test_squeezenet_knows_the_panda(real_data):
    net, photos, names = network(data.squeezenet()), data.photos(), data.imagenet_classes()
    panda = cv2.resize(photos.images["panda"], (227, 227), interpolation=cv2.INTER_AREA)
    net.setInput((panda[..., ::-1].astype(np.float32) - [104, 117, 123]).astype(np.float32).transpose(2, 0, 1)[None])
    assert names[net.forward().ravel().argmax()] == "giant panda"
