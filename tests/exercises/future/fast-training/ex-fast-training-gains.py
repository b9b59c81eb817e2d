# %% hint: (43 + 45) / 2
def gains_of(design, scores):
    return np.asarray(design).T @ np.asarray(scores, float) / len(scores)


# %% hint: (43 + 45) / 2
def gains_of(design, scores):
    on = np.asarray(design) > 0
    return on.T @ np.asarray(scores, float) / on.sum(0)


# %% hint: divide by half the number of runs
def gains_of(design, scores):
    return np.asarray(design).T @ np.asarray(scores, float) / 2
