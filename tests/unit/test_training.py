"""Both frameworks are trained, measured, stopped and reported alike."""

import copy
import os
import re

import numpy as np
import pytest

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import torch
from torch import nn
from torch.nn import functional as F

from dlcourse import parity, training
from dlcourse.errors import CourseError
from dlcourse.training import History, ProgressCallback, fit, predict


@pytest.fixture
def blobs():
    """Three clouds, 90 examples: a batch size of 32 leaves a last batch of another size."""
    rng = np.random.default_rng(0)
    y = rng.integers(0, 3, 90)
    x = rng.normal(size=(90, 2)) + 3 * np.array([[0, 0], [1, 0], [0, 1]])[y]
    return x, y


def sgd(model, lr=0.1):
    return torch.optim.SGD(model.parameters(), lr=lr)


def linear(outputs=3, seed=0):
    torch.manual_seed(seed)
    return nn.Linear(2, outputs)



@pytest.mark.parametrize("outputs", [3, 1])
def test_both_frameworks_measure_the_same_history_from_the_same_weights(blobs, outputs):
    x, y = blobs
    x = x.astype("float32")
    y = y if outputs == 3 else (y > 0).astype("float32")
    torch_model = nn.Sequential(linear(outputs))
    keras_model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(outputs)])
    parity.copy_torch_to_keras(torch_model, keras_model)
    if outputs == 3:
        torch_loss, keras_loss, metric = F.cross_entropy, keras.losses.SparseCategoricalCrossentropy(from_logits=True), "accuracy"
    else:
        torch_loss, keras_loss = F.binary_cross_entropy_with_logits, keras.losses.BinaryCrossentropy(from_logits=True)
        metric = keras.metrics.BinaryAccuracy(threshold=0, name="accuracy")
    keras_model.compile(keras.optimizers.SGD(0.1), keras_loss, metrics=[metric])
    progress = ProgressCallback("Keras")
    keras_model.fit(x, y, epochs=3, batch_size=32, shuffle=False, validation_data=(x[:40], y[:40]), verbose=0, callbacks=[progress])
    history = fit(
        torch_model, x, y, loss=torch_loss, optimizer=sgd(torch_model), epochs=3, batch_size=32, shuffle=False,
        validation_data=(x[:40], y[:40]),
    )  # fmt: skip
    for name in ("loss", "accuracy", "val_loss", "val_accuracy"):
        ours, theirs = getattr(history, name), getattr(progress.history, name)
        assert len(ours) == 3
        assert ours == pytest.approx(theirs, abs=1e-5), name
    assert history.kept_epoch == progress.history.kept_epoch == 3
    assert history.seconds > 0 and progress.history.seconds > 0


def test_the_epochs_mean_weighs_every_example_alike(blobs):
    x, y = blobs
    model = linear()
    expected = F.cross_entropy(model(torch.tensor(x, dtype=torch.float32)), torch.tensor(y)).item()
    history = fit(model, x, y, loss=F.cross_entropy, optimizer=sgd(model, lr=0.0), epochs=1, batch_size=32)
    assert history.loss == [pytest.approx(expected, abs=1e-6)]
    assert history.accuracy == [pytest.approx(np.mean(predict(model, x).argmax(1) == y))]


def test_one_logit_is_counted_right_when_its_sign_is(blobs):
    x, y = blobs
    model = linear(outputs=1)
    history = fit(model, x, y > 0, loss=F.binary_cross_entropy_with_logits, optimizer=sgd(model, lr=0.0), epochs=1, batch_size=90)
    assert history.accuracy == [pytest.approx(np.mean((predict(model, x)[:, 0] > 0) == (y > 0)))]


def test_a_column_of_outputs_is_never_broadcast_against_a_row_of_targets(blobs):
    x, _ = blobs
    model = linear(outputs=1)
    target = x @ [1.0, -2.0]
    expected = np.mean((predict(model, x)[:, 0] - target) ** 2)
    history = fit(model, x, target, loss=F.mse_loss, optimizer=sgd(model, lr=0.0), epochs=1, batch_size=32)
    assert history.loss == [pytest.approx(expected, rel=1e-5)]
    assert np.isnan(history.accuracy).all()


