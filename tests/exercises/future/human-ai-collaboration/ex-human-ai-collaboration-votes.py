# %% hint: divide by the sum
def truth_from_votes(votes, prior, confusion):
    weight = np.array(prior, float)
    for matrix, said in zip(confusion, votes):
        if said >= 0:
            weight = weight * matrix[:, said]
    return [float(share) for share in weight]


# %% hint: read column 0
def truth_from_votes(votes, prior, confusion):
    weight = np.array(prior, float)
    for matrix, said in zip(confusion, votes):
        if said >= 0:
            weight = weight * matrix[said]
    return [float(share) for share in weight / weight.sum()]


# %% hint: Start from the prior
def truth_from_votes(votes, prior, confusion):
    weight = np.ones(len(prior))
    for matrix, said in zip(confusion, votes):
        if said >= 0:
            weight = weight * matrix[:, said]
    return [float(share) for share in weight / weight.sum()]


# %% hint: -1 is not the last class
def truth_from_votes(votes, prior, confusion):
    weight = np.array(prior, float)
    for matrix, said in zip(confusion, votes):
        weight = weight * matrix[:, said]
    return [float(share) for share in weight / weight.sum()]
