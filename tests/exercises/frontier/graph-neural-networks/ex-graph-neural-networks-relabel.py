# %% hint: move rows and columns
def renumber(order, x, adjacency, labels):
    return x[order], adjacency[order], labels[order]


# %% hint: The labels must move with their nodes
def renumber(order, x, adjacency, labels):
    return x[order], adjacency[order][:, order], labels


# %% hint: do not scatter into it
def renumber(order, x, adjacency, labels):
    new_x, new_adjacency, new_labels = np.empty_like(x), np.empty_like(adjacency), np.empty_like(labels)
    new_x[order], new_labels[order] = x, labels
    new_adjacency[np.ix_(order, order)] = adjacency
    return new_x, new_adjacency, new_labels


# %% hint: must still join them
def renumber(order, x, adjacency, labels):
    return x[order], adjacency, labels[order]
