# %% hint: Return one number for the layer
def dead_share(h):
    return np.all(np.asarray(h) == 0, axis=0)


# %% hint: That is the share of zeros
def dead_share(h):
    return np.mean(np.asarray(h) == 0)


# %% hint: A unit that is off once is not dead
def dead_share(h):
    return np.mean(np.any(np.asarray(h) == 0, axis=0))


# %% hint: look along the batch axis
def dead_share(h):
    return np.mean(np.all(np.asarray(h) == 0, axis=1))


# %% hint: Two of the four units are zero in both rows
def dead_share(h):
    return np.sum(np.all(np.asarray(h) == 0, axis=0))


# %% hint: Outputs that cancel in a sum are not dead
def dead_share(h):
    return np.mean(np.asarray(h).sum(axis=0) == 0)
