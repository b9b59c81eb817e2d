# %% hint: looks at pixels 4, 5 and 6
def field_interval(layers, index):
    first = last = index
    for size, stride, padding in reversed(layers):
        first, last = first * stride - padding, last * stride - padding + size
    return first, last


# %% hint: towards the beginning
def field_interval(layers, index):
    first = last = index
    for size, stride, padding in reversed(layers):
        first, last = first * stride, last * stride + size - 1
    return first, last


# %% hint: begins at pixel 8
def field_interval(layers, index):
    first = last = index
    for size, stride, padding in reversed(layers):
        first, last = first - padding, last - padding + size - 1
    return first, last


# %% hint: the order matters
def field_interval(layers, index):
    first = last = index
    for size, stride, padding in layers:
        first, last = first * stride - padding, last * stride - padding + size - 1
    return first, last


# %% hint: multiplies what the later layers
def field_interval(layers, index):
    first = last = index
    for size, stride, padding in reversed(layers):
        first, last = first * stride, last * stride + size - 1
    total = sum(padding for _, _, padding in layers)
    return first - total, last - total
