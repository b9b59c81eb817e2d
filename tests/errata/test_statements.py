"""The statements and formulas of the articles that the page *Errata* corrects: each is shown to fail, and the corrected one to hold."""

from __future__ import annotations

import os

import numpy as np
import pytest

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import torch
from keras import layers
from sklearn.ensemble import RandomForestClassifier
from sklearn.neural_network import MLPClassifier
from torch.nn import functional

erratum = pytest.mark.erratum


@pytest.fixture
def rng():
    return np.random.default_rng(0)


@erratum("S0.2.1-X1")
def test_pooling_has_no_weights_and_saves_none_in_a_convolution():
    def counts(*middle, last):
        model = keras.Sequential([keras.Input((12, 12, 4)), *middle, *last])
        return [layer.count_params() for layer in model.layers]

    def convolution():
        return [layers.Conv2D(8, 3)]

    def matrix():
        return [layers.Flatten(), layers.Dense(10)]

    assert counts(layers.MaxPooling2D(), last=convolution()) == [0, *counts(last=convolution())]
    assert counts(layers.MaxPooling2D(), last=matrix())[-1] < counts(last=matrix())[-1] / 3


def reach(steps: int, forget_bias: float, gain: float = 1.0) -> float:
    """How much an LSTM's state depends on its first input, after ``steps`` steps."""
    torch.manual_seed(0)
    lstm = torch.nn.LSTM(1, 8, batch_first=True)
    with torch.no_grad():
        for name, parameter in lstm.named_parameters():
            parameter.mul_(gain) if "weight" in name else parameter.zero_()
        lstm.bias_ih_l0[8:16] = forget_bias
    x = torch.zeros(1, steps, 1)
    x[0, 0] = 0.1
    x.requires_grad_()
    lstm(x)[0][0, -1].norm().backward()
    return float(x.grad[0, 0].abs())


@erratum("S0.2.2-X1", "S1.2-X1")
def test_the_gradient_of_an_lstm_still_vanishes_and_a_gate_left_open_lessens_it():
    assert reach(200, forget_bias=0) < 1e-12
    assert reach(200, forget_bias=1) < 1e-9
    assert reach(200, forget_bias=7) > 1e-4


@erratum("S0.2.2-X1", "S1.2-X1")
def test_the_gradient_of_an_lstm_can_explode_and_clipping_bounds_it():
    def gradients(feedback):
        """The parameters of an LSTM at rest whose cells feed themselves, and their gradients after 100 steps."""
        torch.manual_seed(0)
        lstm = torch.nn.LSTM(1, 4, batch_first=True, bias=True)
        with torch.no_grad():
            for parameter in lstm.parameters():
                parameter.zero_()
            lstm.weight_hh_l0[8:12] = feedback * torch.eye(4)
        lstm(torch.zeros(1, 100, 1))[0][0, -1].sum().backward()
        return list(lstm.parameters())

    def size(parameters):
        return float(sum(p.grad.square().sum() for p in parameters) ** 0.5)

    wild = gradients(4.0)
    assert size(wild) > 1e12
    assert size(gradients(1.0)) < 10
    torch.nn.utils.clip_grad_norm_(wild, 1.0)
    assert size(wild) <= 1.0001


@erratum("S1.2.1-X1")
def test_the_number_of_weights_in_the_summary_fits_two_dense_layers_and_not_one():
    def count(*dense):
        stack = [keras.Input((32, 32, 3))]
        for filters in (32, 64):
            stack += [layers.Conv2D(filters, 3), layers.MaxPooling2D()]
        return keras.Sequential([*stack, layers.Flatten(), *(layers.Dense(units) for units in dense)]).count_params()

    assert count(64, 10) == 167_562
    assert count(10) == 42_442


@erratum("S1.5.3-X1")
def test_defensive_distillation_hides_the_gradient_and_does_not_remove_the_weak_spot(rng):
    """A model trained at temperature T and used at 1 has T times larger logits: its loss is flat, its decision unchanged."""
    weights = torch.tensor(rng.normal(size=(20, 2)), dtype=torch.float32)
    x = torch.tensor(rng.normal(size=(200, 20)), dtype=torch.float32)
    margins = (x @ weights)[:, 0] - (x @ weights)[:, 1]
    x = x[margins.abs() > 2]
    y = (x @ weights).argmax(dim=1)

    def survivors(temperature, attacked):
        """The share of answers that one step along the sign of the gradient leaves standing."""
        inputs = x.clone().requires_grad_()
        logits = temperature * inputs @ weights
        attacked(logits).backward()
        return float((((inputs + 0.8 * inputs.grad.sign()) @ weights).argmax(dim=1) == y).float().mean())

    def by_loss(logits):
        return functional.cross_entropy(logits, y, reduction="sum")

    def by_logits(logits):
        return -(logits.gather(1, y[:, None]) - logits.gather(1, 1 - y[:, None])).sum()

    assert survivors(1, by_loss) < 0.05  # undefended
    assert survivors(100, by_loss) > 0.95  # the defence seems to work
    assert survivors(100, by_logits) < 0.05  # until one asks the logits


@erratum("S2.2.3-X1")
def test_a_recurrent_network_is_the_recursive_one_on_a_chain_and_on_no_other_tree(rng):
    left, right, words = rng.normal(size=(3, 3)), rng.normal(size=(3, 3)), rng.normal(size=(4, 3))

    def join(a, b):
        return np.tanh(left @ a + right @ b)

    state = words[0]
    for word in words[1:]:
        state = join(state, word)
    a, b, c, d = words
    assert np.abs(join(join(join(a, b), c), d) - state).max() == 0
    assert np.abs(join(join(a, b), join(c, d)) - state).max() > 0.01


