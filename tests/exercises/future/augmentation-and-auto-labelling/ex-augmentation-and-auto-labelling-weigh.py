# %% hint: silence does not count
def accuracies(votes, q):
    right = np.where(votes == 1, q[:, None], 1 - q[:, None]) * (votes != 2)
    return right.mean(axis=0)
# %% hint: a vote for 0 with chance 1 - q
def accuracies(votes, q):
    spoken = votes != 2
    return (q[:, None] * spoken).sum(axis=0) / np.maximum(spoken.sum(axis=0), 1)
# %% hint: silence does not count
def accuracies(votes, q):
    right = np.where(votes == 1, q[:, None], 1 - q[:, None])
    return right.mean(axis=0)
# %% hint: A rule that never speaks
def accuracies(votes, q):
    right = np.where(votes == 1, q[:, None], 1 - q[:, None]) * (votes != 2)
    return right.sum(axis=0) / np.maximum((votes != 2).sum(axis=0), 1)
# %% hint: own number of votes
def accuracies(votes, q):
    right = np.where(votes == 1, q[:, None], 1 - q[:, None]) * (votes != 2)
    return right.sum(axis=0) / (votes != 2).sum(axis=0).max()
