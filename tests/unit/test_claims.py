"""A claim is judged by the band that was set for the data and the profile that it was measured on, and by no other."""

import json
import math

import pytest

from dlcourse.claims import Claim, band_for, judge, slug


def claim(**changes):
    fields = dict(
        name="Test accuracy", value=0.97, text="97.0%", unit="", framework="torch", profile="standard", data="real", datasets=("mnist",),
        device="a processor", band=(0.96, 0.98), verdict="in band",
    )  # fmt: skip
    return Claim(**{**fields, **changes})


@pytest.mark.parametrize(
    ("value", "verdict"),
    [
        (0.96, "in band"),
        (0.97, "in band"),
        (0.98, "in band"),
        (0.9599, "out of band"),
        (0.9801, "out of band"),
        (math.nan, "out of band"),
        (math.inf, "out of band"),
        (-math.inf, "out of band"),
    ],
)
def test_a_band_is_a_closed_interval_that_holds_only_finite_numbers(value, verdict):
    assert judge(value, (0.96, 0.98)) == verdict


def test_nan_and_infinity_stay_out_of_an_unbounded_band():
    assert judge(math.nan, (-math.inf, math.inf)) == "out of band"
    assert judge(math.inf, (0, math.inf)) == "out of band"


def test_without_a_band_nothing_is_judged():
    assert judge(math.nan, None) == "not judged"


BANDS = {"always": None, "smoke": (0.1, 1), "standard": (0.9, 1), "full": (0.95, 1), "stand_in": (0.5, 1)}


@pytest.mark.parametrize(
    ("profile", "data", "band"),
    [
        ("standard", "real", (0.9, 1)),
        ("full", "real", (0.95, 1)),
        ("standard", "stand-in", (0.5, 1)),
        ("smoke", "stand-in", (0.1, 1)),
        ("standard", "generated", (0.9, 1)),
        ("smoke", "generated", (0.1, 1)),
    ],
)
def test_profile_and_data_choose_the_band(profile, data, band):
    assert band_for(profile, data, BANDS) == band


@pytest.mark.parametrize("profile", ["standard", "full"])
def test_a_stand_in_is_never_judged_by_a_band_set_on_real_data(profile):
    assert band_for(profile, "stand-in", {**BANDS, "stand_in": None}) is None


def test_the_band_for_stand_ins_does_not_judge_real_data():
    assert band_for("standard", "real", {**BANDS, "standard": None}) is None


@pytest.mark.parametrize("profile", ["smoke", "standard", "full"])
@pytest.mark.parametrize("data", ["real", "stand-in", "generated"])
def test_an_identity_holds_in_every_profile_and_on_any_data(profile, data):
    assert band_for(profile, data, {**BANDS, "always": (0, 1e-6)}) == (0, 1e-6)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("PyTorch test accuracy", "pytorch-test-accuracy"), ("max |ΔW|, step 3", "max-w-step-3"), ("  Loss (%) ", "loss")],
)
def test_prose_quotes_a_claim_by_its_name_in_lower_case_with_dashes(name, expected):
    assert slug(name) == expected
    assert claim(name=name).slug == expected


def test_a_record_survives_json():
    original = claim()
    assert Claim.from_record(json.loads(json.dumps(original.to_record()))) == original


def test_a_record_without_a_band_survives_json():
    original = claim(band=None, verdict="not judged")
    assert Claim.from_record(json.loads(json.dumps(original.to_record()))) == original


def test_a_forged_verdict_is_judged_anew():
    record = claim(value=0.1).to_record()
    assert record["verdict"] == "in band"
    assert Claim.from_record(record).verdict == "out of band"
