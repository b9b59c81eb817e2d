# %% hint: pull it first
def choose_arm(counts, totals, t):
    n = np.maximum(counts, 1)
    return int((totals / n + np.sqrt(2 * np.log(t) / n) * (counts > 0)).argmax())


# %% hint: add the width
def choose_arm(counts, totals, t):
    if (counts == 0).any():
        return int((counts == 0).argmax())
    return int((totals / counts - np.sqrt(2 * np.log(t) / counts)).argmax())


# %% hint: The best mean alone is greedy
def choose_arm(counts, totals, t):
    if (counts == 0).any():
        return int((counts == 0).argmax())
    return int((totals / counts).argmax())


# %% hint: the width grows with log t
def choose_arm(counts, totals, t):
    if (counts == 0).any():
        return int((counts == 0).argmax())
    return int((totals / counts + np.sqrt(2 * t / counts)).argmax())
