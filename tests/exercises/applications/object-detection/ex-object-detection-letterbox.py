# %% hint: only the scale changes
def to_photo(box, size, height, width):
    return list(box)


# %% hint: subtract it before you scale
def to_photo(box, size, height, width):
    x1, y1, x2, y2 = box
    return [x1 * width / size, y1 * height / size, x2 * width / size, y2 * height / size]


# %% hint: subtract it before you scale
def to_photo(box, size, height, width):
    scale = max(height, width) / size
    left, top = (size - width / scale) / 2, (size - height / scale) / 2
    xs = [min(max(x * scale - left, 0.0), float(width)) for x in (box[0], box[2])]
    ys = [min(max(y * scale - top, 0.0), float(height)) for y in (box[1], box[3])]
    return [xs[0], ys[0], xs[1], ys[1]]


# %% hint: A tall photograph has its padding
def to_photo(box, size, height, width):
    scale = max(height, width) / size
    top = (size - height / scale) / 2
    xs = [min(max(x * scale, 0.0), float(width)) for x in (box[0], box[2])]
    ys = [min(max((y - top) * scale, 0.0), float(height)) for y in (box[1], box[3])]
    return [xs[0], ys[0], xs[1], ys[1]]


# %% hint: cut at the photograph's edges
def to_photo(box, size, height, width):
    scale = max(height, width) / size
    left, top = (size - width / scale) / 2, (size - height / scale) / 2
    return [(box[0] - left) * scale, (box[1] - top) * scale, (box[2] - left) * scale, (box[3] - top) * scale]