@erratum("S2.4.1-X1")
def test_the_input_has_no_weights_so_two_matrices_make_one_hidden_layer():
    model = keras.Sequential([keras.Input((784,)), layers.Dense(64, "relu"), layers.Dense(10)])
    assert [w.shape for w in model.weights if len(w.shape) == 2] == [(784, 64), (64, 10)]
    assert keras.layers.InputLayer((784,)).weights == []


@erratum("S2.6.1-X1")
@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
def test_a_network_generalises_better_on_one_table_and_worse_on_another(rng):
    turn = np.linalg.qr(rng.normal(size=(12, 12)))[0]
    x = rng.normal(size=(1500, 12))
    rules = (x[:, 0] > 0) ^ (x[:, 1] > 0.3)  # one column at a time

    def lead(x, y) -> float:
        """Network minus trees, in accuracy on rows that neither has seen."""
        network = MLPClassifier(32, max_iter=150, random_state=0)
        trees = RandomForestClassifier(60, random_state=0)
        return np.subtract(*(model.fit(x[:500], y[:500]).score(x[500:], y[500:]) for model in (network, trees)))

    assert lead(x, rules) < -0.03
    assert lead(x @ turn, (x @ np.ones(12)) > 0) > 0.03


@erratum("S2.6.4-X1")
def test_adam_divides_by_a_second_moment_and_momentum_does_not():
    def first_step(scale, optimizer):
        weight = torch.nn.Parameter(torch.ones(1))
        optimizer = optimizer([weight])
        (scale * weight).sum().backward()
        optimizer.step()
        return float(1 - weight.detach()), set(optimizer.state[weight])

    def adam(weights):
        return torch.optim.Adam(weights, 0.01)

    def momentum(weights):
        return torch.optim.SGD(weights, 0.01, momentum=0.9)

    assert {"exp_avg", "exp_avg_sq"} <= first_step(1, adam)[1]
    assert first_step(1, momentum)[1] == {"momentum_buffer"}
    assert first_step(1000, adam)[0] == pytest.approx(first_step(1, adam)[0], rel=1e-3)
    assert first_step(1000, momentum)[0] == pytest.approx(1000 * first_step(1, momentum)[0], rel=1e-3)


# The five formulas.


@erratum("S2.3.1-F1")
def test_the_gradient_points_uphill_and_the_rate_has_a_limit():
    def arrive(rate, sign=-1):
        """The distance from the bottom of a bowl with curvature 10 after 200 steps."""
        weight = 1.0
        for _ in range(200):
            weight += sign * rate * 10 * weight
        return abs(weight)

    assert arrive(0.01, sign=+1) > 1e6
    assert arrive(0.01) < 1e-6
    assert arrive(0.19) < 1e-6
    assert arrive(0.21) > 1e6


@erratum("S2.3.2-F1")
def test_one_path_is_not_the_gradient_and_the_sum_over_paths_is(rng):
    weight = torch.tensor(0.7, dtype=torch.float64, requires_grad=True)
    units, out = torch.tensor(rng.normal(size=3)), torch.tensor(rng.normal(size=3))
    z = torch.tanh(weight * units)
    (out * z).sum().square().backward()
    by_z = (2 * (out * z).sum() * out).detach()
    paths = by_z * ((1 - z**2) * units).detach()
    assert float(paths.sum()) == pytest.approx(float(weight.grad), rel=1e-12)
    assert min(abs(float(path - weight.grad)) for path in paths) > 1e-3


@erratum("S2.3.3-F1")
def test_the_formula_is_cross_correlation_and_what_libraries_compute(rng):
    x, kernel = rng.normal(size=(6, 6)), rng.normal(size=(3, 3))
    windows = np.lib.stride_tricks.sliding_window_view(x, (3, 3))
    formula, convolution = (windows * kernel).sum((-1, -2)), (windows * kernel[::-1, ::-1]).sum((-1, -2))
    library = functional.conv2d(torch.tensor(x)[None, None], torch.tensor(kernel)[None, None])[0, 0].numpy()
    assert np.abs(library - formula).max() < 1e-12
    assert np.abs(library - convolution).max() > 0.1


@erratum("S2.3.4-F1")
def test_pooling_without_a_stride_hardly_shrinks_and_there_is_no_minimum(rng):
    x = rng.normal(size=(6, 7))
    windows = np.lib.stride_tricks.sliding_window_view(x, (2, 2))
    library = functional.max_pool2d(torch.tensor(x)[None, None], 2)[0, 0].numpy()
    assert windows.max((-1, -2)).shape == (5, 6)
    assert np.abs(windows[::2, ::2].max((-1, -2)) - library).max() == 0
    averages = functional.avg_pool2d(torch.tensor(x)[None, None], 2)[0, 0].numpy()
    assert np.abs(windows[::2, ::2].mean((-1, -2)) - averages).max() < 1e-12
    assert not [name for module in (layers, torch.nn) for name in dir(module) if "minpool" in name.lower()]


@erratum("S2.3.5-F1")
def test_the_recurrent_formula_with_its_symbols_is_what_libraries_compute(rng):
    cell = torch.nn.RNN(2, 3, batch_first=True)
    x = torch.tensor(rng.normal(size=(1, 5, 2)), dtype=torch.float32)
    w_xh, w_hh, b_1, b_2 = (p.detach().numpy() for p in cell.parameters())
    h = np.zeros(3)
    for x_t in x[0].numpy():
        h = np.tanh(w_hh @ h + w_xh @ x_t + b_1 + b_2)
    assert np.abs(cell(x)[0][0, -1].detach().numpy() - h).max() < 1e-5
    assert np.abs(cell(x)[0][0, -1].detach().numpy() - np.tanh(w_xh @ x[0, -1].numpy())).max() > 1e-2
