# %% hint: rate is the probability of being erased
def inverted_dropout(h, rate, seed):
    return h * (np.random.default_rng(seed).random(h.shape) < rate) / rate


# %% hint: The expectation is not h
def inverted_dropout(h, rate, seed):
    return h * (np.random.default_rng(seed).random(h.shape) >= rate)


# %% hint: The expectation is not h
def inverted_dropout(h, rate, seed):
    return h * (np.random.default_rng(seed).random(h.shape) >= rate) * (1 - rate)


# %% hint: Leave the caller's array as it was
def inverted_dropout(h, rate, seed):
    h *= (np.random.default_rng(seed).random(h.shape) >= rate) / (1 - rate)
    return h


# %% hint: must not share one mask
def inverted_dropout(h, rate, seed):
    return h * (np.random.default_rng(seed).random(h.shape[-1]) >= rate) / (1 - rate)


# %% hint: Nothing was erased
def inverted_dropout(h, rate, seed):
    return np.array(h)
