# %% hint: a bias for each output as well
def num_parameters(sizes):
    return sum(n_in * n_out for n_in, n_out in zip(sizes[:-1], sizes[1:]))


# %% hint: The input has no biases
def num_parameters(sizes):
    return sum(n_in * n_out for n_in, n_out in zip(sizes[:-1], sizes[1:])) + sum(sizes)


# %% hint: 3 * 2 weights and 2 biases
def num_parameters(sizes):
    return sum(n_in * (n_out + 1) for n_in, n_out in zip(sizes[:-1], sizes[1:]))


# %% hint: Every pair of neighbouring sizes is a layer
def num_parameters(sizes):
    return (sizes[0] + 1) * sizes[-1]


# %% hint: do not stop after two layers
def num_parameters(sizes):
    total = (sizes[0] + 1) * sizes[1]
    return total if len(sizes) == 2 else total + (sizes[1] + 1) * sizes[2]
