# %% hint: Boxes come in any order
def verdicts(boxes, scores, people, crowds):
    """1 for a hit, 0 for a false find, -1 for a find that does not count, (n,)."""

    def area(box):
        return np.prod(np.maximum(box[..., 2:] - box[..., :2], 0), axis=-1)

    def common(box, others):
        return area(np.concatenate([np.maximum(box[:2], others[:, :2]), np.minimum(box[2:], others[:, 2:])], axis=1))

    free, verdict = np.ones(len(people), dtype=bool), np.zeros(len(boxes), dtype=int)
    for find in range(len(boxes)):
        box = boxes[find]
        shared = common(box, people)
        iou = np.where(free, shared / (area(box) + area(people) - shared), -1.0)
        if len(people) and iou.max() >= OVERLAP:
            verdict[find], free[iou.argmax()] = 1, False
        elif (common(box, crowds) / area(box) >= OVERLAP).any():
            verdict[find] = -1
    return verdict
# %% hint: Compare a find with a crowd by the find's own area
def verdicts(boxes, scores, people, crowds):
    """1 for a hit, 0 for a false find, -1 for a find that does not count, (n,)."""

    def area(box):
        return np.prod(np.maximum(box[..., 2:] - box[..., :2], 0), axis=-1)

    def common(box, others):
        return area(np.concatenate([np.maximum(box[:2], others[:, :2]), np.minimum(box[2:], others[:, 2:])], axis=1))

    free, verdict = np.ones(len(people), dtype=bool), np.zeros(len(boxes), dtype=int)
    for find in np.argsort(-scores, kind="stable"):
        box = boxes[find]
        shared = common(box, people)
        iou = np.where(free, shared / (area(box) + area(people) - shared), -1.0)
        if len(people) and iou.max() >= OVERLAP:
            verdict[find], free[iou.argmax()] = 1, False
        elif (common(box, crowds) / (area(box) + area(crowds) - common(box, crowds)) >= OVERLAP).any():
            verdict[find] = -1
    return verdict
# %% hint: a person is found once
def verdicts(boxes, scores, people, crowds):
    """1 for a hit, 0 for a false find, -1 for a find that does not count, (n,)."""

    def area(box):
        return np.prod(np.maximum(box[..., 2:] - box[..., :2], 0), axis=-1)

    def common(box, others):
        return area(np.concatenate([np.maximum(box[:2], others[:, :2]), np.minimum(box[2:], others[:, 2:])], axis=1))

    free, verdict = np.ones(len(people), dtype=bool), np.zeros(len(boxes), dtype=int)
    for find in np.argsort(-scores, kind="stable"):
        box = boxes[find]
        shared = common(box, people)
        iou = shared / (area(box) + area(people) - shared)
        if len(people) and iou.max() >= OVERLAP:
            verdict[find], free[iou.argmax()] = 1, False
        elif (common(box, crowds) / area(box) >= OVERLAP).any():
            verdict[find] = -1
    return verdict
# %% hint: the free person with the highest IoU, not the first
def verdicts(boxes, scores, people, crowds):
    """1 for a hit, 0 for a false find, -1 for a find that does not count, (n,)."""

    def area(box):
        return np.prod(np.maximum(box[..., 2:] - box[..., :2], 0), axis=-1)

    def common(box, others):
        return area(np.concatenate([np.maximum(box[:2], others[:, :2]), np.minimum(box[2:], others[:, 2:])], axis=1))

    free, verdict = np.ones(len(people), dtype=bool), np.zeros(len(boxes), dtype=int)
    for find in np.argsort(-scores, kind="stable"):
        box = boxes[find]
        shared = common(box, people)
        iou = np.where(free, shared / (area(box) + area(people) - shared), -1.0)
        if len(people) and iou.max() >= OVERLAP:
            verdict[find], free[np.argmax(iou >= OVERLAP)] = 1, False
        elif (common(box, crowds) / area(box) >= OVERLAP).any():
            verdict[find] = -1
    return verdict
# %% hint: a crowd is never used up
def verdicts(boxes, scores, people, crowds):
    """1 for a hit, 0 for a false find, -1 for a find that does not count, (n,)."""

    def area(box):
        return np.prod(np.maximum(box[..., 2:] - box[..., :2], 0), axis=-1)

    def common(box, others):
        return area(np.concatenate([np.maximum(box[:2], others[:, :2]), np.minimum(box[2:], others[:, 2:])], axis=1))

    free, verdict = np.ones(len(people), dtype=bool), np.zeros(len(boxes), dtype=int)
    for find in np.argsort(-scores, kind="stable"):
        box = boxes[find]
        shared = common(box, people)
        iou = np.where(free, shared / (area(box) + area(people) - shared), -1.0)
        if len(people) and iou.max() >= OVERLAP:
            verdict[find], free[iou.argmax()] = 1, False
        elif (common(box, crowds) / area(box) >= OVERLAP).any():
            verdict[find], crowds = -1, crowds[~(common(box, crowds) / area(box) >= OVERLAP)]
    return verdict
# %% hint: all of it is not needed
def verdicts(boxes, scores, people, crowds):
    """1 for a hit, 0 for a false find, -1 for a find that does not count, (n,)."""

    def area(box):
        return np.prod(np.maximum(box[..., 2:] - box[..., :2], 0), axis=-1)

    def common(box, others):
        return area(np.concatenate([np.maximum(box[:2], others[:, :2]), np.minimum(box[2:], others[:, 2:])], axis=1))

    free, verdict = np.ones(len(people), dtype=bool), np.zeros(len(boxes), dtype=int)
    for find in np.argsort(-scores, kind="stable"):
        box = boxes[find]
        shared = common(box, people)
        iou = np.where(free, shared / (area(box) + area(people) - shared), -1.0)
        if len(people) and iou.max() >= OVERLAP:
            verdict[find], free[iou.argmax()] = 1, False
        elif (common(box, crowds) / area(box) >= 1).any():
            verdict[find] = -1
    return verdict
# %% hint: neither 0.5 nor a neighbour's
def verdicts(boxes, scores, people, crowds):
    """1 for a hit, 0 for a false find, -1 for a find that does not count, (n,)."""

    def area(box):
        return np.prod(np.maximum(box[..., 2:] - box[..., :2], 0), axis=-1)

    def common(box, others):
        return area(np.concatenate([np.maximum(box[:2], others[:, :2]), np.minimum(box[2:], others[:, 2:])], axis=1))

    free, verdict = np.ones(len(people), dtype=bool), np.zeros(len(boxes), dtype=int)
    for find in np.argsort(-scores, kind="stable"):
        box = boxes[find]
        shared = common(box, people)
        iou = np.where(free, shared / (area(box) + area(people) - shared), -1.0)
        if len(people) and iou.max() >= 0.5:
            verdict[find], free[iou.argmax()] = 1, False
        elif (common(box, crowds) / area(box) >= OVERLAP).any():
            verdict[find] = -1
    return verdict
