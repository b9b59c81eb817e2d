# %% hint: are (3u, in) and (3u, u)
def gru_to_torch(kernel, recurrent, bias):
    return [kernel, recurrent, bias[0], bias[1]]


# %% hint: PyTorch's first block is the reset gate
def gru_to_torch(kernel, recurrent, bias):
    return [kernel.T, recurrent.T, bias[0], bias[1]]


# %% hint: Keep the two biases apart
def gru_to_torch(kernel, recurrent, bias):
    units = len(recurrent)
    order = np.r_[units : 2 * units, :units, 2 * units : 3 * units]
    total = bias.sum(axis=0)
    return [kernel.T[order], recurrent.T[order], bias.sum(axis=0), 0 * total]


# %% hint: reorder all four arrays
def gru_to_torch(kernel, recurrent, bias):
    units = len(recurrent)
    order = np.r_[units : 2 * units, :units, 2 * units : 3 * units]
    return [kernel.T[order], recurrent.T[order], bias[0], bias[1]]


# %% hint: keep the new gate last
def gru_to_torch(kernel, recurrent, bias):
    units = len(recurrent)
    order = np.r_[units : 2 * units, 2 * units : 3 * units, :units]
    return [kernel.T[order], recurrent.T[order], bias[0][order], bias[1][order]]
