# %% hint: Each image needs a place of its own
def place(images, size, seed):
    rng = np.random.default_rng(seed)
    n, height, width = images.shape
    top, left = rng.integers(size - height + 1), rng.integers(size - width + 1)
    canvas = np.zeros((n, size, size))
    canvas[:, top : top + height, left : left + width] = images
    return canvas


# %% hint: wrapped around the edge
def place(images, size, seed):
    rng = np.random.default_rng(seed)
    n, height, width = images.shape
    canvas = np.zeros((n, size, size))
    canvas[:, :height, :width] = images
    return np.stack([np.roll(c, rng.integers(size, size=2), axis=(0, 1)) for c in canvas])


# %% hint: the last row and column belong to them
def place(images, size, seed):
    rng = np.random.default_rng(seed)
    n, height, width = images.shape
    canvas = np.zeros((n, size, size))
    for k, image in enumerate(images):
        top, left = rng.integers(size - height), rng.integers(size - width)
        canvas[k, top : top + height, left : left + width] = image
    return canvas


# %% hint: must hold the whole image once
def place(images, size, seed):
    rng = np.random.default_rng(seed)
    n, height, width = images.shape
    canvas = np.zeros((n, size, size))
    for k, image in enumerate(images):
        top, left = rng.integers(size, size=2)
        part = image[: size - top, : size - left]
        canvas[k, top : top + part.shape[0], left : left + part.shape[1]] = part
    return canvas
