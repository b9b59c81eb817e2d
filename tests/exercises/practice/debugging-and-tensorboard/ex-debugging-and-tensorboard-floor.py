# %% hint: The best probabilities are 1
def floor(num_classes):
    return 0.0
def first(num_classes, sigma):
    return np.log(num_classes) + sigma**2 / 2
# %% hint: equal logits
def floor(num_classes):
    return np.log(np.e + num_classes - 1) - 1
def first(num_classes, sigma):
    return sigma**2 / 2
# %% hint: half of the variance
def floor(num_classes):
    return np.log(np.e + num_classes - 1) - 1
def first(num_classes, sigma):
    return np.log(num_classes) + sigma**2
# %% hint: square it
def floor(num_classes):
    return np.log(np.e + num_classes - 1) - 1
def first(num_classes, sigma):
    return np.log(num_classes) + sigma / 2
# %% hint: one other class is left
def floor(num_classes):
    return np.log(np.e + 9) - 1
def first(num_classes, sigma):
    return np.log(num_classes) + sigma**2 / 2
