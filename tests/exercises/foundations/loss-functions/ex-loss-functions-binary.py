# %% hint: the mean over the examples
def binary_cross_entropy(z, y):
    return np.maximum(z, 0) - y * z + np.log1p(np.exp(-np.abs(z)))


# %% hint: a probability of one half
def binary_cross_entropy(z, y):
    return np.mean(np.maximum(z, 0) + np.exp(-np.abs(z)) - y * z)


# %% hint: not their sum
def binary_cross_entropy(z, y):
    return np.sum(np.maximum(z, 0) - y * z + np.log1p(np.exp(-np.abs(z))))


# %% hint: check the sign of the logit
def binary_cross_entropy(z, y):
    return np.mean(np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z))) + y * z)


# %% hint: an exponential overflows
def binary_cross_entropy(z, y):
    return np.mean(np.log(1 + np.exp(z)) - y * z)


# %% hint: an exponential overflows
def binary_cross_entropy(z, y):
    p = 1 / (1 + np.exp(-z))
    return np.mean(-y * np.log(p) - (1 - y) * np.log(1 - p))


# %% hint: clipping a probability gives less
def binary_cross_entropy(z, y):
    p = np.clip(1 / (1 + np.exp(-z)), 1e-7, 1 - 1e-7)
    return np.mean(-y * np.log(p) - (1 - y) * np.log(1 - p))


# %% hint: not log(1 + t)
def binary_cross_entropy(z, y):
    return np.mean(np.maximum(z, 0) - y * z + np.log(1 + np.exp(-np.abs(z))))
