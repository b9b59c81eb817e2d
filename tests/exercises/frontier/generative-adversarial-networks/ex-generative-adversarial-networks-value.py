# %% hint: -log 4 plus twice that
def best_value(p, q):
    m = (p + q) / 2
    return (p * np.log(p / m) + q * np.log(q / m)).sum() / 2


# %% hint: treat zero entries apart
def best_value(p, q):
    with np.errstate(all="ignore"):
        return (p * np.log(p / (p + q)) + q * np.log(q / (p + q))).sum()


# %% hint: with natural logarithms
def best_value(p, q):
    return (p * np.log2(p / (p + q)) + q * np.log2(q / (p + q))).sum()


# %% hint: sum over the images
def best_value(p, q):
    return p * np.log(p / (p + q)) + q * np.log(q / (p + q))
