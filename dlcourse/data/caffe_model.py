"""SqueezeNet 1.0 in Caffe's format: its layers, its weights from the published compressed file, and bytes that OpenCV reads.

Deep Compression (Han et al., 2016) stores of each layer the weights that are not zero: for each one an index into a codebook of 256
values, and in four bits how many zeros stand before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

Weights = dict[str, tuple[np.ndarray, np.ndarray]]

# Channels of the eight fire modules: after the squeezing convolution, after each of the two expanding ones.
FIRES = ((16, 64), (16, 64), (32, 128), (32, 128), (48, 192), (48, 192), (64, 256), (64, 256))
CODEBOOK = 256


def layer_shapes() -> dict[str, tuple[int, int, int, int]]:
    """The shape (out, in, rows, columns) of each convolution's kernel, from the input onwards."""
    shapes = {"conv1": (96, 3, 7, 7)}
    channels = 96
    for number, (squeezed, expanded) in enumerate(FIRES, start=2):
        shapes[f"fire{number}/conv1x1_1"] = (squeezed, channels, 1, 1)
        shapes[f"fire{number}/conv1x1_2"] = (expanded, squeezed, 1, 1)
        shapes[f"fire{number}/conv3x3_2"] = (expanded, squeezed, 3, 3)
        channels = 2 * expanded
    return shapes | {"conv_final": (1000, channels, 1, 1)}


def decompress(raw: bytes) -> Weights:
    """Kernel and bias of each layer, float32, from the bytes of ``compressed_SqueezeNet.net``."""
    shapes = layer_shapes()
    counts = np.frombuffer(raw, "<u4", count=len(shapes))
    at = counts.nbytes

    def take(kind: str, count: int) -> np.ndarray:
        nonlocal at
        values = np.frombuffer(raw, kind, count=count, offset=at)
        at += values.nbytes
        return values

    weights: Weights = {}
    for (name, shape), count in zip(shapes.items(), counts.tolist(), strict=True):
        codebook, bias = take("<f4", CODEBOOK), take("<f4", shape[0])
        codes, gaps = take("u1", count), take("u1", (count + 1) // 2)
        zeros_before = np.stack([gaps % 16, gaps // 16], axis=1).ravel()[:count].astype(np.int64)
        kernel = np.full(np.prod(shape), codebook[0])
        kernel[np.cumsum(zeros_before + 1) - 1] = codebook[codes]
        weights[name] = kernel.reshape(shape).astype(np.float32), bias.astype(np.float32)
    return weights


def caffemodel(weights: Weights) -> bytes:
    """The bytes of a ``NetParameter`` that holds these layers: protocol buffers with a name, a type and two blobs for each."""
    layers = (
        _field(1, name.encode()) + _field(2, b"Convolution") + b"".join(_field(7, _blob(array)) for array in pair)
        for name, pair in weights.items()
    )
    return b"".join(_field(100, layer) for layer in layers)


def _blob(array: np.ndarray) -> bytes:
    shape = _field(1, b"".join(_varint(side) for side in array.shape))
    return _field(7, shape) + _field(5, array.astype("<f4").tobytes())


def _field(number: int, content: bytes) -> bytes:
    """A field of wire type 2: its key, its length, its bytes."""
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _varint(value: int) -> bytes:
    return bytes(_septets(value))


def _septets(value: int) -> Iterator[int]:
    while value > 127:
        yield value & 127 | 128
        value >>= 7
    yield value


PROTOTXT_HEAD = 'name: "SqueezeNet"\ninput: "data"\ninput_dim: 1\ninput_dim: 3\ninput_dim: 227\ninput_dim: 227\n'


def prototxt() -> bytes:
    """A description of the network for Caffe's readers; the published one holds the same layers."""
    return (PROTOTXT_HEAD + "".join(_layers())).encode()


def _layers() -> Iterator[str]:
    """Layers in order; a convolution is followed by its ReLU, pooling comes after conv1, fire4 and fire8."""
    yield _convolution("conv1", "data", "num_output: 96 kernel_size: 7 stride: 2")
    yield _pooling("pool1", "conv1")
    below = "pool1"
    for number, (squeezed, expanded) in enumerate(FIRES, start=2):
        fire = f"fire{number}/"
        yield _convolution(fire + "conv1x1_1", below, f"num_output: {squeezed} kernel_size: 1")
        for name, window in (("conv1x1_2", "kernel_size: 1"), ("conv3x3_2", "kernel_size: 3 pad: 1")):
            yield _convolution(fire + name, fire + "conv1x1_1", f"num_output: {expanded} {window}")
        yield _layer(fire + "concat", "Concat", [fire + "conv1x1_2", fire + "conv3x3_2"], "")
        below = fire + "concat"
        if number in (4, 8):
            yield _pooling(f"pool{number}", below)
            below = f"pool{number}"
    yield _convolution("conv_final", below, "num_output: 1000 kernel_size: 1 pad: 1")
    yield _layer("pool_final", "Pooling", ["conv_final"], "pooling_param { pool: AVE global_pooling: true }")


def _convolution(name: str, below: str, parameters: str) -> str:
    relu = f'layer {{ name: "{name}_relu" type: "ReLU" bottom: "{name}" top: "{name}" }}\n'
    return _layer(name, "Convolution", [below], f"convolution_param {{ {parameters} }}") + relu


def _pooling(name: str, below: str) -> str:
    return _layer(name, "Pooling", [below], "pooling_param { pool: MAX kernel_size: 3 stride: 2 }")


def _layer(name: str, kind: str, below: Iterable[str], parameters: str) -> str:
    bottoms = " ".join(f'bottom: "{bottom}"' for bottom in below)
    return f'layer {{ name: "{name}" type: "{kind}" {bottoms} top: "{name}" {parameters} }}\n'
