"""Networks that others have trained, and the names of ImageNet's classes."""

from __future__ import annotations

import json
from dataclasses import dataclass

from dlcourse.data import caffe_model, policy, pretrained_stand_ins, registry, store

NUM_CLASSES = 1000


@dataclass(frozen=True)
class Checkpoints:
    """Two files of PyTorch weights, each to be read with ``torch.load(io.BytesIO(…), map_location="cpu", weights_only=True)``.

    Each holds a dictionary whose ``"state_dict"`` maps names such as ``"module.layer1.0.conv1.weight"`` to float32 tensors.
    ``origin`` is ``"real"`` or ``"stand-in"``.
    """

    resnet20: bytes
    resnet56: bytes
    origin: policy.Origin


def cifar10_resnets() -> Checkpoints:
    """ResNet-20 and ResNet-56 as Idelbayev (2018) trained them on CIFAR-10; published test errors 8.27 % and 6.61 %."""
    found = policy.obtain("cifar10-resnets")
    if found is None:
        policy.record("cifar10-resnets", "stand-in", pretrained_stand_ins.RESNETS)
        return Checkpoints(pretrained_stand_ins.resnet(20), pretrained_stand_ins.resnet(56), "stand-in")
    policy.record("cifar10-resnets", "real", "two files of weights")
    return Checkpoints(found["resnet20-12fca82f.th"], found["resnet56-4bfd9763.th"], "real")


@dataclass(frozen=True)
class CaffeNetwork:
    """A network in two files as ``cv2.dnn.readNetFromCaffe`` takes them: what its layers are, and their weights.

    ``origin`` is ``"real"`` or ``"stand-in"``.
    """

    prototxt: bytes
    caffemodel: bytes
    origin: policy.Origin


def squeezenet() -> CaffeNetwork:
    """SqueezeNet 1.0 trained on ImageNet (Iandola et al., 2016); input BGR, 227x227, minus (104, 117, 123); output 1,000 scores.

    The weights are published compressed, in 676 kB, and decoded here; a ready decoded file is taken where there is one.
    """
    layers, decoded, compressed = "SqueezeNet_deploy.prototxt", "squeezenet_v1.0_decoded.caffemodel", "compressed_SqueezeNet.net"
    weights = decoded if store.has(registry.find("squeezenet"), [decoded]) else compressed
    found = policy.obtain("squeezenet", [layers, weights])
    if found is None:
        policy.record("squeezenet", "stand-in", pretrained_stand_ins.SQUEEZENET)
        return CaffeNetwork(caffe_model.prototxt(), pretrained_stand_ins.squeezenet(), "stand-in")
    raw = found[weights] if weights == decoded else caffe_model.caffemodel(caffe_model.decompress(found[weights]))
    policy.record("squeezenet", "real", "26 convolutions with their weights")
    return CaffeNetwork(found[layers], raw, "real")


def imagenet_classes() -> tuple[str, ...]:
    """The names of ImageNet's 1,000 classes in the order of a network's outputs, with spaces between words."""
    found = policy.obtain("imagenet-classes")
    if found is None:
        policy.record("imagenet-classes", "stand-in", pretrained_stand_ins.CLASSES)
        return pretrained_stand_ins.classes()
    index = json.loads(found["imagenet_class_index.json"])
    policy.record("imagenet-classes", "real", f"{len(index):,} names")
    return tuple(index[str(i)][1].replace("_", " ") for i in range(NUM_CLASSES))
