# %% hint: channel c may only look at channel c
def average_kernel(size, channels):
    return np.ones((size, size, channels, channels)) / size**2


# %% hint: That is the sum over the window
def average_kernel(size, channels):
    return np.ones((size, size, 1, 1)) * np.eye(channels)


# %% hint: The kernel has the shape
def average_kernel(size, channels):
    return np.ones((size, size, 1, 1)) / size**2


# %% hint: each channel is the mean of its own window
def average_kernel(size, channels):
    return np.ones((size, size, 1, 1)) / size * np.eye(channels)


# %% hint: use size
def average_kernel(size, channels):
    return np.ones((size, size, 1, 1)) / 4 * np.eye(channels)
