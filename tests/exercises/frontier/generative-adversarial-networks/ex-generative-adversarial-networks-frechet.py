# %% hint: the means is squared
def frechet_1d(a, b):
    return abs(np.mean(a) - np.mean(b)) + (np.std(a, ddof=1) - np.std(b, ddof=1)) ** 2


# %% hint: not variances
def frechet_1d(a, b):
    return (np.mean(a) - np.mean(b)) ** 2 + (np.var(a, ddof=1) - np.var(b, ddof=1)) ** 2


# %% hint: Use the divisor n - 1
def frechet_1d(a, b):
    return (np.mean(a) - np.mean(b)) ** 2 + (np.std(a) - np.std(b)) ** 2


# %% hint: the product under the root
def frechet_1d(a, b):
    return (np.mean(a) - np.mean(b)) ** 2 + np.var(a, ddof=1) + np.var(b, ddof=1)
