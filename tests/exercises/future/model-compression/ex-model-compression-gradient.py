# %% hint: For large T this tends to the table's limit
def soft_gradient(u, v, T):
    def softmax(logits):
        powers = np.exp(logits - logits.max())
        return powers / powers.sum()

    u, v = np.asarray(u, float), np.asarray(v, float)
    return (softmax(u / T) - softmax(v / T)) / T


# %% hint: descent must raise its logit
def soft_gradient(u, v, T):
    def softmax(logits):
        powers = np.exp(logits - logits.max())
        return powers / powers.sum()

    u, v = np.asarray(u, float), np.asarray(v, float)
    return T * (softmax(v / T) - softmax(u / T))


# %% hint: Both distributions are softened
def soft_gradient(u, v, T):
    u, v = np.asarray(u, float), np.asarray(v, float)
    return ((u - u.mean()) - (v - v.mean())) / len(u)


# %% hint: Subtract the largest logit
def soft_gradient(u, v, T):
    u, v = np.asarray(u, float), np.asarray(v, float)
    with np.errstate(over="ignore", invalid="ignore"):
        q, p = np.exp(u / T), np.exp(v / T)
        return T * (q / q.sum() - p / p.sum())
