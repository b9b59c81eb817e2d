# %% hint: a tie is no win
def winoground(s):
    s = np.asarray(s)
    own, other = s[:, [0, 1], [0, 1]], s[:, [1, 0], [0, 1]]
    text = (own >= other).all(axis=1)
    image = (own >= s[:, [0, 1], [1, 0]]).all(axis=1)
    return float(text.mean()), float(image.mean()), float((text & image).mean())
# %% hint: compare captions
def winoground(s):
    s = np.asarray(s)
    own, other = s[:, [0, 1], [0, 1]], s[:, [1, 0], [0, 1]]
    text = (own > other).all(axis=1)
    image = (own > s[:, [0, 1], [1, 0]]).all(axis=1)
    return float(image.mean()), float(text.mean()), float((text & image).mean())
# %% hint: both must be right
def winoground(s):
    s = np.asarray(s)
    own, other = s[:, [0, 1], [0, 1]], s[:, [1, 0], [0, 1]]
    text = (own > other)[:, 0]
    image = (own > s[:, [0, 1], [1, 0]]).all(axis=1)
    return float(text.mean()), float(image.mean()), float((text & image).mean())
# %% hint: combine set by set
def winoground(s):
    s = np.asarray(s)
    own, other = s[:, [0, 1], [0, 1]], s[:, [1, 0], [0, 1]]
    text = (own > other).all(axis=1)
    image = (own > s[:, [0, 1], [1, 0]]).all(axis=1)
    return float(text.mean()), float(image.mean()), float(min(text.mean(), image.mean()))
