"""Card payments: real ones or a stand-in, and weights that let a sample speak for the whole."""

from __future__ import annotations

import gzip
import hashlib

import numpy as np
import pytest
from conftest import REAL
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score

from dlcourse import data
from dlcourse.data import registry, transaction_stand_ins, transactions
from dlcourse.errors import CourseError

WHOLE, SUBSET = ("credit-card-fraud", "creditcard.csv"), ("credit-card-fraud-subset", "creditcard_subset.csv.gz")
COLUMNS = ["Time", *(f"V{k}" for k in range(1, 29)), "Amount", "Class"]

pytestmark = pytest.mark.usefixtures("offline")


def table(*payments: tuple[float, float, int]) -> bytes:
    """A file in the publisher's format from pairs of time, amount and class; the components count the row."""
    lines = [",".join(f'"{name}"' for name in COLUMNS)]
    for number, (time, amount, label) in enumerate(payments):
        lines.append(",".join([f"{time:g}", *(f"{number + k / 100}" for k in range(1, 29)), f"{amount}", f'"{label}"']))
    return ("\n".join(lines) + "\n").encode()


def lay_ready(folder, monkeypatch, **contents: bytes) -> None:
    """Put ``whole`` or ``subset`` into a folder of ready files, registered in the place of the real ones."""
    known = {}
    for kind, (name, file) in {"whole": WHOLE, "subset": SUBSET}.items():
        content = contents.get(kind, b"elsewhere")
        entry = {"title": kind, "licence": "", "citation": "", "description": "", "folder": "creditcard"}
        entry["files"] = [{"name": file, "sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}]
        known[name] = registry._dataset(name, entry)
        if kind in contents:
            (folder / "creditcard").mkdir(exist_ok=True)
            (folder / "creditcard" / file).write_bytes(content)
    monkeypatch.setenv("DLCOURSE_DATA", str(folder))
    monkeypatch.setattr(registry, "datasets", lambda: known)


def test_the_whole_file_counts_every_row_once_and_keeps_copies(tmp_path, monkeypatch):
    lay_ready(tmp_path, monkeypatch, whole=table((0, 149.62, 0), (1, 2.69, 1), (1, 2.69, 1)))
    payments = data.credit_card_fraud()
    assert payments.times.tolist() == [0, 1, 1] and payments.amounts.tolist() == [149.62, 2.69, 2.69]
    assert payments.components.shape == (3, 28) and payments.components[1, 27] == 1.28 and payments.labels.tolist() == [0, 1, 1]
    assert payments.weights.tolist() == [1, 1, 1] and payments.origin == "real"
    assert [one.name for one in data.loaded] == ["credit-card-fraud"]


def test_where_the_whole_file_cannot_be_had_nothing_stands_in_for_it_and_nothing_is_noted(tmp_path, monkeypatch):
    lay_ready(tmp_path, monkeypatch, subset=gzip.compress(table((0, 1, 0), (0, 2, 1))))
    assert data.credit_card_fraud() is None and data.loaded == []
    assert len(data.credit_card_fraud_subset().labels) == 2


def test_the_whole_file_can_be_thinned(tmp_path, monkeypatch):
    lay_ready(tmp_path, monkeypatch, whole=table(*[(time, 1, int(time == 5)) for time in range(11)]))
    payments = data.credit_card_fraud(4)
    assert payments.weights[payments.labels == 0].tolist() == [2.5] * 4 and payments.times[payments.labels == 1].tolist() == [5]


def test_weights_of_the_subset_restore_each_quarter_of_the_whole(tmp_path, monkeypatch):
    rows = [(10, 1, 0), (4_000, 1, 0), (5_000, 1, 0), (6_000, 1, 1), (60_000, 1, 0), (90_000, 1, 0), (140_000, 1, 0), (150_000, 1, 1)]
    lay_ready(tmp_path, monkeypatch, subset=gzip.compress(table(*rows)))
    payments = data.credit_card_fraud_subset()
    distinct = transactions.NUM_DISTINCT_GENUINE / transactions.NUM_GENUINE
    quarter = transactions.NUM_PAYMENTS / 4
    assert payments.weights[[0, 3, 7]].tolist() == [1, 1, 1], "a row of the first hour and a fraud stand for themselves"
    assert payments.weights[1] == payments.weights[2] == pytest.approx(((quarter - 1) * distinct - 1) / 2)
    assert payments.weights[4] == payments.weights[5] == pytest.approx(quarter * distinct)
    assert payments.weights[6] == pytest.approx((quarter - 1) * distinct)
    assert [(one.name, one.origin) for one in data.loaded] == [("credit-card-fraud-subset", "real")]


def test_fewer_genuine_payments_stand_for_as_many_and_all_frauds_stay():
    everything, fewer, again = data.credit_card_fraud_subset(), data.credit_card_fraud_subset(2_000), data.credit_card_fraud_subset(2_000)
    assert (fewer.labels == 0).sum() == 2_000 and fewer.labels.sum() == everything.labels.sum() == 492
    assert fewer.weights.sum() == pytest.approx(everything.weights.sum()) and (fewer.times == again.times).all()
    assert (np.diff(fewer.times) >= 0).all() and (fewer.weights[fewer.labels == 1] == 1).all()
    assert data.credit_card_fraud_subset(10**9).labels.shape == everything.labels.shape


@pytest.mark.parametrize("count", [0, -3])
def test_a_count_that_cannot_be_is_refused(count):
    for loader in (data.credit_card_fraud, data.credit_card_fraud_subset):
        with pytest.raises(CourseError, match=f"num_genuine is {count}"):
            loader(count)


def test_the_full_profile_wants_the_whole_file(tmp_path, monkeypatch):
    lay_ready(tmp_path, monkeypatch, subset=gzip.compress(table((0, 1, 0))))
    data.begin(stand_ins_only=False, real_only=True)
    with pytest.raises(CourseError, match="dlcourse data fetch credit-card-fraud"):
        data.credit_card_fraud()


def test_the_stand_in_has_the_shape_of_the_subset_and_says_what_it_is(capsys):
    payments, again = data.credit_card_fraud_subset(), data.credit_card_fraud_subset()
    assert capsys.readouterr().out.startswith("Stand-in for Credit-card fraud, subset: payments from a generator; not real")
    assert payments.origin == "stand-in" == data.origin_of_loaded()
    assert payments.components.shape == (23_111, 28) and np.bincount(payments.labels).tolist() == [22_619, 492]
    assert (payments.components == again.components).all() and (np.diff(payments.times) >= 0).all()
    assert payments.times.min() >= 0 and payments.times.max() < 172_800 and payments.amounts.min() >= 0
    rows = np.column_stack([payments.times, payments.components, payments.amounts])[payments.labels == 1]
    assert len(np.unique(rows, axis=0)) == 492 - transaction_stand_ins.NUM_COPIES
    assert np.average(payments.labels, weights=payments.weights) == pytest.approx(492 / 283_745)


def test_stand_in_frauds_can_be_found_but_not_all():
    payments = data.credit_card_fraud_subset()
    x = np.clip(payments.components / payments.components.std(axis=0), -5, 5)
    early = payments.times < 86_400
    model = LogisticRegression(C=0.01, max_iter=500).fit(x[early], payments.labels[early], sample_weight=payments.weights[early])
    found = average_precision_score(payments.labels[~early], model.decision_function(x[~early]), sample_weight=payments.weights[~early])
    assert 0.3 < found < 0.9


@pytest.mark.skipif(not REAL, reason="DLCOURSE_DATA names no folder with the real files")
def test_the_real_subset_speaks_for_the_whole_once_it_is_weighted(monkeypatch):
    monkeypatch.setenv("DLCOURSE_DATA", REAL)
    payments = data.credit_card_fraud_subset()
    assert payments.components.shape == (23_111, 28) and payments.labels.sum() == 492 and payments.origin == "real"
    assert payments.amounts[payments.labels == 1].sum() == pytest.approx(60_127.97)
    assert payments.weights.sum() == pytest.approx(492 + transactions.NUM_DISTINCT_GENUINE)
    scaled = payments.components / payments.components.std(axis=0)
    raw, weighted = (np.abs(np.average(scaled, axis=0, weights=weights)).max() for weights in (None, payments.weights))
    assert weighted < 0.05 < 0.1 < raw, "principal components have mean zero over the whole file"
