# %% hint: The old channels stand in the middle
def shortcut(x, new):
    if new == 0:
        return x
    return np.pad(x[:, ::2, ::2], [(0, 0), (0, 0), (0, 0), (0, new)])
# %% hint: the first pixel is kept as it is
def shortcut(x, new):
    if new == 0:
        return x
    n, height, width, channels = x.shape
    halved = x.reshape(n, height // 2, 2, width // 2, 2, channels).mean(axis=(2, 4))
    return np.pad(halved, [(0, 0), (0, 0), (0, 0), (new // 2, new // 2)])
# %% hint: Half the side, and two more channels
def shortcut(x, new):
    return np.pad(x, [(0, 0), (0, 0), (0, 0), (new // 2, new // 2)])
