# %% hint: Nine is the number of weights
def count_parameters(sizes):
    return sum(inputs * outputs for inputs, outputs in zip(sizes, sizes[1:]))


# %% hint: The input layer only passes numbers on
def count_parameters(sizes):
    weights = sum(inputs * outputs for inputs, outputs in zip(sizes, sizes[1:]))
    return weights + sum(sizes)


# %% hint: A network with sizes 2, 3, 1 has 13 parameters
def count_parameters(sizes):
    return sum(sizes)


# %% hint: Count every pair of neighbouring layers
def count_parameters(sizes):
    inputs, hidden_dim, outputs = sizes[0], sizes[1], sizes[-1]
    return (inputs + 1) * hidden_dim + (hidden_dim + 1) * outputs


# %% hint: A network may have no hidden layer at all
def count_parameters(sizes):
    if len(sizes) < 3:
        return 0
    return sum((inputs + 1) * outputs for inputs, outputs in zip(sizes, sizes[1:]))
