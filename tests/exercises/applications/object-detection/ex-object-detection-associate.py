# %% hint: Each box goes with the one it overlaps
def overlap(a, b):
    width = max(0.0, min(a[2], b[2]) - max(a[0], b[0]))
    height = max(0.0, min(a[3], b[3]) - max(a[1], b[1]))
    areas = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1])
    return width * height / (areas - width * height)


def associate(previous, current, threshold=0.3):
    pairs = [(overlap(a, b), i, j) for i, a in enumerate(previous) for j, b in enumerate(current)]
    tied, used_i, used_j = [], set(), set()
    for value, i, j in sorted(pairs, reverse=True):
        if value >= threshold and i not in used_i and j not in used_j:
            tied.append([j, i])
            used_i.add(i)
            used_j.add(j)
    return tied


# %% hint: the highest IoU comes first
def overlap(a, b):
    width = max(0.0, min(a[2], b[2]) - max(a[0], b[0]))
    height = max(0.0, min(a[3], b[3]) - max(a[1], b[1]))
    areas = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1])
    return width * height / (areas - width * height)


def associate(previous, current, threshold=0.3):
    pairs = [(overlap(a, b), i, j) for i, a in enumerate(previous) for j, b in enumerate(current)]
    tied, used_i, used_j = [], set(), set()
    for value, i, j in sorted(pairs, reverse=True):
        if value >= threshold and i not in used_i and j not in used_j:
            tied.append([i, j])
            used_i.add(i)
            used_j.add(j)
    return sorted(tied)


# %% hint: no pairs
def overlap(a, b):
    width = max(0.0, min(a[2], b[2]) - max(a[0], b[0]))
    height = max(0.0, min(a[3], b[3]) - max(a[1], b[1]))
    areas = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1])
    return width * height / (areas - width * height)


def associate(previous, current, threshold=0.3):
    if not current:
        return None
    pairs = [(overlap(a, b), i, j) for i, a in enumerate(previous) for j, b in enumerate(current)]
    tied, used_i, used_j = [], set(), set()
    for value, i, j in sorted(pairs, reverse=True):
        if value >= threshold and i not in used_i and j not in used_j:
            tied.append([i, j])
            used_i.add(i)
            used_j.add(j)
    return tied


# %% hint: A pair below the threshold
def overlap(a, b):
    width = max(0.0, min(a[2], b[2]) - max(a[0], b[0]))
    height = max(0.0, min(a[3], b[3]) - max(a[1], b[1]))
    areas = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1])
    return width * height / (areas - width * height)


def associate(previous, current, threshold=0.3):
    pairs = [(overlap(a, b), i, j) for i, a in enumerate(previous) for j, b in enumerate(current)]
    tied, used_i, used_j = [], set(), set()
    for value, i, j in sorted(pairs, reverse=True):
        if i not in used_i and j not in used_j:
            tied.append([i, j])
            used_i.add(i)
            used_j.add(j)
    return tied


# %% hint: the highest IoU has the first choice
def overlap(a, b):
    width = max(0.0, min(a[2], b[2]) - max(a[0], b[0]))
    height = max(0.0, min(a[3], b[3]) - max(a[1], b[1]))
    areas = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1])
    return width * height / (areas - width * height)


def associate(previous, current, threshold=0.3):
    pairs = [(overlap(a, b), i, j) for i, a in enumerate(previous) for j, b in enumerate(current)]
    tied, used_i, used_j = [], set(), set()
    for value, i, j in sorted(pairs, reverse=True):
        if value >= threshold and i not in used_i:
            tied.append([i, j])
            used_i.add(i)
            used_j.add(j)
    return tied


# %% hint: A box of the previous frame may be used once
def overlap(a, b):
    width = max(0.0, min(a[2], b[2]) - max(a[0], b[0]))
    height = max(0.0, min(a[3], b[3]) - max(a[1], b[1]))
    areas = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1])
    return width * height / (areas - width * height)


def associate(previous, current, threshold=0.3):
    pairs = [(overlap(a, b), i, j) for i, a in enumerate(previous) for j, b in enumerate(current)]
    tied, used_i, used_j = [], set(), set()
    for value, i, j in sorted(pairs, reverse=True):
        if value >= threshold and j not in used_j:
            tied.append([i, j])
            used_i.add(i)
            used_j.add(j)
    return tied
