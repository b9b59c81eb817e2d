"""Photographs to try networks on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dlcourse.data import policy, pretrained_stand_ins

FILES = {
    "elephant": "creative_commons_elephant.jpg",
    "panda": "panda_efficientnet_img.jpg",
    "Samoyed": "samoyed_pytorch_hub_dog.jpg",
    "kitten": "caffe_cat.jpg",
}


@dataclass(frozen=True)
class Photos:
    """Photographs of various sizes by what they show, each uint8, 0 to 255, of shape (height, width, 3), channels red, green, blue.

    ``origin`` is ``"real"`` or ``"stand-in"``.
    """

    images: dict[str, np.ndarray]
    origin: policy.Origin


def photos() -> Photos:
    """An elephant, a giant panda, a Samoyed dog and a kitten."""
    found = policy.obtain("photos")
    if found is None:
        policy.record("photos", "stand-in", pretrained_stand_ins.PHOTOS)
        return Photos(pretrained_stand_ins.photos(), "stand-in")
    policy.record("photos", "real", f"{len(FILES)} photographs")
    return Photos({name: decoded(found[file]) for name, file in FILES.items()}, "real")


def decoded(jpeg: bytes) -> np.ndarray:
    """The pixels of a JPEG file: uint8 of shape (height, width, 3), channels red, green, blue."""
    import cv2

    # OpenCV gives blue, green, red.
    return np.ascontiguousarray(cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)[..., ::-1])
