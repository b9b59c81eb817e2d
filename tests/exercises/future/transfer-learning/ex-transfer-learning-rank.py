# %% hint: Squared sizes count
def adapter_size(old, new, keep):
    sizes = np.linalg.svd(new - old, compute_uv=False)
    shares = np.cumsum(sizes) / sizes.sum()
    rank = int(np.searchsorted(shares, keep - 1e-12) + 1)
    return rank, rank * (old.shape[0] + old.shape[1])
# %% hint: Squared sizes count
def adapter_size(old, new, keep):
    squares = np.linalg.svd(new, compute_uv=False) ** 2
    shares = np.cumsum(squares) / squares.sum()
    rank = int(np.searchsorted(shares, keep - 1e-12) + 1)
    return rank, rank * (old.shape[0] + old.shape[1])
# %% hint: Decompose the change, new minus old
def adapter_size(old, new, keep):
    squares = np.linalg.svd(new - old, compute_uv=False) ** 2
    rank = int(np.argmax(squares / squares.sum() >= 1 - keep) + 1)
    return rank, rank * (old.shape[0] + old.shape[1])
# %% hint: rank times (out + in)
def adapter_size(old, new, keep):
    squares = np.linalg.svd(new - old, compute_uv=False) ** 2
    shares = np.cumsum(squares) / squares.sum()
    rank = int(np.searchsorted(shares, keep - 1e-12) + 1)
    return rank, rank * old.shape[0] * old.shape[1]
# %% hint: is your rank one too large
def adapter_size(old, new, keep):
    squares = np.linalg.svd(new - old, compute_uv=False) ** 2
    shares = np.cumsum(squares) / squares.sum()
    rank = max(2, int(np.searchsorted(shares, keep - 1e-12) + 1))
    return rank, rank * (old.shape[0] + old.shape[1])
