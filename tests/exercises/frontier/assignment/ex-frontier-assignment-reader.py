# %% hint: not back
def reading_shares(edges, num_nodes, start, restart):
    counts = np.zeros((num_nodes, num_nodes))
    np.add.at(counts, (edges[:, 1], edges[:, 0]), 1.0)
    out = counts.sum(axis=1, keepdims=True)
    follow = np.where(out > 0, counts / np.maximum(out, 1), start)
    return np.linalg.solve(np.eye(num_nodes) - (1 - restart) * follow.T, restart * start)
# %% hint: she goes back to a paper from start
def reading_shares(edges, num_nodes, start, restart):
    counts = np.zeros((num_nodes, num_nodes))
    np.add.at(counts, (edges[:, 0], edges[:, 1]), 1.0)
    out = counts.sum(axis=1, keepdims=True)
    follow = np.where(out > 0, counts / np.maximum(out, 1), 0)
    return np.linalg.solve(np.eye(num_nodes) - (1 - restart) * follow.T, restart * start)
# %% hint: not from all
def reading_shares(edges, num_nodes, start, restart):
    counts = np.zeros((num_nodes, num_nodes))
    np.add.at(counts, (edges[:, 0], edges[:, 1]), 1.0)
    out = counts.sum(axis=1, keepdims=True)
    follow = np.where(out > 0, counts / np.maximum(out, 1), 1 / num_nodes)
    return np.linalg.solve(np.eye(num_nodes) - (1 - restart) * follow.T, restart * start)
# %% hint: twice as often
def reading_shares(edges, num_nodes, start, restart):
    counts = np.zeros((num_nodes, num_nodes))
    counts[edges[:, 0], edges[:, 1]] += 1
    out = counts.sum(axis=1, keepdims=True)
    follow = np.where(out > 0, counts / np.maximum(out, 1), start)
    return np.linalg.solve(np.eye(num_nodes) - (1 - restart) * follow.T, restart * start)
# %% hint: not to follow a citation
def reading_shares(edges, num_nodes, start, restart):
    counts = np.zeros((num_nodes, num_nodes))
    np.add.at(counts, (edges[:, 0], edges[:, 1]), 1.0)
    out = counts.sum(axis=1, keepdims=True)
    follow = np.where(out > 0, counts / np.maximum(out, 1), start)
    return np.linalg.solve(np.eye(num_nodes) - restart * follow.T, (1 - restart) * start)
# %% hint: needs many rounds
def reading_shares(edges, num_nodes, start, restart):
    counts = np.zeros((num_nodes, num_nodes))
    np.add.at(counts, (edges[:, 0], edges[:, 1]), 1.0)
    out = counts.sum(axis=1, keepdims=True)
    follow = np.where(out > 0, counts / np.maximum(out, 1), start)
    shares = start
    for _ in range(20):
        shares = restart * start + (1 - restart) * follow.T @ shares
    return shares
