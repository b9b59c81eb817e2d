"""Weights copied across compute the same, and every way of copying them wrongly is seen."""

import os
import subprocess
import sys

import numpy as np
import pytest

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import torch
from keras import layers
from torch import nn

from dlcourse.errors import CourseError
from dlcourse.parity import copy_keras_to_torch, copy_torch_to_keras, max_gradient_difference, max_output_difference

SAME = 1e-4  # rounding differs from one processor to the next; a weight in the wrong place moves outputs by a tenth and more
DIFFERENT = 1e-2


class Recurrent(nn.Module):
    """The last output of a recurrent layer, through a linear layer."""

    def __init__(self, kind):
        super().__init__()
        self.recurrent = kind(3, 4, batch_first=True)
        self.head = nn.Linear(4, 2)

    def forward(self, x):
        return self.head(self.recurrent(x)[0][:, -1])


class Attention(nn.Module):
    def __init__(self, bias=True):
        super().__init__()
        self.attention = nn.MultiheadAttention(8, 2, bias=bias, batch_first=True)
        self.head = nn.Linear(8, 2)

    def forward(self, x):
        return self.head(self.attention(x, x, x, need_weights=False)[0].mean(dim=1))


class Words(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding, self.head = nn.Embedding(11, 6), nn.Linear(6, 2)

    def forward(self, x):
        return self.head(self.embedding(x).mean(dim=1))


def attention(bias=True):
    x = keras.Input((5, 8))
    attended = layers.MultiHeadAttention(2, 4, use_bias=bias)(x, x)
    return keras.Model(x, layers.Dense(2)(layers.GlobalAveragePooling1D()(attended)))


def sequential(shape, *parts, dtype=None):
    return keras.Sequential([keras.Input(shape, dtype=dtype), *parts])


def pair(kind):
    """A Keras model, a PyTorch model of the same kind, and the shape of an input."""
    if kind == "dense":
        return sequential((3,), layers.Dense(4, "tanh"), layers.Dense(2)), nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2)), (3,)
    if kind == "convolution":
        ours = sequential((6, 5, 3), layers.Conv2D(4, (3, 2), activation="tanh"), layers.GlobalAveragePooling2D(), layers.Dense(2))
        return ours, nn.Sequential(nn.Conv2d(3, 4, (3, 2)), nn.Tanh(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(4, 2)), (6, 5, 3)
    if kind == "convolution, flatten, dense":
        ours = sequential((6, 5, 3), layers.Conv2D(4, 3, activation="tanh"), layers.Flatten(), layers.Dropout(0.5), layers.Dense(2))
        return ours, nn.Sequential(nn.Conv2d(3, 4, 3), nn.Tanh(), nn.Flatten(), nn.Dropout(), nn.Linear(4 * 4 * 3, 2)), (6, 5, 3)
    if kind == "convolution, flatten, normalisation":
        ours = sequential((6, 5, 3), layers.Conv2D(4, 3), layers.Flatten(), layers.BatchNormalization(epsilon=1e-5), layers.Dense(2))
        return ours, nn.Sequential(nn.Conv2d(3, 4, 3), nn.Flatten(), nn.BatchNorm1d(48), nn.Linear(48, 2)), (6, 5, 3)
    if kind == "convolution of sequences":
        ours = sequential((7, 3), layers.Conv1D(4, 3), layers.Flatten(), layers.Dense(2))
        return ours, nn.Sequential(nn.Conv1d(3, 4, 3), nn.Flatten(), nn.Linear(20, 2)), (7, 3)
    if kind == "batch normalisation":
        ours = sequential((6, 5, 3), layers.Conv2D(4, 3), layers.BatchNormalization(epsilon=1e-5), layers.Flatten(), layers.Dense(2))
        return ours, nn.Sequential(nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4), nn.Flatten(), nn.Linear(48, 2)), (6, 5, 3)
    if kind == "layer normalisation":
        ours = sequential((3,), layers.Dense(4), layers.LayerNormalization(epsilon=1e-5), layers.Dense(2))
        return ours, nn.Sequential(nn.Linear(3, 4), nn.LayerNorm(4), nn.Linear(4, 2)), (3,)
    if kind == "lstm":
        return sequential((5, 3), layers.LSTM(4), layers.Dense(2)), Recurrent(nn.LSTM), (5, 3)
    if kind == "simple recurrence":
        return sequential((5, 3), layers.SimpleRNN(4), layers.Dense(2)), Recurrent(nn.RNN), (5, 3)
    if kind == "attention":
        return attention(), Attention(), (5, 8)
    assert kind == "embedding"
    return sequential((5,), layers.Embedding(11, 6), layers.GlobalAveragePooling1D(), layers.Dense(2), dtype="int32"), Words(), (5,)


