# %% hint: do not forget the first place
def output_size(size, kernel, stride=1, padding=0):
    return (size + 2 * padding - kernel) // stride


# %% hint: divide by the stride
def output_size(size, kernel, stride=1, padding=0):
    return size + 2 * padding - kernel + 1


# %% hint: divide with //
def output_size(size, kernel, stride=1, padding=0):
    return (size + 2 * padding - kernel) / stride + 1


# %% hint: round down
def output_size(size, kernel, stride=1, padding=0):
    return -(-(size + 2 * padding - kernel) // stride) + 1


# %% hint: both sides
def output_size(size, kernel, stride=1, padding=0):
    return (size + padding - kernel) // stride + 1


# %% hint: before you divide
def output_size(size, kernel, stride=1, padding=0):
    return (size - kernel) // stride + 1 + 2 * padding
