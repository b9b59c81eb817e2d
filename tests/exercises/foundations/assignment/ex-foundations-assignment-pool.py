# %% hint: the scores stand along axis 1
def pool(x, beta):
    weights = np.exp(beta * x)
    return (weights * x).sum() / weights.sum()


def pool_backward(x, beta, d_out):
    return np.zeros_like(x), 0.0
# %% hint: if the weights were constants
def pool(x, beta):
    weights = np.exp(beta * x - (beta * x).max(axis=1, keepdims=True))
    return (weights * x).sum(axis=1) / weights.sum(axis=1)


def pool_backward(x, beta, d_out):
    weights = np.exp(beta * x - (beta * x).max(axis=1, keepdims=True))
    weights /= weights.sum(axis=1, keepdims=True)
    away = x - (weights * x).sum(axis=1, keepdims=True)
    return d_out[:, None] * weights, (d_out * (weights * away**2).sum(axis=1)).sum()
# %% hint: d_beta is one number
def pool(x, beta):
    weights = np.exp(beta * x - (beta * x).max(axis=1, keepdims=True))
    return (weights * x).sum(axis=1) / weights.sum(axis=1)


def pool_backward(x, beta, d_out):
    weights = np.exp(beta * x - (beta * x).max(axis=1, keepdims=True))
    weights /= weights.sum(axis=1, keepdims=True)
    away = x - (weights * x).sum(axis=1, keepdims=True)
    return d_out[:, None] * weights * (1 + beta * away), d_out * (weights * away**2).sum(axis=1)
# %% hint: d_x differs from finite differences
def pool(x, beta):
    weights = np.exp(beta * x - (beta * x).max(axis=1, keepdims=True))
    return (weights * x).sum(axis=1) / weights.sum(axis=1)


def pool_backward(x, beta, d_out):
    weights = np.exp(beta * x - (beta * x).max(axis=1, keepdims=True))
    weights /= weights.sum(axis=1, keepdims=True)
    away = x - (weights * x).sum(axis=1, keepdims=True)
    return d_out[:, None] * weights * (1 - beta * away), (d_out * (weights * away**2).sum(axis=1)).sum()
# %% hint: times its d_out, summed over the batch
def pool(x, beta):
    weights = np.exp(beta * x - (beta * x).max(axis=1, keepdims=True))
    return (weights * x).sum(axis=1) / weights.sum(axis=1)


def pool_backward(x, beta, d_out):
    weights = np.exp(beta * x - (beta * x).max(axis=1, keepdims=True))
    weights /= weights.sum(axis=1, keepdims=True)
    away = x - (weights * x).sum(axis=1, keepdims=True)
    return d_out[:, None] * weights * (1 + beta * away), (d_out * (weights * x**2).sum(axis=1)).sum()
# %% hint: With scores of 1000 the output is no number
def pool(x, beta):
    with np.errstate(all="ignore"):
        weights = np.exp(beta * x)
        return (weights * x).sum(axis=1) / weights.sum(axis=1)


def pool_backward(x, beta, d_out):
    weights = np.exp(beta * x) / np.exp(beta * x).sum(axis=1, keepdims=True)
    away = x - (weights * x).sum(axis=1, keepdims=True)
    return d_out[:, None] * weights * (1 + beta * away), (d_out * (weights * away**2).sum(axis=1)).sum()
