# %% hint: first-order MAML
def maml_start(h, c, lr, steps):
    weight = h * (1 - lr * h) ** steps
    return (weight * c).sum() / weight.sum()


# %% hint: never takes the inner step
def maml_start(h, c, lr, steps):
    return (h * c).sum() / h.sum()


# %% hint: twice the number of steps
def maml_start(h, c, lr, steps):
    weight = h * (1 - lr * h) ** (steps + 1) if steps else h
    return (weight * c).sum() / weight.sum()


# %% hint: MAML is pooled training
def maml_start(h, c, lr, steps):
    weight = h * (1 - lr * h) ** 2
    return (weight * c).sum() / weight.sum()


# %% hint: Return one number
def maml_start(h, c, lr, steps):
    weight = h * (1 - lr * h) ** (2 * steps)
    return weight * c / weight.sum()
