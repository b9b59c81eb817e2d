# %% hint: the priors decide
def puct_choice(priors, visits, totals, c):
    n = 1 + visits.sum()
    return int((totals / np.maximum(visits, 1) + c * np.sqrt(n) / (1 + visits)).argmax())


# %% hint: Compare mean values
def puct_choice(priors, visits, totals, c):
    n = 1 + visits.sum()
    return int((totals + c * priors * np.sqrt(n) / (1 + visits)).argmax())


# %% hint: divide its prior's bonus
def puct_choice(priors, visits, totals, c):
    n = 1 + visits.sum()
    return int((totals / np.maximum(visits, 1) + c * priors * np.sqrt(n)).argmax())


# %% hint: the root of n
def puct_choice(priors, visits, totals, c):
    n = 1 + visits.sum()
    return int((totals / np.maximum(visits, 1) + c * priors * n / (1 + visits)).argmax())
