# %% hint: not its own rival
def needed_gap(pairs, share):
    return np.log(pairs * share / (1 - share))


# %% hint: upside down
def needed_gap(pairs, share):
    return np.log((pairs - 1) * (1 - share) / share)


# %% hint: Solve share
def needed_gap(pairs, share):
    return np.log(pairs - 1)


# %% hint: e^gap equals the number
def needed_gap(pairs, share):
    return (pairs - 1) * share
