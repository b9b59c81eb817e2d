# %% hint: combine image by image
def worst_case_accuracy(clean, right):
    return float((clean & right).mean(axis=1).min())
# %% hint: combine image by image
def worst_case_accuracy(clean, right):
    return float((clean & right).mean())
# %% hint: One successful attack is enough
def worst_case_accuracy(clean, right):
    return float((clean & right.any(axis=0)).mean())
# %% hint: An image that was wrong before the attack counts as wrong
def worst_case_accuracy(clean, right):
    return float(right.all(axis=0).mean())
# %% hint: Only the third image stands
def worst_case_accuracy(clean, right):
    return float(right[:, clean].all(axis=0).mean())
