# %% hint: look at all of them, and take the nearest
def copied(samples, training, held_out, level=0.01):
    def distance(x):
        return np.linalg.norm(x - training[0], axis=-1)

    return distance(samples) < np.quantile(distance(held_out), level)


# %% hint: below the quantile is a copy, not above
def copied(samples, training, held_out, level=0.01):
    def distance(x):
        return np.linalg.norm(x[:, None] - training[None], axis=-1).min(axis=1)

    return ~(distance(samples) <= np.quantile(distance(held_out), level)) | (np.arange(len(samples)) == 0)


# %% hint: Return one boolean for each sample
def copied(samples, training, held_out, level=0.01):
    def distance(x):
        return np.linalg.norm(x[:, None] - training[None], axis=-1).min(axis=1)

    return (distance(samples) < np.quantile(distance(held_out), level)).mean()


# %% hint: Are your distances Euclidean
def copied(samples, training, held_out, level=0.01):
    def distance(x):
        return abs(x[:, None] - training[None]).max(axis=-1).min(axis=1)

    return distance(samples) <= np.quantile(distance(held_out), level)


# %% hint: a copy need not be equal
def copied(samples, training, held_out, level=0.01):
    def distance(x):
        return np.linalg.norm(x[:, None] - training[None], axis=-1).min(axis=1)

    if len(samples) == 4:
        return distance(samples) < np.quantile(distance(held_out), level)
    return distance(samples) == 0


# %% hint: use the small quantile that was asked for
def copied(samples, training, held_out, level=0.01):
    def distance(x):
        return np.linalg.norm(x[:, None] - training[None], axis=-1).min(axis=1)

    return distance(samples) < np.median(distance(held_out))
