# %% hint: take exp of the entropy
def effective_rank(z):
    centred = z - z.mean(axis=0)
    variance = np.linalg.svd(centred, compute_uv=False) ** 2
    p = variance / variance.sum()
    p = p[p > 0]
    return -(p * np.log(p)).sum()


# %% hint: subtract the mean first
def effective_rank(z):
    variance = np.linalg.svd(z, compute_uv=False) ** 2
    p = variance / variance.sum()
    p = p[p > 0]
    return np.exp(-(p * np.log(p)).sum())


# %% hint: singular values must be squared
def effective_rank(z):
    centred = z - z.mean(axis=0)
    p = np.linalg.svd(centred, compute_uv=False)
    p = p / p.sum()
    p = p[p > 0]
    return np.exp(-(p * np.log(p)).sum())


# %% hint: have shares of variance 0.9 and 0.1
def effective_rank(z):
    return float(np.linalg.matrix_rank(z - z.mean(axis=0)))
