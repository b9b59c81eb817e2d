# %% hint: permute the columns of x_new by the same permutation
def ignores_order(fit_predict, x, y, x_new, seed):
    order = np.random.default_rng(seed).permutation(x.shape[1])
    return bool(np.array_equal(fit_predict(x, y, x_new), fit_predict(x[:, order], y, x_new)))


# %% hint: did you permute the columns
def ignores_order(fit_predict, x, y, x_new, seed):
    return bool(np.array_equal(fit_predict(x, y, x_new), fit_predict(x, y, x_new)))


# %% hint: did you permute the columns
def ignores_order(fit_predict, x, y, x_new, seed):
    order = np.random.default_rng(seed).permutation(len(x))
    return bool(np.array_equal(fit_predict(x, y, x_new), fit_predict(x[order], y[order], x_new)))


# %% hint: by a random order
def ignores_order(fit_predict, x, y, x_new, seed):
    return bool(np.array_equal(fit_predict(x, y, x_new), fit_predict(x[:, ::-1], y, x_new[:, ::-1])))


# %% hint: work on permuted copies
def ignores_order(fit_predict, x, y, x_new, seed):
    before = fit_predict(x, y, x_new)
    order = np.random.default_rng(seed).permutation(x.shape[1])
    x[:], x_new[:] = x[:, order], x_new[:, order]
    return bool(np.array_equal(before, fit_predict(x, y, x_new)))


# %% hint: Return True or False
def ignores_order(fit_predict, x, y, x_new, seed):
    order = np.random.default_rng(seed).permutation(x.shape[1])
    np.array_equal(fit_predict(x, y, x_new), fit_predict(x[:, order], y, x_new[:, order]))
