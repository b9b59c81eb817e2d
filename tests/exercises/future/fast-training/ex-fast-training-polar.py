# %% hint: 0.6 becomes 1.5 · 0.6
def polar(g, num_rounds):
    x = np.asarray(g, float)
    for _ in range(num_rounds):
        x = 1.5 * x - 0.5 * x @ x.T @ x
    return x


# %% hint: 0.6 becomes 1.5 · 0.6
def polar(g, num_rounds):
    x = np.asarray(g, float) / np.linalg.norm(g)
    for _ in range(num_rounds):
        x = 1.5 * x + 0.5 * x @ x.T @ x
    return x


# %% hint: The result has the shape of g
def polar(g, num_rounds):
    x = np.asarray(g, float) / np.linalg.norm(g)
    x = x.T if len(x) > x.shape[1] else x
    for _ in range(num_rounds):
        x = 1.5 * x - 0.5 * x @ x.T @ x
    return x


# %% hint: After many rounds this is U Vᵀ
def polar(g, num_rounds):
    x = np.asarray(g, float) / np.linalg.norm(g)
    for _ in range(min(num_rounds, 3)):
        x = 1.5 * x - 0.5 * x @ x.T @ x
    return x
