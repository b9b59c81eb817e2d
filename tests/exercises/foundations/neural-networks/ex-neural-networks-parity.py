# %% hint: For n = 3 the shapes are
def parity_network(n):
    return np.ones(n), 0.0, 1.0, -0.5


# %% hint: your network must be right on all four XOR points
def parity_network(n):
    w2 = 2.0 * (-1.0) ** np.arange(n)
    w2[0] = 1.0
    return np.ones((n, n)), np.zeros(n), w2, -0.5


# %% hint: your network must be right on all four XOR points
def parity_network(n):
    w2 = (-1.0) ** np.arange(n)
    return np.ones((n, n)), -np.arange(n), w2, -0.5


# %% hint: your network must be right on all four XOR points
def parity_network(n):
    w2 = 2.0 * (-1.0) ** np.arange(n)
    w2[0] = 1.0
    return np.ones((n, n)), np.arange(n), w2, -0.5


# %% hint: the logit must rise, fall and rise again
def parity_network(n):
    w2 = np.zeros(n)
    w2[:2] = [1.0, -2.0][:n]
    return np.ones((n, n)), -np.arange(n), w2, -0.5


# %% hint: For n = 1 the parity is the bit itself
def parity_network(n):
    w2 = 2.0 * (-1.0) ** np.arange(n)
    w2[0] = 1.0
    return np.ones((n, n)), -np.arange(n), w2, 0.0 if n > 1 else -1.5


# %% hint: From n = 4 on the zigzag goes on
def parity_network(n):
    w2 = np.zeros(n)
    w2[:3] = [1.0, -2.0, 2.0][:n]
    return np.ones((n, n)), -np.arange(n), w2, -0.5
