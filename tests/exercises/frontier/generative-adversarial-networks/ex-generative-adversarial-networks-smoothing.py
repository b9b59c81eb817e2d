# %% hint: fakes keep the target 0
def smoothed_discriminator(p, q, alpha):
    return ((1 - alpha) * p + alpha * q) / (p + q)


# %% hint: A real image still counts fully
def smoothed_discriminator(p, q, alpha):
    return (1 - alpha) * p / ((1 - alpha) * p + q)


# %% hint: Use alpha, not a fixed 0.1
def smoothed_discriminator(p, q, alpha):
    return (0.9 if alpha else 1) * p / (p + q)
