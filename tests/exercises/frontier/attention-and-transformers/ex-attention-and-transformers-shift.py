# %% hint: Your matrix goes back
def shift(n, dim):
    matrix = np.zeros((dim, dim))
    for i in range(0, dim, 2):
        c, s = np.cos(n / 10_000 ** (i / dim)), np.sin(n / 10_000 ** (i / dim))
        matrix[i : i + 2, i : i + 2] = [[c, -s], [s, c]]
    return matrix
# %% hint: Each pair (sine, cosine) turns
def shift(n, dim):
    matrix = np.zeros((dim, dim))
    for i in range(0, dim, 2):
        matrix[i : i + 2, i : i + 2] = [[np.cos(n), np.sin(n)], [-np.sin(n), np.cos(n)]]
    return matrix
# %% hint: One matrix must serve every starting place
def shift(n, dim):
    angles = np.array([0, n])[:, None] / 10_000 ** (np.arange(0, dim, 2) / dim)
    first, last = np.stack([np.sin(angles), np.cos(angles)], axis=-1).reshape(2, dim)
    return np.outer(last, first) / (first @ first)