KINDS = [
    "dense", "convolution", "convolution, flatten, dense", "convolution, flatten, normalisation", "convolution of sequences",
    "batch normalisation", "layer normalisation", "lstm", "simple recurrence", "attention", "embedding",
]  # fmt: skip


def scramble(model, rng):
    """Give every weight, also a bias and a moving mean that begin at zero, a value of its own."""
    with torch.no_grad():
        for tensor in [*model.parameters(), *model.buffers()]:
            if tensor.dtype.is_floating_point:
                tensor.copy_(torch.tensor(rng.uniform(0.1, 0.9, tensor.shape) * rng.choice([-1, 1], tensor.shape)))
        for layer in model.modules():
            if hasattr(layer, "running_var"):
                layer.running_var.abs_()


def case(kind):
    """Two models with different weights, the PyTorch model's scrambled, and data."""
    rng = np.random.default_rng(0)
    keras_model, torch_model, shape = pair(kind)
    scramble(torch_model, rng)
    x = rng.integers(0, 11, (6, *shape)) if kind == "embedding" else rng.normal(size=(6, *shape)).astype("float32")
    return keras_model, torch_model, x, rng.integers(0, 2, 6)


@pytest.mark.parametrize("kind", KINDS)
def test_models_that_were_not_copied_are_seen_to_differ(kind):
    keras_model, torch_model, x, y = case(kind)
    assert max_output_difference(keras_model, torch_model, x) > DIFFERENT
    assert max_gradient_difference(keras_model, torch_model, x, y) > DIFFERENT


@pytest.mark.parametrize("kind", KINDS)
def test_weights_survive_the_way_to_keras_and_back(kind):
    keras_model, torch_model, x, y = case(kind)
    copy_torch_to_keras(torch_model, keras_model)
    assert max_output_difference(keras_model, torch_model, x) < SAME
    assert max_gradient_difference(keras_model, torch_model, x, y) < SAME
    scramble(torch_model, np.random.default_rng(1))
    assert max_output_difference(keras_model, torch_model, x) > DIFFERENT
    copy_keras_to_torch(keras_model, torch_model)
    assert max_output_difference(keras_model, torch_model, x) < SAME
    assert max_gradient_difference(keras_model, torch_model, x, y) < SAME


def swap_gates(model):
    """PyTorch's order input, forget, candidate, output read as input, candidate, forget, output."""
    for parameter in model.recurrent.parameters():
        parts = parameter.chunk(4)
        parameter.copy_(torch.cat([parts[0], parts[2], parts[1], parts[3]]))


def forget_flatten_order(model):
    """Columns left in Keras's order, height, width, channel."""
    weight = model[-1].weight
    weight.copy_(weight.reshape(2, 4, 4, 3).permute(0, 2, 3, 1).reshape(2, -1))


def swap_queries_and_keys(model):
    weight = model.attention.in_proj_weight
    weight.copy_(torch.cat([weight.chunk(3)[i] for i in (1, 0, 2)]))


def mix_heads(model):
    """Rows read as (size, heads) instead of (heads, size)."""
    weight = model.attention.in_proj_weight
    weight.copy_(weight.reshape(3, 2, 4, 8).transpose(1, 2).reshape(24, 8))


