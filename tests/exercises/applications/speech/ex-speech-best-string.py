# %% hint: Collapse the path
def best_string(probabilities):
    return np.argmax(probabilities, axis=1).tolist()


# %% hint: Merge repeats first, then drop blanks
def best_string(probabilities):
    path = [c for c in np.argmax(probabilities, axis=1).tolist() if c != 0]
    return [c for c, _ in itertools.groupby(path)]


# %% hint: Sum before you choose
def best_string(probabilities):
    path = np.argmax(probabilities, axis=1).tolist()
    return [c for c, _ in itertools.groupby(path) if c != 0]


# %% hint: Sum the weights of all paths
def best_string(probabilities):
    probabilities = np.asarray(probabilities)
    frames, symbols = probabilities.shape
    counts = {}
    for path in itertools.product(range(symbols), repeat=frames):
        string = tuple(c for c, _ in itertools.groupby(path) if c != 0)
        if np.prod(probabilities[range(frames), path]) > 0:
            counts[string] = counts.get(string, 0) + 1
    return list(max(counts, key=counts.get))
