# %% hint: the line through 0, 8 and 0 has 2, 6, 6, 2
def rates(num_steps, peak, warm):
    t = np.arange(num_steps) / num_steps
    return peak * np.minimum(t / warm, (1 - t) / (1 - warm))


# %% hint: The peak stands at t = warm
def rates(num_steps, peak, warm):
    t = (np.arange(num_steps) + 0.5) / num_steps
    return peak * np.minimum(t, 1 - t) / 0.5


# %% hint: The second line falls from 1 to 0 over 0.8
def rates(num_steps, peak, warm):
    t = (np.arange(num_steps) + 0.5) / num_steps
    up, down = t / warm, (1 - t) / warm
    edge = (1 - t) / (1 - warm)
    near = np.abs(t - warm) < 0.03
    return peak * np.where(near, np.minimum(up, edge), np.minimum(up, np.minimum(down, 0.99)))
