# %% hint: B costs energy in use as well
def answers_until_even(train_b, trials, use_a, use_b):
    if use_b >= use_a:
        return -1
    return int(np.ceil(train_b * trials / use_a))


# %% hint: 100 J are won back at 2 J an answer
def answers_until_even(train_b, trials, use_a, use_b):
    if use_b >= use_a:
        return -1
    return int(np.ceil(train_b * trials / (use_a + use_b)))


# %% hint: that costs more in use never pays
def answers_until_even(train_b, trials, use_a, use_b):
    return int(np.ceil(train_b * trials / abs(use_a - use_b)))


# %% hint: All trials of the search are on B's bill
def answers_until_even(train_b, trials, use_a, use_b):
    if use_b >= use_a:
        return -1
    return int(np.ceil(train_b / (use_a - use_b)))


# %% hint: round up
def answers_until_even(train_b, trials, use_a, use_b):
    if use_b >= use_a:
        return -1
    return int(train_b * trials / (use_a - use_b))


# %% hint: With equal use the training is never won back
def answers_until_even(train_b, trials, use_a, use_b):
    if use_b > use_a:
        return -1
    return int(np.ceil(train_b * trials / max(use_a - use_b, 1e-3)))
