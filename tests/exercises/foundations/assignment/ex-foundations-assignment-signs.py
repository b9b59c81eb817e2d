# %% hint: take absolute values
def p_value(a, b):
    signs = np.array(list(itertools.product((1, -1), repeat=len(a))))
    return ((signs * (a - b)).mean(axis=1) >= (a - b).mean() - 1e-12).mean()


def seeds_needed(level):
    return 6
# %% hint: The observed signs are one of the ways
def p_value(a, b):
    signs = np.array(list(itertools.product((1, -1), repeat=len(a))))
    return (np.abs((signs * (a - b)).mean(axis=1)) > abs((a - b).mean()) + 1e-12).mean()


def seeds_needed(level):
    return 6
# %% hint: Keep the pairs
def p_value(a, b):
    together, count = np.concatenate([a, b]), 0
    groups = list(itertools.combinations(range(len(together)), len(a)))
    for group in groups:
        others = [i for i in range(len(together)) if i not in group]
        count += abs(together[list(group)].mean() - together[others].mean()) >= abs(a.mean() - b.mean()) - 1e-12
    return count / len(groups)


def seeds_needed(level):
    return 6
# %% hint: With three seeds the smallest possible value is 0.25
def p_value(a, b):
    signs = np.array(list(itertools.product((1, -1), repeat=len(a))))
    return (np.abs((signs * (a - b)).mean(axis=1)) >= abs((a - b).mean()) - 1e-12).mean()


def seeds_needed(level):
    return int(np.ceil(np.log2(1 / level)))
# %% hint: at most the level includes it
def p_value(a, b):
    signs = np.array(list(itertools.product((1, -1), repeat=len(a))))
    return (np.abs((signs * (a - b)).mean(axis=1)) >= abs((a - b).mean()) - 1e-12).mean()


def seeds_needed(level):
    seeds = 1
    while 2 / 2**seeds >= level:
        seeds += 1
    return seeds