def test_the_seed_alone_decides_the_order_of_the_examples(blobs):
    x, y = blobs

    def trained(seed, noise):
        model = linear()
        torch.manual_seed(noise)
        fit(model, x, y, loss=F.cross_entropy, optimizer=sgd(model), epochs=2, batch_size=16, seed=seed)
        return model.weight.detach().numpy()

    assert np.array_equal(trained(1, noise=1), trained(1, noise=2))
    assert not np.array_equal(trained(1, noise=1), trained(2, noise=1))


class Overfits(nn.Module):
    """A model whose validation loss falls, then rises: its one weight runs past the best value."""

    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(()))

    def forward(self, x):
        return x * self.weight


def overfit(patience, epochs=12):
    model = Overfits()
    one = np.ones((4, 1))
    history = fit(
        model, one, 2 * one[:, 0], loss=F.mse_loss, optimizer=sgd(model, lr=0.1), epochs=epochs, batch_size=4,
        validation_data=(one, one[:, 0]), patience=patience,
    )  # fmt: skip
    return model, history


def test_early_stopping_stops_and_restores_the_best_weights():
    model, history = overfit(patience=3)
    best = int(np.argmin(history.val_loss)) + 1
    assert history.kept_epoch == best
    assert len(history.loss) == best + 3 < 12
    assert (model.weight.item() - 1) ** 2 == pytest.approx(min(history.val_loss), abs=1e-6)


def test_the_best_weights_come_back_also_when_the_epochs_run_out_first():
    model, history = overfit(patience=50, epochs=9)
    assert history.kept_epoch < len(history.loss) == 9
    assert (model.weight.item() - 1) ** 2 == pytest.approx(min(history.val_loss), abs=1e-6)


def test_without_patience_the_last_weights_stay():
    model, history = overfit(patience=None)
    assert history.kept_epoch == len(history.loss) == 12
    assert (model.weight.item() - 1) ** 2 == pytest.approx(history.val_loss[-1], abs=1e-6)
    assert history.val_loss[-1] > min(history.val_loss)


def test_a_validation_loss_that_is_not_a_number_stops_training_and_restores_nothing():
    model = Overfits()
    one = np.ones((4, 1))
    history = fit(
        model, one, one, loss=F.mse_loss, optimizer=sgd(model), epochs=9, batch_size=4, patience=2, validation_data=(one, np.nan * one),
    )  # fmt: skip
    assert len(history.loss) == 2 == history.kept_epoch
    assert model.weight.item() > 0


def test_keras_stops_early_by_the_same_rule():
    one = np.ones((4, 1), "float32")
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, use_bias=False, kernel_initializer="zeros")])
    model.compile(keras.optimizers.SGD(0.1), "mean_squared_error")
    progress = ProgressCallback(patience=3)
    model.fit(one, 2 * one, epochs=12, batch_size=4, validation_data=(one, one), verbose=0, callbacks=[progress])
    _, expected = overfit(patience=3)
    assert progress.history.val_loss == pytest.approx(expected.val_loss, abs=1e-5)
    assert progress.history.kept_epoch == expected.kept_epoch
    assert (float(model.weights[0][0, 0]) - 1) ** 2 == pytest.approx(min(expected.val_loss), abs=1e-5)
    assert np.isnan(progress.history.accuracy).all()


