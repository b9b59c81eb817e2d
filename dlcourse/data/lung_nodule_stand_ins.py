"""Stand-ins for lung nodules: discs and balls among bright lines on noise, always the same.

As in the real lists, several candidates come from one scan and share its brightness and noise; now and then two candidates are
the same nodule, seen from a few pixels away; and scans differ in how many nodules they have.
"""

from __future__ import annotations

import numpy as np

PATCHES = "discs and lines drawn by a generator; no CT, nobody's lung"
VOLUMES = "balls drawn by a generator, with a rating that follows their size; no CT, nobody's lung"

NUM_SCANS, NUM_PATCHES, NUM_NODULES = 120, 1_500, 250
ROWS_A_SCAN = 600
NUM_VOLUMES = 40
SIDE, VOLUME = 50, 51
Plane = np.ndarray  # float32, (50, 50)


def patches() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Images (n, 50, 50), labels, rows and parts: one nodule in six, sorted by row, split at random 64 : 16 : 20."""
    rng = np.random.default_rng(4)
    rows = np.sort(rng.choice(ROWS_A_SCAN * NUM_SCANS, NUM_PATCHES, replace=False))
    scans = rows // ROWS_A_SCAN
    share = rng.gamma(0.7, size=NUM_SCANS)[scans]  # some scans have many nodules, most have few
    labels = np.zeros(NUM_PATCHES, np.int64)
    labels[rng.choice(NUM_PATCHES, NUM_NODULES, replace=False, p=share / share.sum())] = 1
    light, grain = rng.uniform(30, 60, NUM_SCANS), rng.uniform(4, 12, NUM_SCANS)
    last: dict[int, Plane] = {}
    images = np.empty((NUM_PATCHES, SIDE, SIDE), np.uint8)
    for i, scan in enumerate(scans):
        if labels[i] and scan in last and rng.random() < 0.3:
            drawn = np.roll(last[scan], rng.integers(-6, 7, size=2), axis=(0, 1))
        else:
            drawn = _draw(bool(labels[i]), rng)
        if labels[i]:
            last[scan] = drawn
        noise = grain[scan] * rng.standard_normal(drawn.shape, dtype=np.float32)
        images[i] = np.clip(light[scan] + drawn + noise, 0, 255)
    parts = rng.permutation(np.repeat(np.array(["train", "val", "test"]), [960, 240, 300]))
    return images, labels, rows, parts


def _draw(is_nodule: bool, rng: np.random.Generator) -> Plane:
    """Vessels, and for a nodule a soft disc in the middle; another candidate has a vessel there, or a faint disc."""
    y, x = (np.arange(SIDE, dtype=np.float32) - SIDE / 2)[:, None], np.arange(SIDE, dtype=np.float32) - SIDE / 2
    drawn = np.zeros((SIDE, SIDE), np.float32)
    through_the_middle = not is_nodule and rng.random() < 0.7
    for k in range(rng.integers(1, 4)):
        angle, offset = rng.uniform(0, np.pi), 0 if through_the_middle and k == 0 else rng.uniform(-20, 20)
        distance = np.abs(x * np.sin(angle) - y * np.cos(angle) - offset)
        drawn = np.maximum(drawn, rng.uniform(60, 150) / (1 + np.exp(2 * (distance - rng.uniform(1, 3)))))
    if is_nodule or not through_the_middle:
        radius = rng.uniform(3, 10) if is_nodule else rng.uniform(1, 3.5)
        distance = np.hypot(y - rng.uniform(-3, 3), x - rng.uniform(-3, 3))
        drawn = np.maximum(drawn, rng.uniform(90, 180) / (1 + np.exp(1.5 * (distance - radius))))
    return drawn.astype(np.float32)


def volumes() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Images (n, 51, 51, 51), masks, and ratings from 1 to 5 that rise with the radius, give or take one."""
    rng = np.random.default_rng(5)
    middle = VOLUME // 2
    z, y, x = np.ogrid[:VOLUME, :VOLUME, :VOLUME]
    distance = np.sqrt((z - middle) ** 2 + (y - middle) ** 2 + (x - middle) ** 2).astype(np.float32)
    radius = rng.uniform(3, 15, NUM_VOLUMES)
    masks = distance < radius[:, None, None, None]
    images = np.empty(masks.shape, np.uint8)
    for image, mask in zip(images, masks, strict=True):
        image[:] = np.clip(40 + 120 * mask + 8 * rng.standard_normal(mask.shape, dtype=np.float32), 0, 255)
    ratings = np.clip(np.round(radius / 3.3 + rng.normal(0, 0.8, NUM_VOLUMES)), 1, 5).astype(np.int64)
    return images, masks, ratings
