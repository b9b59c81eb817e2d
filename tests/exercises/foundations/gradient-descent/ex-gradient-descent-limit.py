# %% hint: the limit is set by the steepest
def largest_stable_lr(hessian):
    return 2 / np.linalg.eigvalsh(hessian).min()


# %% hint: it may overshoot and still converge
def largest_stable_lr(hessian):
    return 1 / np.linalg.eigvalsh(hessian).max()


# %% hint: For the walkers' curvature of 10 the limit is 0.2
def largest_stable_lr(hessian):
    return 2 / np.trace(hessian)


# %% hint: not the entries of its diagonal
def largest_stable_lr(hessian):
    return 2 / np.diag(hessian).max()
