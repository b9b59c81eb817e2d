# %% hint: One of each class
def select(p, k, tau):
    sure = p.max(axis=1)
    best = np.argsort(-sure, kind="stable")[: k * p.shape[1]]
    return sorted(i for i in best.tolist() if sure[i] >= tau)
# %% hint: Row 4 is below tau
def select(p, k, tau):
    label, sure, chosen = p.argmax(axis=1), p.max(axis=1), []
    for c in range(p.shape[1]):
        rows = np.flatnonzero(label == c)
        chosen += rows[np.argsort(-sure[rows], kind="stable")][:k].tolist()
    return sorted(chosen)
# %% hint: An example counts for the class
def select(p, k, tau):
    chosen = []
    for c in range(p.shape[1]):
        rows = np.flatnonzero(p[:, c] >= tau)
        chosen += rows[np.argsort(-p[rows, c], kind="stable")][:k].tolist()
    return sorted(chosen)
# %% hint: An example counts for the class
def select(p, k, tau):
    label, sure, chosen = p.argmax(axis=1), p.max(axis=1), []
    for c in range(p.shape[1]):
        rows = np.flatnonzero((label == c) & (sure > tau))
        chosen += rows[np.argsort(-sure[rows], kind="stable")][:k].tolist()
    return sorted(chosen)
# %% hint: One of each class
def select(p, k, tau):
    label, sure, chosen = p.argmax(axis=1), p.max(axis=1), []
    for c in range(p.shape[1]):
        rows = np.flatnonzero((label == c) & (sure >= tau))
        chosen += rows[np.argsort(sure[rows], kind="stable")][:k].tolist()
    return sorted(chosen)
