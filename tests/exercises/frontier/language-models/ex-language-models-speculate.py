# %% hint: A probability cannot exceed one
def speculate(p, q):
    missing = np.maximum(p - q, 0)
    return p / q, missing / max(missing.sum(), 1e-12)
# %% hint: normalise it
def speculate(p, q):
    return np.minimum(1, p / q), np.maximum(p - q, 0)
# %% hint: Only what is drafted too seldom
def speculate(p, q):
    return np.minimum(1, p / q), p
# %% hint: Keep a drafted symbol with probability
def speculate(p, q):
    missing = np.maximum(p - q, 0)
    return np.minimum(1, p), missing / missing.sum()
# %% hint: zero must not be divided by zero
def speculate(p, q):
    missing = np.maximum(p - q, 0)
    with np.errstate(invalid="ignore"):
        return np.minimum(1, p / q), missing / missing.sum()
