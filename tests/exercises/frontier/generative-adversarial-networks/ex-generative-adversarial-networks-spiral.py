# %% hint: add by Pythagoras
def growth_factor(lr):
    return 1 + lr / 2


# %% hint: where is the half
def growth_factor(lr):
    return (1 + lr**2) ** 0.5


# %% hint: one step with 0.2 goes to
def growth_factor(lr):
    return 1.0


# %% hint: as long as the distance
def growth_factor(lr):
    return 1.01**0.5
