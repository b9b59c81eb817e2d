"""The run seeds, picks and records; a mistake in a notebook is one clear sentence."""

import json
import math
import random
import subprocess
import sys

import numpy as np
import pytest

import dlcourse
from dlcourse import data
from dlcourse.errors import CourseError
from dlcourse.run import Run, seed_everything


@pytest.fixture(autouse=True)
def nothing_loaded(monkeypatch):
    monkeypatch.delenv("DLCOURSE_PROFILE", raising=False)
    data.begin(stand_ins_only=False, real_only=False)
    yield
    data.begin(stand_ins_only=False, real_only=False)


def new_run(profile="standard", seed=0):
    return Run("digits", profile, seed, ())


def load(origin):
    data.loaded.append(data.Loaded(name="mnist", origin=origin, detail=""))


def test_importing_the_package_is_quick_and_loads_no_framework():
    program = (
        "import sys, time; began = time.perf_counter(); import dlcourse; seconds = time.perf_counter() - began\n"
        "import json; print(json.dumps([seconds, [m for m in ('torch', 'keras', 'tensorflow', 'matplotlib') if m in sys.modules]]))"
    )
    runs = [json.loads(subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout) for _ in range(3)]
    assert [loaded for _, loaded in runs] == [[], [], []]
    assert min(seconds for seconds, _ in runs) < 0.3


@pytest.mark.parametrize("module", ["training", "parity", "plots"])
def test_its_modules_load_no_framework_before_they_are_used(module):
    program = f"import sys, dlcourse.{module}; sys.exit(any(m in sys.modules for m in ('torch', 'keras', 'tensorflow', 'matplotlib')))"
    assert subprocess.run([sys.executable, "-c", program]).returncode == 0


def test_an_unknown_attribute_of_the_package_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'utils'"):
        dlcourse.utils  # noqa: B018


def test_the_profile_is_the_argument_then_the_environment_then_standard(monkeypatch, capsys):
    assert dlcourse.start("digits", frameworks=()).profile == "standard"
    monkeypatch.setenv("DLCOURSE_PROFILE", "full")
    assert dlcourse.start("digits", frameworks=()).profile == "full"
    assert dlcourse.start("digits", profile="smoke", frameworks=()).profile == "smoke"
    assert "digits · profile smoke · seed 0" in capsys.readouterr().out.splitlines()[-1]


@pytest.mark.parametrize("how", ["argument", "environment"])
def test_a_profile_that_does_not_exist_is_refused_and_the_others_are_named(how, monkeypatch):
    if how == "environment":
        monkeypatch.setenv("DLCOURSE_PROFILE", "quick")
    with pytest.raises(CourseError, match=r"no profile 'quick': choose one of smoke, standard, full\."):
        dlcourse.start("digits", profile="quick" if how == "argument" else None, frameworks=())


def test_a_framework_that_does_not_exist_is_refused():
    with pytest.raises(CourseError, match="no framework 'jax'"):
        Run("digits", "smoke", 0, ("jax",))


@pytest.mark.parametrize(("profile", "size"), [("smoke", 512), ("standard", 20_000), ("full", None)])
def test_pick_gives_the_size_of_the_profile(profile, size):
    assert new_run(profile).pick(smoke=512, standard=20_000, full=None) == size


def draws(seed):
    import torch

    run = Run("digits", "smoke", seed, ("torch",))
    return [random.random(), np.random.rand(), run.rng.random(), torch.rand(1).item()]


def test_a_seed_gives_the_same_draws_twice_and_another_seed_gives_others():
    first, again, other = draws(3), draws(3), draws(4)
    assert first == again
    assert all(a != b for a, b in zip(first, other, strict=True))


def test_a_seed_gives_keras_the_same_draws_twice():
    import keras

    def draw(seed):
        seed_everything(seed, ("keras",))
        return keras.random.normal((3,)), keras.layers.Dense(2).name and keras.initializers.GlorotUniform()((4, 4))

    first, again, other = (np.concatenate([np.ravel(part) for part in draw(seed)]) for seed in (3, 3, 4))
    assert np.array_equal(first, again)
    assert not np.any(first == other)


def test_a_claim_in_band_is_recorded_and_shown_in_one_line(capsys):
    run = new_run()
    run.claim("Test accuracy", 0.9712, format=".1%", framework="torch", standard=(0.965, 0.985))
    assert capsys.readouterr().out == "✓ Test accuracy: 97.1% (expected 96.5% to 98.5%)\n"
    [claim] = run.claims
    assert (claim.value, claim.text, claim.verdict, claim.data, claim.profile) == (0.9712, "97.1%", "in band", "generated", "standard")


@pytest.mark.parametrize("value", [0.5, math.nan, math.inf])
def test_a_claim_out_of_band_says_so_and_does_not_stop_the_notebook(value, capsys):
    run = new_run()
    run.claim("Test accuracy", value, standard=(0.965, 0.985))
    assert run.claims[0].verdict == "out of band"
    assert capsys.readouterr().out.startswith("✗")


def test_a_stand_in_is_judged_by_its_own_band_and_marked(capsys):
    load("stand-in")
    run = new_run()
    run.claim("Test accuracy", 0.97, standard=(0.965, 0.985), stand_in=(0.5, 0.9))
    assert run.claims[0].verdict == "out of band"
    assert "measured on stand-in data" in capsys.readouterr().out


@pytest.mark.parametrize("profile", ["standard", "full"])
def test_a_stand_in_without_a_band_of_its_own_never_passes_for_a_real_result(profile):
    load("real")
    load("stand-in")
    run = new_run(profile)
    run.claim("Test accuracy", 0.97, standard=(0.965, 0.985), full=(0.965, 0.985))
    assert (run.claims[0].verdict, run.claims[0].data, run.claims[0].band) == ("not judged", "stand-in", None)


@pytest.mark.parametrize("second", ["Test accuracy", "test-accuracy", "Test  accuracy!"])
def test_two_claims_that_prose_could_not_tell_apart_are_refused(second):
    run = new_run()
    run.claim("Test accuracy", 0.9)
    with pytest.raises(CourseError, match="already made"):
        run.claim(second, 0.8)
    assert len(run.claims) == 1


@pytest.mark.parametrize("value", ["high", None, [0.1, 0.2], np.array([0.1, 0.2])])
def test_a_value_that_is_no_number_is_refused(value):
    with pytest.raises(CourseError, match="needs a number"):
        new_run().claim("Test accuracy", value)


def test_numbers_of_numpy_and_torch_are_numbers():
    import torch

    run = new_run()
    run.claim("a", np.float32(0.5))
    run.claim("b", torch.tensor(0.5))
    run.claim("c", True)
    assert [type(claim.value) for claim in run.claims] == [float] * 3


def test_the_unit_stands_behind_the_number():
    run = new_run()
    run.claim("Time", 1.25, unit="ms", format=".1f")
    assert run.claims[0].text == "1.2 ms"
