"""The judge of generated digits tells good samples from every way of cheating."""

import numpy as np
import pytest
import torch

from dlcourse import data
from dlcourse.errors import CourseError
from dlcourse.sample_quality import DigitJudge, frechet_distance


@pytest.fixture(scope="module")
def digits():
    return data.mnist()


@pytest.fixture(scope="module")
def judge(digits):
    return DigitJudge.train(digits.x_train[:4000], digits.y_train[:4000], epochs=2)


def test_frechet_distance_of_known_gaussians():
    rng = np.random.default_rng(0)
    a = rng.normal(size=(200_000, 2))
    b = np.array([3.0, 0.0]) + 2.0 * rng.normal(size=(200_000, 2))
    # |μ|² = 9, and each axis adds (2 - 1)² = 1.
    assert frechet_distance(a, b) == pytest.approx(11, rel=0.01)
    assert frechet_distance(a, a) == pytest.approx(0, abs=1e-9)


def test_frechet_distance_sees_a_covariance_that_turned():
    rng = np.random.default_rng(0)
    a = rng.normal(size=(50_000, 2)) * [2, 1]
    assert frechet_distance(a, a[:, ::-1]) == pytest.approx(2, rel=0.05)


def test_real_digits_beat_noise_a_single_digit_and_an_average(judge, digits):
    real, reference = digits.x_test[:500], digits.x_test[500:1000]
    floor = judge.quality(real, reference)
    noise = judge.quality(np.random.default_rng(0).random((500, 28, 28)), reference)
    one_digit = judge.quality(np.repeat(real[digits.y_test[:500] == 7][:1], 500, axis=0), reference)
    assert judge.accuracy(real, digits.y_test[:500]) > 0.85
    assert floor.modes == 10 and floor.shares.sum() == pytest.approx(1)
    assert one_digit.modes == 1 and one_digit.confidence > 0.5
    assert floor.frechet < 0.1 * min(noise.frechet, one_digit.frechet)


def test_training_is_repeatable_and_leaves_the_random_state(digits, judge):
    state = torch.random.get_rng_state()
    again = DigitJudge.train(digits.x_train[:4000], digits.y_train[:4000], epochs=2)
    assert torch.equal(state, torch.random.get_rng_state())
    np.testing.assert_array_equal(again.features(digits.x_test[:50]), judge.features(digits.x_test[:50]))


def test_bytes_and_fractions_are_judged_alike(judge, digits):
    x = digits.x_test[:50]
    fractions = x if x.dtype != np.uint8 else x / np.float32(255)
    bytes_ = np.rint(fractions * 255).astype(np.uint8)
    np.testing.assert_allclose(judge.features(bytes_), judge.features(fractions), atol=1e-4)


@pytest.mark.parametrize(
    "samples, message",
    [
        (np.zeros((5, 784)), "shape"),
        (np.zeros((0, 28, 28)), "shape"),
        (-np.ones((5, 28, 28)), "rescale"),
        (np.full((5, 28, 28), np.nan), "rescale"),
    ],
)
def test_samples_of_another_shape_or_range_are_refused(judge, digits, samples, message):
    with pytest.raises(CourseError, match=message):
        judge.quality(samples, digits.x_test[:50])


def test_feature_sets_that_do_not_fit_are_refused():
    with pytest.raises(CourseError, match="at least two"):
        frechet_distance(np.zeros((5, 3)), np.zeros((5, 4)))
    with pytest.raises(CourseError, match="at least two"):
        frechet_distance(np.zeros((1, 3)), np.zeros((5, 3)))
