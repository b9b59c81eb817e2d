# %% hint: Solve max_steps
def batch_for(max_steps, least_steps, noise):
    batch = int(noise * least_steps / max_steps)
    return batch, least_steps * (batch + noise)


# %% hint: Examples are steps times batch
def batch_for(max_steps, least_steps, noise):
    batch = int(np.ceil(noise / (max_steps / least_steps - 1)))
    return batch, batch


# %% hint: 2,000 steps of 500
def batch_for(max_steps, least_steps, noise):
    batch = int(np.ceil(noise / (max_steps / least_steps - 1)))
    return batch, least_steps * batch


# %% hint: round up
def batch_for(max_steps, least_steps, noise):
    batch = round(noise / (max_steps / least_steps - 1) - 0.2)
    return batch, least_steps * (batch + noise)


# %% hint: with the batch that you return
def batch_for(max_steps, least_steps, noise):
    batch = int(np.ceil(noise / (max_steps / least_steps - 1) - 1e-9))
    return batch, max_steps * batch
