# %% hint: an average would share it
def max_pool_backward(g, x, size, stride):
    dx = np.zeros_like(x, dtype=float)
    for i, j in np.ndindex(g.shape):
        dx[i * stride : i * stride + size, j * stride : j * stride + size] += g[i, j] / size**2
    return dx


# %% hint: only the first gets the gradient
def max_pool_backward(g, x, size, stride):
    dx = np.zeros_like(x, dtype=float)
    for i, j in np.ndindex(g.shape):
        window = x[i * stride : i * stride + size, j * stride : j * stride + size]
        dx[i * stride : i * stride + size, j * stride : j * stride + size] += g[i, j] * (window == window.max())
    return dx


# %% hint: add the gradients, do not overwrite
def max_pool_backward(g, x, size, stride):
    dx = np.zeros_like(x, dtype=float)
    for i, j in np.ndindex(g.shape):
        window = x[i * stride : i * stride + size, j * stride : j * stride + size]
        u, v = divmod(int(window.argmax()), window.shape[1])
        dx[i * stride + u, j * stride + v] = g[i, j]
    return dx


# %% hint: from the corner of its own window
def max_pool_backward(g, x, size, stride):
    dx = np.zeros_like(x, dtype=float)
    for i, j in np.ndindex(g.shape):
        window = x[i * stride : i * stride + size, j * stride : j * stride + size]
        u, v = divmod(int(window.argmax()), window.shape[1])
        dx[i + u, j + v] += g[i, j]
    return dx
