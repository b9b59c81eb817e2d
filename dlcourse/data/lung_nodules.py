"""Lung nodules in CT: patches around candidates of the LUNA16 challenge, and volumes of LIDC-IDRI with ratings. Not for clinical use."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass

import numpy as np

from dlcourse.data import lung_nodule_stand_ins, policy

PARTS = ("train", "val", "test")
SIDE = 50  # pixels along a patch
VOLUME = 51  # voxels along a volume

# How suspicious of cancer one radiologist called each of the 134 nodules, 1 (highly unlikely) to 5 (highly suspicious), in the order
# of the volumes: the column "malignancy" of lidc_nodules3d_ground_truth.xls, an Excel file of 1997's format that nothing here reads.
MALIGNANCY = (
    "5552325343244542223225323534434433432533422541452455554434425354534"
    "5545325352353442323424434445454333332434245353334233332543234144433"
)

# How often two radiologists gave one nodule the ratings (row, column) + 1, the lower one in the row: all pairs among the readers of
# those 1,171 nodules of LUNA16 that three or four had rated. Counted from LIDC-IDRI's ratings (Armato et al., 2011, CC BY 3.0) as
# Stevens, Antiga and Viehmann list them in annotations_with_malignancy.csv of github.com/deep-learning-with-pytorch/dlwpt-code.
READER_PAIRS = (
    (515, 167, 222, 94, 36),
    (0, 272, 1120, 410, 136),
    (0, 0, 880, 702, 352),
    (0, 0, 0, 220, 353),
    (0, 0, 0, 0, 323),
)


@dataclass(frozen=True)
class NodulePatches:
    """Axial patches around candidates for lung nodules, in the order of LUNA16's list of candidates.

    ``images`` is uint8 of shape (n, 50, 50): -1000 to 400 Hounsfield units as 0 to 255, from lossy JPEG, of unknown pixel size; one
    patch, cut by the edge of its slice, is filled up with zeros. ``labels`` is int64, 1 where radiologists marked a nodule.
    ``rows`` is int64: the candidate's row in that list, which goes through the 888 scans one after the other. ``parts`` holds the
    split that came with the patches, "train", "val" or "test". ``origin`` is ``"real"`` or ``"stand-in"``.
    """

    images: np.ndarray
    labels: np.ndarray
    rows: np.ndarray
    parts: np.ndarray
    origin: policy.Origin


def luna16_patches() -> NodulePatches:
    """8,106 of LUNA16's 551,065 candidates: all 1,351 nodules, five other candidates for each (Setio et al., 2017; Subramanian, 2017)."""
    found = policy.obtain("luna16-patches")
    if found is None:
        return _recorded(*lung_nodule_stand_ins.patches(), stand_in=lung_nodule_stand_ins.PATCHES)
    return _recorded(*_read_patches(found["luna16_candidate_patches_50x50.zip"]))


@dataclass(frozen=True)
class NoduleVolumes:
    """Lung nodules in three dimensions, each in the middle of its volume, with what radiologists made of them.

    ``images`` is uint8 of shape (n, 51, 51, 51), ``masks`` bool of the same shape: one radiologist's outline. The size of a voxel is
    not known. ``malignancy`` is int64 of shape (n,), that radiologist's rating from 1 (highly unlikely) to 5 (highly suspicious); no
    biopsy stands behind it. ``reader_pairs`` is int64 of shape (5, 5): how often two readers of one nodule, of another collection of
    1,171, gave these two ratings, the lower in the row. ``origin`` is ``"real"`` or ``"stand-in"``.
    """

    images: np.ndarray
    masks: np.ndarray
    malignancy: np.ndarray
    reader_pairs: np.ndarray
    origin: policy.Origin


def lidc_nodules() -> NoduleVolumes:
    """134 nodules of LIDC-IDRI as volumes of 51x51x51 (Armato et al., 2011)."""
    found = policy.obtain("lidc-nodules", ["lidc_nodules3d_51.npz"])
    if found is None:
        images, masks, malignancy = lung_nodule_stand_ins.volumes()
        policy.record("lidc-nodules", "stand-in", f"{lung_nodule_stand_ins.VOLUMES} ({len(images)} volumes)")
        return NoduleVolumes(images, masks, malignancy, np.array(READER_PAIRS), "stand-in")
    with np.load(io.BytesIO(found["lidc_nodules3d_51.npz"])) as arrays:  # by default it refuses object arrays
        images, packed = arrays["images"], arrays["masks"]
    masks = np.unpackbits(packed, axis=1)[:, : VOLUME**3].reshape(images.shape).astype(bool)
    malignancy = np.array([int(rating) for rating in MALIGNANCY[: len(images)]])
    policy.record("lidc-nodules", "real", f"{len(images)} volumes of {VOLUME}x{VOLUME}x{VOLUME}, one reader's rating each")
    return NoduleVolumes(images, masks, malignancy, np.array(READER_PAIRS), "real")


def _read_patches(packed: bytes) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Images, labels, rows and parts from the archive: lists of "PART/image_ROW.jpg LABEL", and those files."""
    from PIL import Image

    listed: list[tuple[int, int, str, str]] = []
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        for part in PARTS:
            for line in archive.read(f"{part}datalabels.txt").decode("ascii").splitlines():
                name, label = line.split()
                row = re.fullmatch(r"(train|val|test)/image_(\d+)\.jpg", name)[2]
                listed.append((int(row), int(label), part, name))
        listed.sort()
        images = np.zeros((len(listed), SIDE, SIDE), np.uint8)
        for image, (*_, name) in zip(images, listed, strict=True):
            grey = np.asarray(Image.open(io.BytesIO(archive.read(name))).convert("L"))[:SIDE, :SIDE]
            image[: grey.shape[0], : grey.shape[1]] = grey
    rows, labels, parts = (np.array([one[k] for one in listed]) for k in range(3))
    return images, labels, rows, parts


def _recorded(
    images: np.ndarray, labels: np.ndarray, rows: np.ndarray, parts: np.ndarray, stand_in: str | None = None
) -> NodulePatches:
    """Note what was loaded, and return it. ``stand_in`` says what stands in, when something does."""
    origin: policy.Origin = "stand-in" if stand_in else "real"
    counts = f"{len(labels):,} patches, {labels.sum():,} of them nodules"
    policy.record("luna16-patches", origin, f"{stand_in} ({counts})" if stand_in else counts)
    return NodulePatches(images, labels.astype(np.int64), rows.astype(np.int64), parts, origin)
