# %% hint: the port that went wrong above
def same_padding(size, kernel, stride):
    return kernel // 2, kernel // 2


# %% hint: The odd zero goes behind
def same_padding(size, kernel, stride):
    total = max((-(-size // stride) - 1) * stride + kernel - size, 0)
    return total - total // 2, total // 2


# %% hint: never a negative number
def same_padding(size, kernel, stride):
    total = (-(-size // stride) - 1) * stride + kernel - size
    return total // 2, total - total // 2


# %% hint: round up
def same_padding(size, kernel, stride):
    total = max((size // stride - 1) * stride + kernel - size, 0)
    return total // 2, total - total // 2