FAULTS = [
    ("lstm", swap_gates),
    ("lstm", lambda m: m.recurrent.bias_hh_l0.copy_(m.recurrent.bias_ih_l0)),
    ("convolution, flatten, dense", forget_flatten_order),
    ("convolution, flatten, dense", lambda m: m[0].weight.copy_(m[0].weight.transpose(2, 3).clone())),
    ("convolution", lambda m: m[0].weight.copy_(m[0].weight.flip(2))),
    ("batch normalisation", lambda m: m[1].running_mean.zero_()),
    ("batch normalisation", lambda m: m[1].running_var.sqrt_()),
    ("layer normalisation", lambda m: m[1].bias.neg_()),
    ("embedding", lambda m: m.embedding.weight.copy_(m.embedding.weight.roll(1, 0))),
    ("attention", swap_queries_and_keys),
    ("attention", mix_heads),
    ("dense", lambda m: m[2].bias.zero_()),
]


@pytest.mark.parametrize(("kind", "fault"), FAULTS)
def test_a_weight_in_the_wrong_place_is_seen_in_the_outputs_and_in_the_gradients(kind, fault):
    keras_model, torch_model, x, y = case(kind)
    copy_torch_to_keras(torch_model, keras_model)
    with torch.no_grad():
        fault(torch_model)
    assert max_output_difference(keras_model, torch_model, x) > DIFFERENT
    assert max_gradient_difference(keras_model, torch_model, x, y) > 1e-3


def test_a_square_matrix_that_was_not_transposed_is_seen():
    rng = np.random.default_rng(0)
    keras_model, torch_model = sequential((4,), layers.Dense(4)), nn.Sequential(nn.Linear(4, 4))
    x = rng.normal(size=(6, 4)).astype("float32")
    copy_keras_to_torch(keras_model, torch_model)
    with torch.no_grad():
        torch_model[0].weight.copy_(torch_model[0].weight.T.clone())
    assert max_output_difference(keras_model, torch_model, x) > DIFFERENT


def test_a_gradient_that_is_stopped_is_seen_though_the_outputs_agree():
    class Stopped(nn.Sequential):
        def forward(self, x):
            return self[2](self[1](self[0](x)).detach())

    keras_model, _, x, y = case("dense")
    torch_model = Stopped(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2))
    copy_keras_to_torch(keras_model, torch_model)
    assert max_output_difference(keras_model, torch_model, x) < SAME
    assert max_gradient_difference(keras_model, torch_model, x, y) > DIFFERENT


@pytest.mark.parametrize("loss", ["binary-cross-entropy", "mean-squared-error"])
def test_gradients_of_losses_with_one_output(loss):
    rng = np.random.default_rng(0)
    keras_model, torch_model = sequential((3,), layers.Dense(1)), nn.Sequential(nn.Linear(3, 1))
    copy_keras_to_torch(keras_model, torch_model)
    x, y = rng.normal(size=(6, 3)).astype("float32"), rng.integers(0, 2, 6)
    assert max_gradient_difference(keras_model, torch_model, x, y, loss=loss) < SAME
    other = "mean-squared-error" if loss == "binary-cross-entropy" else "binary-cross-entropy"
    with torch.no_grad():
        torch_model[0].weight.add_(0.5)
    assert max_gradient_difference(keras_model, torch_model, x, y, loss=other) > DIFFERENT


def test_an_output_that_is_not_a_number_never_passes_for_a_small_difference():
    keras_model, torch_model, x, _ = case("dense")
    copy_torch_to_keras(torch_model, keras_model)
    x[0, 0] = np.nan
    assert np.isnan(max_output_difference(keras_model, torch_model, x))


def test_moving_statistics_alone_are_seen_and_the_mode_is_left_as_it_was():
    keras_model, torch_model, x, _ = case("batch normalisation")
    torch_model.train()
    copy_torch_to_keras(torch_model, keras_model)
    assert max_output_difference(keras_model, torch_model, x) < SAME
    assert torch_model.training


