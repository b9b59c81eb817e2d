"""Stand-ins for trained networks and photographs: weights that nobody has trained, and four pictures that scikit-image ships."""

from __future__ import annotations

import io

import numpy as np

from dlcourse.data import caffe_model

RESNETS = "the same layers with random weights; not trained, they guess"
SQUEEZENET = "the same layers with random weights; not trained, it guesses"
CLASSES = "1,000 numbers in the place of names; not ImageNet's"
PHOTOS = "four photographs of scikit-image; not the animals"


def resnet(depth: int) -> bytes:
    """A file as ``torch.save`` writes it: the names and shapes of the real weights, drawn as before a training."""
    import torch

    rng = np.random.default_rng(depth)
    state: dict[str, torch.Tensor] = {}

    def convolution(name: str, out: int, channels: int) -> None:
        spread = np.sqrt(2 / (9 * channels))
        state[name] = torch.tensor(rng.normal(scale=spread, size=(out, channels, 3, 3)), dtype=torch.float32)

    def norm(name: str, channels: int, scale: float = 1.0) -> None:
        state[f"{name}.weight"], state[f"{name}.bias"] = torch.full((channels,), scale), torch.zeros(channels)
        state[f"{name}.running_mean"], state[f"{name}.running_var"] = torch.zeros(channels), torch.ones(channels)
        state[f"{name}.num_batches_tracked"] = torch.tensor(0)

    convolution("module.conv1.weight", 16, 3)
    norm("module.bn1", 16)
    channels = 16
    for stage, out in enumerate((16, 32, 64), start=1):
        for block in range((depth - 2) // 6):
            prefix = f"module.layer{stage}.{block}"
            convolution(f"{prefix}.conv1.weight", out, channels)
            norm(f"{prefix}.bn1", out)
            convolution(f"{prefix}.conv2.weight", out, out)
            # Small, or the sums of 27 blocks would grow beyond all bounds.
            norm(f"{prefix}.bn2", out, 0.3)
            channels = out
    state["module.linear.weight"] = torch.tensor(rng.normal(scale=0.3, size=(10, 64)), dtype=torch.float32)
    state["module.linear.bias"] = torch.zeros(10)
    file = io.BytesIO()
    torch.save({"state_dict": state, "best_prec1": 10.0}, file)
    return file.getvalue()


def squeezenet() -> bytes:
    """The bytes of a Caffe model with the layers of SqueezeNet 1.0."""
    rng = np.random.default_rng(0)
    weights = {}
    for name, shape in caffe_model.layer_shapes().items():
        spread = np.float32(np.sqrt(2 / np.prod(shape[1:])))
        weights[name] = rng.standard_normal(shape, dtype=np.float32) * spread, np.zeros(shape[0], np.float32)
    return caffe_model.caffemodel(weights)


def classes() -> tuple[str, ...]:
    """A name for each of 1,000 outputs."""
    return tuple(f"class {i}" for i in range(1000))


def photos() -> dict[str, np.ndarray]:
    """Pictures by what they show, uint8 of shape (height, width, 3)."""
    from skimage import data

    return {"astronaut": data.astronaut(), "cat": data.chelsea(), "coffee": data.coffee(), "rocket": data.rocket()}
