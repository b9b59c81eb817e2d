# %% hint: assumed the labels are 1
def fisher_diagonal(w, x):
    p = 1 / (1 + np.exp(-x @ w))
    return (1 - p) ** 2 @ x**2 / len(x)


# %% hint: take the mean
def fisher_diagonal(w, x):
    p = 1 / (1 + np.exp(-x @ w))
    return (p * (1 - p)) @ x**2


# %% hint: Return one number for each weight
def fisher_diagonal(w, x):
    p = 1 / (1 + np.exp(-x @ w))
    return (p * (1 - p) * (x**2).sum(axis=1)).mean()


# %% hint: keep the weights apart
def fisher_diagonal(w, x):
    p = 1 / (1 + np.exp(-x @ w))
    return np.full(len(w), ((p * (1 - p)) @ x**2 / len(x)).mean())


# %% hint: From the text
def fisher_diagonal(w, x):
    p = 1 / (1 + np.exp(-x @ w))
    return (p * (1 - p)) @ np.abs(x) / len(x)
