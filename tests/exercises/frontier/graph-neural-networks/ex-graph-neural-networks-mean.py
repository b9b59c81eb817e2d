# %% hint: put in self-loops
def mean_adjacency(edges, num_nodes):
    adjacency = np.zeros((num_nodes, num_nodes))
    adjacency[edges[:, 0], edges[:, 1]] = adjacency[edges[:, 1], edges[:, 0]] = 1
    return adjacency / adjacency.sum(axis=1, keepdims=True)


# %% hint: goes both ways
def mean_adjacency(edges, num_nodes):
    adjacency = np.eye(num_nodes)
    adjacency[edges[:, 0], edges[:, 1]] = 1
    return adjacency / adjacency.sum(axis=1, keepdims=True)


# %% hint: divide each row by its sum
def mean_adjacency(edges, num_nodes):
    adjacency = np.eye(num_nodes)
    adjacency[edges[:, 0], edges[:, 1]] = adjacency[edges[:, 1], edges[:, 0]] = 1
    return adjacency / adjacency.sum(axis=0, keepdims=True)


# %% hint: divide each row by its sum
def mean_adjacency(edges, num_nodes):
    adjacency = np.eye(num_nodes)
    adjacency[edges[:, 0], edges[:, 1]] = adjacency[edges[:, 1], edges[:, 0]] = 1
    root = np.sqrt(adjacency.sum(axis=1))
    return adjacency / root[:, None] / root
