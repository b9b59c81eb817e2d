# %% hint: somebody looked there
def pick_features(x, y, train, num_keep):
    x, y = x - x.mean(axis=0), y - y.mean()
    strength = np.abs(y @ x) / np.linalg.norm(x, axis=0)
    return sorted(int(k) for k in np.argsort(-strength)[:num_keep])


# %% hint: divide by the column's spread
def pick_features(x, y, train, num_keep):
    x, y = x[train] - x[train].mean(axis=0), y[train] - y[train].mean()
    return sorted(int(k) for k in np.argsort(-np.abs(y @ x))[:num_keep])


# %% hint: in either direction
def pick_features(x, y, train, num_keep):
    x, y = x[train] - x[train].mean(axis=0), y[train] - y[train].mean()
    strength = y @ x / np.linalg.norm(x, axis=0)
    return sorted(int(k) for k in np.argsort(-strength)[:num_keep])


# %% hint: subtract the means
def pick_features(x, y, train, num_keep):
    x, y = x[train], y[train] - 0.5
    strength = np.abs(y @ x) / x.std(axis=0)
    return sorted(int(k) for k in np.argsort(-strength)[:num_keep])
