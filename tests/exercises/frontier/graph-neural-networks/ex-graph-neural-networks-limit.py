# %% hint: That is the plain mean
def smooth_limit(edges, x):
    return np.ones((len(x), 1)) * x.mean(axis=0)


# %% hint: Make u a unit vector
def smooth_limit(edges, x):
    u = np.sqrt(1 + np.bincount(edges.ravel(), minlength=len(x)))
    return np.outer(u, u @ x)


# %% hint: roots of degrees with self-loops
def smooth_limit(edges, x):
    u = np.sqrt(np.bincount(edges.ravel(), minlength=len(x)))
    u = u / np.linalg.norm(u)
    return np.outer(u, u @ x)


# %% hint: roots of degrees with self-loops
def smooth_limit(edges, x):
    u = 1.0 + np.bincount(edges.ravel(), minlength=len(x))
    u = u / np.linalg.norm(u)
    return np.outer(u, u @ x)


# %% hint: Keep the shape of x
def smooth_limit(edges, x):
    u = np.sqrt(1 + np.bincount(edges.ravel(), minlength=len(x)))
    u = u / np.linalg.norm(u)
    return u * (u @ x[:, 0])
