# %% hint: That is the encoder's share
def tied_gradient(x, w):
    h = np.tanh(x @ w)
    return x.T @ ((h @ w.T - x) @ w * (1 - h**2))


# %% hint: That is the decoder's share
def tied_gradient(x, w):
    h = np.tanh(x @ w)
    return (h @ w.T - x).T @ h


# %% hint: has the shape of w
def tied_gradient(x, w):
    h = np.tanh(x @ w)
    d_out = h @ w.T - x
    return (x.T @ (d_out @ w * (1 - h**2)) + d_out.T @ h).T


# %% hint: check the slope of tanh and the sign
def tied_gradient(x, w):
    h = np.tanh(x @ w)
    d_out = h @ w.T - x
    return x.T @ (d_out @ w) + d_out.T @ h


# %% hint: check the slope of tanh and the sign
def tied_gradient(x, w):
    h = np.tanh(x @ w)
    d_out = x - h @ w.T
    return x.T @ (d_out @ w * (1 - h**2)) + d_out.T @ h


# %% hint: gradients of two parts of a batch must add up
def tied_gradient(x, w):
    h = np.tanh(x @ w)
    d_out = h @ w.T - x
    d_a = d_out @ w * (1 - h**2)
    return (x.T @ d_a + d_out.T @ h) / len(x) * 6
