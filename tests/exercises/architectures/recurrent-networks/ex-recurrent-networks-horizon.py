# %% hint: the largest one lasts longest
def horizon(w, limit=1e-6):
    radius = np.abs(np.linalg.eigvals(w)).min()
    return np.inf if radius >= 1 else int(np.ceil(np.log(limit) / np.log(radius)))


# %% hint: round up
def horizon(w, limit=1e-6):
    radius = np.abs(np.linalg.eigvals(w)).max()
    return np.inf if radius >= 1 else int(np.log(limit) / np.log(radius))


# %% hint: the first power of 0.5 below 1e-6
def horizon(w, limit=1e-6):
    radius = np.abs(np.linalg.eigvals(w)).max()
    return np.inf if radius >= 1 else int(-np.log(limit) / radius)


# %% hint: return np.inf
def horizon(w, limit=1e-6):
    radius = np.abs(np.linalg.eigvals(w)).max()
    return int(np.ceil(np.log(limit) / np.log(radius)))


# %% hint: not its norm
def horizon(w, limit=1e-6):
    radius = np.linalg.norm(w, 2)
    return np.inf if radius >= 1 else int(np.ceil(np.log(limit) / np.log(radius)))


# %% hint: take absolute values
def horizon(w, limit=1e-6):
    radius = np.linalg.eigvals(w).real.max()
    if radius <= 0:
        return 0
    return np.inf if radius >= 1 else int(np.ceil(np.log(limit) / np.log(radius)))


# %% hint: Use the limit that is given
def horizon(w, limit=1e-6):
    radius = np.abs(np.linalg.eigvals(w)).max()
    return np.inf if radius >= 1 else int(np.ceil(np.log(1e-6) / np.log(radius)))
