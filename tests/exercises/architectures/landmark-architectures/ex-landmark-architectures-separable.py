# %% hint: the depthwise part has weights
def saving(size, inputs, outputs):
    return size**2 * inputs * outputs / (inputs * outputs)


# %% hint: not the reverse
def saving(size, inputs, outputs):
    return (size**2 * inputs + inputs * outputs) / (size**2 * inputs * outputs)


# %% hint: Count both
def saving(size, inputs, outputs):
    return size**2 * inputs * outputs / (size**2 + inputs * outputs)


# %% hint: one window for each input channel
def saving(size, inputs, outputs):
    return size**2 * inputs * outputs / (size**2 * outputs + inputs * outputs)


# %% hint: do not force the result
def saving(size, inputs, outputs):
    return max(1.0, size**2 * inputs * outputs / (size**2 * inputs + inputs * outputs))
