# %% hint: they do not multiply
def receptive_field(layers):
    side = 1
    for kernel, stride in layers:
        side *= kernel
    return side


# %% hint: its own stride matters only for the layers after it
def receptive_field(layers):
    side, distance = 1, 1
    for kernel, stride in layers:
        distance *= stride
        side += (kernel - 1) * distance
    return side


# %% hint: neighbours are 2 pixels apart
def receptive_field(layers):
    return 1 + sum(kernel - 1 for kernel, stride in layers)


# %% hint: Strides multiply
def receptive_field(layers):
    side, distance = 1, 1
    for kernel, stride in layers:
        side += (kernel - 1) * distance
        distance = max(distance, stride)
    return side


# %% hint: a value is one pixel
def receptive_field(layers):
    side, distance = 0, 1
    for kernel, stride in layers:
        side += (kernel - 1) * distance
        distance *= stride
    return side
