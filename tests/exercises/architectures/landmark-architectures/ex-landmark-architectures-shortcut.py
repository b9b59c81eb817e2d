# %% hint: as many channels as asked for
def shortcut(x, channels, stride):
    return x[:, ::stride, ::stride]


# %% hint: do not average
def shortcut(x, channels, stride):
    n, height, width, old = x.shape
    blocks = x.reshape(n, height // stride, stride, width // stride, stride, old)
    return np.pad(blocks.mean(axis=(2, 4)), [(0, 0), (0, 0), (0, 0), (0, channels - old)])


# %% hint: come after the old ones
def shortcut(x, channels, stride):
    return np.pad(x[:, ::stride, ::stride], [(0, 0), (0, 0), (0, 0), (channels - x.shape[-1], 0)])


# %% hint: Begin with the first pixel
def shortcut(x, channels, stride):
    taken = x[:, stride - 1 :: stride, stride - 1 :: stride]
    return np.pad(taken, [(0, 0), (0, 0), (0, 0), (0, channels - x.shape[-1])])


# %% hint: An odd side is rounded up
def shortcut(x, channels, stride):
    height, width = x.shape[1] // stride * stride, x.shape[2] // stride * stride
    taken = x[:, :height:stride, :width:stride]
    return np.pad(taken, [(0, 0), (0, 0), (0, 0), (0, channels - x.shape[-1])])
