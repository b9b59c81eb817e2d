# %% hint: You solved for what is lost
def forget_bias(steps):
    return -np.log(steps - 1)


# %% hint: That is the gate itself
def forget_bias(steps):
    return 1 - 1 / steps


# %% hint: solve exactly
def forget_bias(steps):
    return np.log(steps)


# %% hint: keeps nine tenths
def forget_bias(steps):
    return 1.0


# %% hint: arrays should work as well
def forget_bias(steps):
    return 2.1972245773362196
