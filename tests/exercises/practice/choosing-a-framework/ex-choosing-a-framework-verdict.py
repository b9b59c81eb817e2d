# %% hint: a lower mean or a lower best round
def verdict(first, second):
    return "first" if np.mean(first) < np.mean(second) else "second"


# %% hint: a lower mean or a lower best round
def verdict(first, second):
    if min(len(first), len(second)) < 3:
        return "cannot say"
    return "first" if min(first) < min(second) else "second"


# %% hint: All rounds of the first took less time
def verdict(first, second):
    if min(first) > max(second):
        return "first"
    return "second" if min(second) > max(first) else "cannot say"


# %% hint: Two rounds are too few
def verdict(first, second):
    if max(first) < min(second):
        return "first"
    return "second" if max(second) < min(first) else "cannot say"


# %% hint: not medians
def verdict(first, second):
    if min(len(first), len(second)) < 3:
        return "cannot say"
    if max(first) < np.median(second):
        return "first"
    return "second" if max(second) < np.median(first) else "cannot say"
