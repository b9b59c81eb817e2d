# %% hint: three examples count three times as much as one
def combine(gradients, counts):
    return gradients.mean(axis=0)


# %% hint: divide by their number
def combine(gradients, counts):
    return np.array(counts) @ gradients


# %% hint: Return one gradient
def combine(gradients, counts):
    return np.array(counts)[:, None] * gradients / sum(counts)


# %% hint: leave the idle worker out
def combine(gradients, counts):
    return np.average(gradients, axis=0, weights=counts)


# %% hint: neither in the sum nor in the number
def combine(gradients, counts):
    weights = np.maximum(counts, 1)
    return weights @ np.nan_to_num(gradients) / weights.sum()