def test_a_callback_used_twice_starts_a_new_history(blobs):
    x, y = blobs
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(3)])
    model.compile("sgd", keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
    progress = ProgressCallback()
    for _ in range(2):
        model.fit(x, y, epochs=2, verbose=0, callbacks=[progress])
        assert len(progress.history.loss) == 2
    assert progress.history.val_loss == progress.history.val_accuracy == []


def test_keras_accuracy_that_would_compare_a_logit_with_one_half_is_refused(blobs):
    x, y = blobs
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    model.compile("sgd", keras.losses.BinaryCrossentropy(from_logits=True), metrics=["accuracy"])
    with pytest.raises(CourseError, match="BinaryAccuracy"):
        model.fit(x, y > 0, verbose=0, callbacks=[ProgressCallback()])


def test_augmentation_touches_training_batches_only(blobs):
    x, y = blobs
    seen = []
    model = linear()
    fit(
        model, x, y, loss=F.cross_entropy, optimizer=sgd(model), epochs=2, batch_size=32, validation_data=(x, y),
        augment=lambda batch: seen.append(len(batch)) or batch,
    )  # fmt: skip
    assert sum(seen) == 2 * 90


def test_predict_is_in_evaluation_mode_and_leaves_the_mode_as_it_was(blobs):
    x, _ = blobs
    model = nn.Sequential(nn.Dropout(0.9), linear()).train()
    assert np.allclose(predict(model, x, batch_size=7), predict(model, x), atol=1e-6)
    assert predict(model, x).shape == (90, 3) and predict(model, x).dtype == np.float32
    assert model.training


def test_fit_leaves_the_model_in_evaluation_mode(blobs):
    model = nn.Sequential(linear(), nn.Dropout())
    fit(model, *blobs, loss=F.cross_entropy, optimizer=sgd(model), epochs=1, batch_size=32)
    assert not model.training


def test_one_short_line_is_left_behind(blobs, capsys):
    x, y = blobs
    model = linear()
    fit(model, x, y, loss=F.cross_entropy, optimizer=sgd(model), epochs=5, batch_size=32, validation_data=(x, y), label="PyTorch")
    out, err = capsys.readouterr()
    assert re.fullmatch(r"PyTorch · 5 epochs · loss \d\.\d{3} · accuracy \d\d\.\d % · val accuracy \d\d\.\d % · \d+\.\d s\n", out)
    assert err == ""


def test_the_line_leaves_out_what_was_not_measured():
    assert History(loss=[0.5], accuracy=[np.nan], seconds=1.0, kept_epoch=1).summary() == "1 epoch · loss 0.500 · 1.0 s"
    history = History([0.5, 0.4], [np.nan] * 2, [0.3, 0.6], [np.nan] * 2, seconds=1.0, kept_epoch=1)
    assert history.summary("Keras") == "Keras · 2 epochs, kept epoch 1 · loss 0.500 · val loss 0.300 · 1.0 s"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"y": np.zeros(3, int)}, "x has 90 examples and y has 3"),
        ({"x": np.zeros((0, 2)), "y": np.zeros(0, int)}, "x is empty"),
        ({"epochs": 0}, "at least 1, not 0 and 32"),
        ({"batch_size": 0}, "at least 1, not 1 and 0"),
        ({"patience": 2}, "give validation_data"),
        ({"validation_data": (np.zeros((2, 2)), np.zeros(3))}, "two parts of validation_data"),
    ],
)
def test_arguments_that_do_not_fit_are_one_clear_sentence(blobs, changes, message):
    model = linear()
    x, y = blobs
    arguments = {"x": x, "y": y, "epochs": 1, "batch_size": 32, **changes}
    with pytest.raises(CourseError, match=message):
        fit(model, loss=F.cross_entropy, optimizer=sgd(model), **arguments)


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a GPU")
def test_a_gpu_that_is_not_there_is_one_clear_sentence(blobs):
    model = linear()
    with pytest.raises(CourseError, match="no GPU"):
        fit(model, *blobs, loss=F.cross_entropy, optimizer=sgd(model), epochs=1, batch_size=32, device="cuda")


def test_too_little_memory_says_to_lower_the_batch_size(blobs):
    class Hungry(nn.Linear):
        def forward(self, x):
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 GiB")

    model = Hungry(2, 3)
    with pytest.raises(CourseError, match="batches of 32: lower batch_size"):
        fit(model, *blobs, loss=F.cross_entropy, optimizer=sgd(model), epochs=1, batch_size=32)
    with pytest.raises(CourseError, match="batches of 512: lower batch_size"):
        predict(model, blobs[0])


def test_every_forward_pass_has_an_autocast_block_of_its_own(blobs, monkeypatch):
    blocks = []
    original = torch.autocast

    def counted(*args, **kwargs):
        blocks.append(kwargs["enabled"])
        return original(*args, **kwargs)

    monkeypatch.setattr(torch, "autocast", counted)
    model = linear()
    fit(model, *blobs, loss=F.cross_entropy, optimizer=sgd(model), epochs=2, batch_size=32)
    assert blocks == [False] * 6


def test_the_callers_arrays_are_not_changed(blobs):
    x, y = blobs
    before = copy.deepcopy((x, y))
    model = linear()
    fit(model, x, y, loss=F.cross_entropy, optimizer=sgd(model), epochs=1, batch_size=32)
    assert np.array_equal(x, before[0]) and np.array_equal(y, before[1])


def test_an_unknown_name_in_the_module_is_an_attribute_error():
    with pytest.raises(AttributeError):
        training.nothing  # noqa: B018
