# %% hint: both groups must have the same base rate
def independent_weights(group, label):
    group = np.asarray(group)
    return np.array([1 / np.mean(group == g) for g in group]) / len(np.unique(group))


# %% hint: the one of the whole, not one half
def independent_weights(group, label):
    group, label = np.asarray(group), np.asarray(label)
    weights = np.array([1 / np.mean((group == g) & (label == y)) for g, y in zip(group, label)])
    return weights / weights.mean()


# %% hint: Totals must stay
def independent_weights(group, label):
    group, label = np.asarray(group), np.asarray(label)
    cells = [(group == g) & (label == y) for g, y in zip(group, label)]
    return np.array([np.mean(label == y) / np.mean(cell) for y, cell in zip(label, cells)])


# %% hint: do not assume 0 and 1
def independent_weights(group, label):
    group, label = np.asarray(group), np.asarray(label)
    weights = np.ones(len(group))
    for g in np.unique(group):
        for y in (0, 1):
            cell = (group == g) & (label == y)
            if cell.any():
                weights[cell] = np.mean(group == g) * np.mean(label == y) / np.mean(cell)
    return weights


# %% hint: for any number of groups
def independent_weights(group, label):
    group, label = np.asarray(group), np.asarray(label)
    weights = np.empty(len(group))
    for i, (g, y) in enumerate(zip(group, label)):
        expected = np.mean(group == g) * np.mean(label == y)
        weights[i] = expected / np.mean((group == g) & (label == y))
        if len(np.unique(group)) > 2:
            weights[i] /= np.mean(group == g)
    return weights
