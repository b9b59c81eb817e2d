# %% hint: only what has been seen may decide
def halving(losses, first, keep):
    """The winner, the epochs spent, and the regret."""
    candidates, last = losses.shape
    left, epoch, spent = np.arange(candidates), first, candidates * first

    def ranked():
        return left[np.argsort(losses[left, -1], kind="stable")]  # nan comes last

    while len(left) > 1 and epoch < last:
        left = np.sort(ranked()[: math.ceil(len(left) / keep)])
        longer = min(epoch * keep, last)
        spent, epoch = spent + len(left) * (longer - epoch), longer
    winner = int(ranked()[0])
    return winner, int(spent), float(losses[winner, -1] - np.nanmin(losses[:, -1]))
# %% hint: worse than any number
def halving(losses, first, keep):
    """The winner, the epochs spent, and the regret."""
    candidates, last = losses.shape
    left, epoch, spent = np.arange(candidates), first, candidates * first

    def ranked():
        return left[np.argsort(np.nan_to_num(losses[left, epoch - 1], nan=-1.0), kind="stable")]  # nan comes last

    while len(left) > 1 and epoch < last:
        left = np.sort(ranked()[: math.ceil(len(left) / keep)])
        longer = min(epoch * keep, last)
        spent, epoch = spent + len(left) * (longer - epoch), longer
    winner = int(ranked()[0])
    return winner, int(spent), float(losses[winner, -1] - np.nanmin(losses[:, -1]))
# %% hint: the last losses decide, not the early
def halving(losses, first, keep):
    """The winner, the epochs spent, and the regret."""
    candidates, last = losses.shape
    left, epoch, spent = np.arange(candidates), first, candidates * first

    def ranked():
        return left[np.argsort(losses[left, first - 1], kind="stable")]  # nan comes last

    while len(left) > 1 and epoch < last:
        left = np.sort(ranked()[: math.ceil(len(left) / keep)])
        longer = min(epoch * keep, last)
        spent, epoch = spent + len(left) * (longer - epoch), longer
    winner = int(ranked()[0])
    return winner, int(spent), float(losses[winner, -1] - np.nanmin(losses[:, -1]))
# %% hint: only the new epochs cost
def halving(losses, first, keep):
    """The winner, the epochs spent, and the regret."""
    candidates, last = losses.shape
    left, epoch, spent = np.arange(candidates), first, candidates * first

    def ranked():
        return left[np.argsort(losses[left, epoch - 1], kind="stable")]  # nan comes last

    while len(left) > 1 and epoch < last:
        left = np.sort(ranked()[: math.ceil(len(left) / keep)])
        longer = min(epoch * keep, last)
        spent, epoch = spent + len(left) * longer, longer
    winner = int(ranked()[0])
    return winner, int(spent), float(losses[winner, -1] - np.nanmin(losses[:, -1]))
# %% hint: train to the last one, and no further
def halving(losses, first, keep):
    """The winner, the epochs spent, and the regret."""
    candidates, last = losses.shape
    left, epoch, spent = np.arange(candidates), first, candidates * first

    def ranked():
        return left[np.argsort(losses[left, min(epoch, last) - 1], kind="stable")]  # nan comes last

    while len(left) > 1 and epoch < last:
        left = np.sort(ranked()[: math.ceil(len(left) / keep)])
        longer = epoch * keep
        spent, epoch = spent + len(left) * (longer - epoch), longer
    winner = int(ranked()[0])
    return winner, int(spent), float(losses[winner, -1] - np.nanmin(losses[:, -1]))
# %% hint: the epochs spent are wrong
def halving(losses, first, keep):
    """The winner, the epochs spent, and the regret."""
    candidates, last = losses.shape
    left, epoch, spent = np.arange(candidates), first, candidates * first

    def ranked():
        return left[np.argsort(losses[left, epoch - 1], kind="stable")]  # nan comes last

    while len(left) > 1 and epoch < last:
        left = np.sort(ranked()[: max(1, len(left) // keep) if len(left) > 5 else math.ceil(len(left) / keep)])
        longer = min(epoch * keep, last)
        spent, epoch = spent + len(left) * (longer - epoch), longer
    winner = int(ranked()[0])
    return winner, int(spent), float(losses[winner, -1] - np.nanmin(losses[:, -1]))
# %% hint: The winner ends at 2
def halving(losses, first, keep):
    """The winner, the epochs spent, and the regret."""
    candidates, last = losses.shape
    left, epoch, spent = np.arange(candidates), first, candidates * first

    def ranked():
        return left[np.argsort(losses[left, epoch - 1], kind="stable")]  # nan comes last

    while len(left) > 1 and epoch < last:
        left = np.sort(ranked()[: math.ceil(len(left) / keep)])
        longer = min(epoch * keep, last)
        spent, epoch = spent + len(left) * (longer - epoch), longer
    winner = int(ranked()[0])
    return winner, int(spent), float(losses[winner, epoch - 1] - np.nanmin(losses[left, epoch - 1]))
