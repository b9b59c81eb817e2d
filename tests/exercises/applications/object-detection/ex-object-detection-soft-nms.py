# %% hint: in the order of the boxes
def pair_iou(a, b):
    width = max(0.0, min(a[2], b[2]) - max(a[0], b[0]))
    height = max(0.0, min(a[3], b[3]) - max(a[1], b[1]))
    areas = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1])
    return width * height / (areas - width * height)


def soft_nms(boxes, scores, sigma=0.5):
    scores = np.array(scores, float)
    left = list(range(len(scores)))
    while left:
        best = max(left, key=lambda k: scores[k])
        left.remove(best)
        for k in left:
            scores[k] *= np.exp(-pair_iou(boxes[best], boxes[k]) ** 2 / sigma)
    return np.sort(scores)[::-1]


# %% hint: the weaker score falls by
def pair_iou(a, b):
    width = max(0.0, min(a[2], b[2]) - max(a[0], b[0]))
    height = max(0.0, min(a[3], b[3]) - max(a[1], b[1]))
    areas = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1])
    return width * height / (areas - width * height)


def soft_nms(boxes, scores, sigma=0.5):
    scores = np.array(scores, float)
    left = list(range(len(scores)))
    while left:
        best = max(left, key=lambda k: scores[k])
        left.remove(best)
        for k in left:
            scores[k] *= (1 - pair_iou(boxes[best], boxes[k]))
    return scores


# %% hint: the weaker score falls by
def pair_iou(a, b):
    width = max(0.0, min(a[2], b[2]) - max(a[0], b[0]))
    height = max(0.0, min(a[3], b[3]) - max(a[1], b[1]))
    areas = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1])
    return width * height / (areas - width * height)


def soft_nms(boxes, scores, sigma=0.5):
    scores = np.array(scores, float)
    left = list(range(len(scores)))
    while left:
        best = max(left, key=lambda k: scores[k])
        left.remove(best)
        for k in left:
            scores[k] *= pair_iou(boxes[best], boxes[k]) < sigma
    return scores


# %% hint: third box overtakes the second
def pair_iou(a, b):
    width = max(0.0, min(a[2], b[2]) - max(a[0], b[0]))
    height = max(0.0, min(a[3], b[3]) - max(a[1], b[1]))
    areas = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1])
    return width * height / (areas - width * height)


def soft_nms(boxes, scores, sigma=0.5):
    scores = np.array(scores, float)
    left = list(np.argsort(-scores))
    while left:
        best = left.pop(0)
        for k in left:
            scores[k] *= np.exp(-pair_iou(boxes[best], boxes[k]) ** 2 / sigma)
    return scores


# %% hint: the caller's scores must not change
def pair_iou(a, b):
    width = max(0.0, min(a[2], b[2]) - max(a[0], b[0]))
    height = max(0.0, min(a[3], b[3]) - max(a[1], b[1]))
    areas = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1])
    return width * height / (areas - width * height)


def soft_nms(boxes, scores, sigma=0.5):
    left = list(range(len(scores)))
    while left:
        best = max(left, key=lambda k: scores[k])
        left.remove(best)
        for k in left:
            scores[k] *= np.exp(-pair_iou(boxes[best], boxes[k]) ** 2 / sigma)
    return scores


# %% hint: Use sigma as it is given
def pair_iou(a, b):
    width = max(0.0, min(a[2], b[2]) - max(a[0], b[0]))
    height = max(0.0, min(a[3], b[3]) - max(a[1], b[1]))
    areas = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1])
    return width * height / (areas - width * height)


def soft_nms(boxes, scores, sigma=0.5):
    scores = np.array(scores, float)
    left = list(range(len(scores)))
    while left:
        best = max(left, key=lambda k: scores[k])
        left.remove(best)
        for k in left:
            scores[k] *= np.exp(-pair_iou(boxes[best], boxes[k]) ** 2 / 0.5)
    return scores
