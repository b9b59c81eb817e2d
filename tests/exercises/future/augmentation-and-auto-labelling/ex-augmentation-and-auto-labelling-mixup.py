# %% hint: Weight lam belongs to x[i]
def mixup(x, y, order, lam, num_classes):
    one_hot = np.eye(num_classes)[y]
    return (1 - lam) * x + lam * x[order], (1 - lam) * one_hot + lam * one_hot[order]
# %% hint: Labels become vectors
def mixup(x, y, order, lam, num_classes):
    return lam * x + (1 - lam) * x[order], lam * y + (1 - lam) * y[order]
# %% hint: The label is mixed with the same weights
def mixup(x, y, order, lam, num_classes):
    one_hot = np.eye(num_classes)[y]
    return lam * x + (1 - lam) * x[order], one_hot
# %% hint: The label is mixed with the same weights
def mixup(x, y, order, lam, num_classes):
    one_hot = np.eye(num_classes)[y]
    return lam * x + (1 - lam) * x[order], (1 - lam) * one_hot + lam * one_hot[order]
# %% hint: Two examples of one class keep
def mixup(x, y, order, lam, num_classes):
    one_hot = np.eye(num_classes)[y]
    return lam * x + (1 - lam) * x[order], lam * one_hot + (1 - lam) * np.roll(one_hot, 1, axis=0)
