"""Lung nodules: the archive and the volumes are read as they are meant, and the stand-ins have what the page needs."""

from __future__ import annotations

import io
import time
import zipfile

import numpy as np
import pytest
from conftest import lay_ready
from PIL import Image

from dlcourse import data
from dlcourse.data import lung_nodule_stand_ins, lung_nodules

pytestmark = pytest.mark.usefixtures("offline")


def archive_of_patches() -> bytes:
    """Four patches, listed out of order; one lacks three rows of pixels."""
    shades = {("train", 70): 200, ("train", 5): 40, ("val", 9): 90, ("test", 6): 120}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for part in ("train", "val", "test"):
            lines = []
            for (its_part, row), shade in shades.items():
                if its_part == part:
                    file = io.BytesIO()
                    Image.new("L", (50, 47 if row == 9 else 50), shade).save(file, "JPEG")
                    archive.writestr(f"{part}/image_{row}.jpg", file.getvalue())
                    lines.append(f"{part}/image_{row}.jpg {int(row == 70)}")
            archive.writestr(f"{part}datalabels.txt", "\n".join(lines))
    return buffer.getvalue()


def test_patches_come_in_the_order_of_their_rows_with_label_and_part(tmp_path, monkeypatch):
    lay_ready(tmp_path, monkeypatch, "luna16-patches", {"luna16_candidate_patches_50x50.zip": archive_of_patches()})
    patches = data.luna16_patches()
    assert patches.origin == "real" and patches.images.dtype == np.uint8 and patches.images.shape == (4, 50, 50)
    assert patches.rows.tolist() == [5, 6, 9, 70] and patches.rows.dtype == np.int64
    assert patches.labels.tolist() == [0, 0, 0, 1] and patches.labels.dtype == np.int64
    assert patches.parts.tolist() == ["train", "test", "val", "train"]
    assert [int(image[10, 10]) for image in patches.images] == [40, 120, 90, 200]


def test_a_patch_cut_by_the_edge_of_its_slice_is_filled_up_with_zeros(tmp_path, monkeypatch):
    lay_ready(tmp_path, monkeypatch, "luna16-patches", {"luna16_candidate_patches_50x50.zip": archive_of_patches()})
    cut = data.luna16_patches().images[2]
    assert (cut[:47] == 90).all() and (cut[47:] == 0).all()


def test_volumes_have_their_masks_unpacked_and_their_ratings_in_order(tmp_path, monkeypatch):
    rng = np.random.default_rng(0)
    images = rng.integers(0, 256, (2, 51, 51, 51), dtype=np.uint8)
    masks = rng.random(images.shape) < 0.1
    buffer = io.BytesIO()
    np.savez(buffer, images=images, masks=np.packbits(masks.reshape(2, -1), axis=1), names=np.array(["a.npy", "b.npy"]))
    lay_ready(tmp_path, monkeypatch, "lidc-nodules", {"lidc_nodules3d_51.npz": buffer.getvalue()})
    nodules = data.lidc_nodules()
    assert nodules.origin == "real" and (nodules.images == images).all() and (nodules.masks == masks).all()
    assert nodules.masks.dtype == bool and nodules.malignancy.tolist() == [5, 5]


def test_a_pickle_in_the_place_of_an_array_is_refused(tmp_path, monkeypatch):
    buffer = io.BytesIO()
    np.savez(buffer, images=np.array([{}], dtype=object), masks=np.zeros((1, 1), np.uint8))
    lay_ready(tmp_path, monkeypatch, "lidc-nodules", {"lidc_nodules3d_51.npz": buffer.getvalue()})
    with pytest.raises(ValueError, match="allow_pickle"):
        data.lidc_nodules()


def test_the_registered_ratings_are_those_of_the_collection():
    assert len(lung_nodules.MALIGNANCY) == 134
    assert np.bincount([int(rating) for rating in lung_nodules.MALIGNANCY], minlength=6).tolist() == [0, 2, 24, 41, 39, 28]
    pairs = np.array(lung_nodules.READER_PAIRS)
    assert pairs.shape == (5, 5) and (np.tril(pairs, -1) == 0).all()
    # Nodules with three ratings give three pairs, those with four give six.
    assert pairs.sum() == 5802 and (pairs.sum() - 3 * 1171) % 3 == 0


def test_the_stand_in_for_patches_has_their_form_and_balance():
    began = time.perf_counter()
    patches = data.luna16_patches()
    assert time.perf_counter() - began < 2
    assert patches.origin == "stand-in" == data.origin_of_loaded()
    assert patches.images.shape == (1_500, 50, 50) and patches.images.dtype == np.uint8
    assert patches.labels.mean() == pytest.approx(1 / 6) and set(patches.labels.tolist()) == {0, 1}
    assert (np.diff(patches.rows) > 0).all(), "one row a candidate, in order"
    assert [(patches.parts == part).sum() for part in ("train", "val", "test")] == [960, 240, 300]


def test_the_stand_in_for_patches_is_always_the_same():
    first, second = lung_nodule_stand_ins.patches(), lung_nodule_stand_ins.patches()
    assert all((a == b).all() for a, b in zip(first, second, strict=True))


def test_scans_of_the_stand_in_differ_in_their_nodules_as_real_ones_do():
    patches = data.luna16_patches()
    nodules = np.bincount(patches.rows // lung_nodule_stand_ins.ROWS_A_SCAN, weights=patches.labels)
    assert nodules.var() > 1.5 * nodules.mean(), "more spread than independent draws would have"


def test_the_stand_in_for_volumes_has_their_form():
    nodules = data.lidc_nodules()
    assert nodules.origin == "stand-in" and nodules.images.shape == nodules.masks.shape == (40, 51, 51, 51)
    assert nodules.images.dtype == np.uint8 and nodules.masks.dtype == bool and nodules.masks.any(axis=(1, 2, 3)).all()
    assert set(nodules.malignancy.tolist()) == {1, 2, 3, 4, 5}
    size = nodules.masks.sum(axis=(1, 2, 3))
    assert size[nodules.malignancy >= 4].mean() > 2 * size[nodules.malignancy <= 2].mean()
