# %% hint: Two is the squared gain of ReLU
def steady_gain(f):
    z = np.linspace(-10, 10, 20_001)
    density = np.exp(-(z**2) / 2)
    density = density / density.sum()
    return 1 / np.sum(density * f(z) ** 2)


# %% hint: The gain must undo what the activation took
def steady_gain(f):
    z = np.linspace(-10, 10, 20_001)
    density = np.exp(-(z**2) / 2)
    density = density / density.sum()
    return np.sqrt(np.sum(density * f(z) ** 2))


# %% hint: The identity keeps the variance
def steady_gain(f):
    z = np.linspace(-10, 10, 20_001)
    return 1 / np.sqrt(np.mean(f(z) ** 2))


# %% hint: the mean of the square, not the variance, is halved
def steady_gain(f):
    z = np.linspace(-10, 10, 20_001)
    density = np.exp(-(z**2) / 2)
    density = density / density.sum()
    mean = np.sum(density * f(z))
    return 1 / np.sqrt(np.sum(density * (f(z) - mean) ** 2))


# %% hint: The answer must depend on f for every f
def steady_gain(f):
    return 1.0 if f(np.array([-1.0]))[0] < -0.5 else 2**0.5
