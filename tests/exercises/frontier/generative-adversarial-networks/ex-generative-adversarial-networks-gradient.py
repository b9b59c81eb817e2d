# %% hint: where is the factor w
def generator_gradient(a, b, w, z):
    by_x = -(1 - 1 / (1 + np.exp(-w * (a * z + b))))
    return np.array([(by_x * z).mean(), by_x.mean()])


# %% hint: check the sign
def generator_gradient(a, b, w, z):
    by_x = (1 - 1 / (1 + np.exp(-w * (a * z + b)))) * w
    return np.array([(by_x * z).mean(), by_x.mean()])


# %% hint: Is yours the saturating one
def generator_gradient(a, b, w, z):
    by_x = -w / (1 + np.exp(-w * (a * z + b)))
    return np.array([(by_x * z).mean(), by_x.mean()])


# %% hint: a factor z for each sample, before the mean
def generator_gradient(a, b, w, z):
    by_x = -(1 - 1 / (1 + np.exp(-w * (a * z + b)))) * w
    return np.array([by_x.mean() * z.mean(), by_x.mean()])
