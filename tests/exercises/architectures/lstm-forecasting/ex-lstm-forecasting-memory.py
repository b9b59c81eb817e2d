# %% hint: over h steps the noises add up
def errors(a, h):
    return 1 - a**2, 2 * (1 - a**h)


# %% hint: nothing is doubled
def errors(a, h):
    return 2 * (1 - a ** (2 * h)), 2 * (1 - a**h)


# %% hint: Persistence pays for both values
def errors(a, h):
    return 1 - a ** (2 * h), 1 - a**h


# %% hint: simulation gives about 0.469
def errors(a, h):
    return 1 - a**h, 2 * (1 - a**h)
