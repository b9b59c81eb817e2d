# %% hint: You looked above only
def margin(low, high, y, coverage):
    scores = np.sort(y - high)
    k = int(np.ceil((len(scores) + 1) * coverage))
    return np.inf if k > len(scores) else scores[k - 1]


# %% hint: The finite sample costs one more
def margin(low, high, y, coverage):
    scores = np.sort(np.maximum(low - y, y - high))
    return scores[int(np.ceil(len(scores) * coverage)) - 1]


# %% hint: a margin may also narrow
def margin(low, high, y, coverage):
    scores = np.sort(np.maximum(0, np.maximum(low - y, y - high)))
    k = int(np.ceil((len(scores) + 1) * coverage))
    return np.inf if k > len(scores) else scores[k - 1]


# %% hint: do not interpolate
def margin(low, high, y, coverage):
    return np.quantile(np.maximum(low - y, y - high), coverage)


# %% hint: four scores cannot promise so much
def margin(low, high, y, coverage):
    scores = np.sort(np.maximum(low - y, y - high))
    return scores[min(int(np.ceil((len(scores) + 1) * coverage)), len(scores)) - 1]
