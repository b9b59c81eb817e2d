# %% hint: the variance of one step's noise
def noise_floor(lr, curvature, noise_variance):
    return lr**2 * noise_variance


# %% hint: That holds only for a small lr
def noise_floor(lr, curvature, noise_variance):
    return lr * noise_variance / (2 * curvature)


# %% hint: solve for s
def noise_floor(lr, curvature, noise_variance):
    return lr**2 * noise_variance / (1 - abs(1 - lr * curvature))


# %% hint: proportional to the variance of the noise
def noise_floor(lr, curvature, noise_variance):
    return lr * noise_variance**0.5 / (curvature * (2 - lr * curvature))


# %% hint: where does the curvature stand
def noise_floor(lr, curvature, noise_variance):
    return lr * noise_variance / (20 - 10 * lr * curvature)