REFUSED = {
    "number": (
        sequential((3,), layers.Dense(4), layers.Dense(2)),
        nn.Sequential(nn.Linear(3, 4)),
        "Keras has Dense, Dense; PyTorch has Linear",
    ),
    "kind": (sequential((3,), layers.Dense(4)), nn.Sequential(nn.LayerNorm(3)), r"\(Dense\) and PyTorch layer LayerNorm .* kinds"),
    "shape": (sequential((3,), layers.Dense(4)), nn.Sequential(nn.Linear(4, 3)), r"\(3, 4\) does not become \(3, 4\)"),
    "bias": (sequential((3,), layers.Dense(4)), nn.Sequential(nn.Linear(3, 4, bias=False)), "one has a bias"),
    "epsilon": (
        sequential((3,), layers.Dense(4), layers.BatchNormalization()),
        nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4)),
        "different epsilons, 0.001 and 1e-05",
    ),
    "epsilon of a layer": (sequential((3,), layers.LayerNormalization()), nn.LayerNorm(3), "different epsilons"),
    "stack": (sequential((5, 3), layers.LSTM(4)), nn.LSTM(3, 4, num_layers=2), "one layer, one direction"),
    "heads": (attention(), nn.Sequential(nn.MultiheadAttention(8, 4), nn.Linear(8, 2)), "2 heads of size 4 against 4 of size 2"),
    "rule in PyTorch": (sequential((3,), layers.Dense(4)), nn.Sequential(nn.Bilinear(3, 3, 4)), "PyTorch layer Bilinear cannot be copied"),
    "rule in Keras": (sequential((3, 3), layers.GRU(4)), nn.Sequential(nn.Linear(3, 4)), r"\(GRU\) cannot be copied"),
    "not built": (keras.Sequential([layers.Dense(4)]), nn.Sequential(nn.Linear(3, 4)), "keras.Input"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_models_that_cannot_be_paired_are_refused_and_nothing_is_copied(what):
    keras_model, torch_model, message = REFUSED[what]
    before = {name: tensor.clone() for name, tensor in torch_model.state_dict().items()}
    with pytest.raises(CourseError, match=message):
        copy_keras_to_torch(keras_model, torch_model)
    with pytest.raises(CourseError, match=message):
        copy_torch_to_keras(torch_model, keras_model)
    assert all(torch.equal(before[name], tensor) for name, tensor in torch_model.state_dict().items())


def test_outputs_of_different_shapes_are_refused_not_broadcast():
    keras_model = sequential((3,), layers.Dense(1))
    torch_model = nn.Sequential(nn.Linear(3, 1), nn.Flatten(0))
    copy_keras_to_torch(keras_model, torch_model)
    with pytest.raises(CourseError, match=r"Keras gives \(6, 1\), PyTorch gives \(6,\)"):
        max_output_difference(keras_model, torch_model, np.zeros((6, 3), "float32"))


def test_a_loss_that_does_not_exist_and_a_layer_frozen_on_one_side_are_refused():
    keras_model, torch_model, x, y = case("dense")
    with pytest.raises(CourseError, match="no loss 'hinge'"):
        max_gradient_difference(keras_model, torch_model, x, y, loss="hinge")
    torch_model[0].weight.requires_grad_(False)
    with pytest.raises(CourseError, match="frozen in the other"):
        max_gradient_difference(keras_model, torch_model, x, y)


def test_classes_that_a_notebook_derives_are_paired_by_their_kind():
    class Block(layers.Layer):
        def __init__(self):
            super().__init__()
            self.first, self.second = layers.Dense(4), layers.Dense(2)

        def call(self, x):
            return self.second(self.first(x))

    class MyLinear(nn.Linear):
        pass

    keras_model, torch_model = sequential((3,), Block()), nn.Sequential(MyLinear(3, 4), nn.Sequential(nn.Linear(4, 2)))
    copy_torch_to_keras(torch_model, keras_model)
    assert max_output_difference(keras_model, torch_model, np.eye(3, dtype="float32")) < SAME


def test_parity_holds_with_keras_on_pytorch():
    if os.environ.get("KERAS_BACKEND") == "torch":
        pytest.skip("this run already is on PyTorch")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", __file__, "-k", "survive or one_output"]
    environment = {**os.environ, "KERAS_BACKEND": "torch", "OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
