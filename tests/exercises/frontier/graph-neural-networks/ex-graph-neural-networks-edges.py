# %% hint: the self-loop adds the node's own
def propagate(edges, h):
    degree = 1 + np.bincount(edges.ravel(), minlength=len(h))
    scaled = h / np.sqrt(degree)[:, None]
    total = np.zeros_like(scaled)
    np.add.at(total, edges[:, 0], scaled[edges[:, 1]])
    np.add.at(total, edges[:, 1], scaled[edges[:, 0]])
    return total / np.sqrt(degree)[:, None]


# %% hint: all four weights are one half
def propagate(edges, h):
    total = h.astype(float)
    np.add.at(total, edges[:, 0], h[edges[:, 1]])
    np.add.at(total, edges[:, 1], h[edges[:, 0]])
    return total


# %% hint: Use np.add.at
def propagate(edges, h):
    degree = 1 + np.bincount(edges.ravel(), minlength=len(h))
    scaled = h / np.sqrt(degree)[:, None]
    total = scaled.copy()
    total[edges[:, 0]] += scaled[edges[:, 1]]
    total[edges[:, 1]] += scaled[edges[:, 0]]
    return total / np.sqrt(degree)[:, None]


# %% hint: divide by a root at both ends
def propagate(edges, h):
    degree = 1 + np.bincount(edges.ravel(), minlength=len(h))
    total = h.astype(float)
    np.add.at(total, edges[:, 0], h[edges[:, 1]])
    np.add.at(total, edges[:, 1], h[edges[:, 0]])
    return total / degree[:, None]


# %% hint: all four weights are one half
def propagate(edges, h):
    degree = 1 + np.bincount(edges.ravel(), minlength=len(h))
    scaled = h / np.sqrt(degree)[:, None]
    total = scaled.copy()
    np.add.at(total, edges[:, 0], scaled[edges[:, 1]])
    return total / np.sqrt(degree)[:, None]


# %% hint: hundreds of terabytes
def propagate(edges, h):
    matrix = np.eye(len(h))
    for i, j in edges:
        matrix[i, j] = matrix[j, i] = 1
    roots = np.sqrt(matrix.sum(axis=1))
    return matrix @ (h / roots[:, None]) / roots[:, None]
