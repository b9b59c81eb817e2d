# %% hint: no gradient passes there
def relu_layer_backward(x, w, b, d_h):
    return d_h @ w.T, x.T @ d_h, d_h.sum(axis=0)


# %% hint: is every neuron asked whether x w + b is positive
def relu_layer_backward(x, w, b, d_h):
    d_a = d_h * (x @ w > 0)
    return d_a @ w.T, x.T @ d_a, d_a.sum(axis=0)


# %% hint: is every neuron asked whether x w + b is positive
def relu_layer_backward(x, w, b, d_h):
    d_a = np.maximum(d_h, 0)
    return d_a @ w.T, x.T @ d_a, d_a.sum(axis=0)


# %% hint: d_x must have the shape of x
def relu_layer_backward(x, w, b, d_h):
    d_a = d_h * (x @ w + b > 0)
    return d_a @ w.T, d_a.T @ x, d_a.sum(axis=0)


# %% hint: All examples share the bias
def relu_layer_backward(x, w, b, d_h):
    d_a = d_h * (x @ w + b > 0)
    return d_a @ w.T, x.T @ d_a, d_a


# %% hint: the gradient must also stop at inactive neurons on its way to x
def relu_layer_backward(x, w, b, d_h):
    d_a = d_h * (x @ w + b > 0)
    return d_h @ w.T, x.T @ d_a, d_a.sum(axis=0)


# %% hint: it is a sum over the batch, not a mean
def relu_layer_backward(x, w, b, d_h):
    d_a = d_h * (x @ w + b > 0)
    return d_a @ w.T, x.T @ d_a, d_a.mean(axis=0)
