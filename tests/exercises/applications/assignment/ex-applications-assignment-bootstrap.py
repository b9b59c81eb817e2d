# %% hint: neither nothing nor a whole
def areas(scores, labels, patients, drawn):
    """The ROC area, and the areas of the drawn patients, (rounds,)."""
    difference = scores[:, None] - scores[None]
    wins = (difference >= 0) * 1.0

    def area(counts):
        positive, negative = counts * labels, counts * (1 - labels)
        pairs = positive.sum() * negative.sum()
        return positive @ wins @ negative / pairs if pairs else np.nan

    rounds = [area((row[:, None] == patients).sum(axis=0)) for row in drawn]
    return area(np.ones(len(scores))), np.array(rounds)
# %% hint: neither nothing nor a whole
def areas(scores, labels, patients, drawn):
    """The ROC area, and the areas of the drawn patients, (rounds,)."""
    difference = scores[:, None] - scores[None]
    wins = (difference > 0) * 1.0

    def area(counts):
        positive, negative = counts * labels, counts * (1 - labels)
        pairs = positive.sum() * negative.sum()
        return positive @ wins @ negative / pairs if pairs else np.nan

    rounds = [area((row[:, None] == patients).sum(axis=0)) for row in drawn]
    return area(np.ones(len(scores))), np.array(rounds)
# %% hint: the area of the opposite
def areas(scores, labels, patients, drawn):
    """The ROC area, and the areas of the drawn patients, (rounds,)."""
    difference = scores[:, None] - scores[None]
    wins = (difference < 0) + 0.5 * (difference == 0)

    def area(counts):
        positive, negative = counts * labels, counts * (1 - labels)
        pairs = positive.sum() * negative.sum()
        return positive @ wins @ negative / pairs if pairs else np.nan

    rounds = [area((row[:, None] == patients).sum(axis=0)) for row in drawn]
    return area(np.ones(len(scores))), np.array(rounds)
# %% hint: both pictures count twice
def areas(scores, labels, patients, drawn):
    """The ROC area, and the areas of the drawn patients, (rounds,)."""
    difference = scores[:, None] - scores[None]
    wins = (difference > 0) + 0.5 * (difference == 0)

    def area(counts):
        positive, negative = counts * labels, counts * (1 - labels)
        pairs = positive.sum() * negative.sum()
        return positive @ wins @ negative / pairs if pairs else np.nan

    rounds = [area(np.isin(patients, row) * 1.0) for row in drawn]
    return area(np.ones(len(scores))), np.array(rounds)
# %% hint: that area is nan
def areas(scores, labels, patients, drawn):
    """The ROC area, and the areas of the drawn patients, (rounds,)."""
    difference = scores[:, None] - scores[None]
    wins = (difference > 0) + 0.5 * (difference == 0)

    def area(counts):
        positive, negative = counts * labels, counts * (1 - labels)
        pairs = positive.sum() * negative.sum()
        return positive @ wins @ negative / pairs if pairs else 0.5

    rounds = [area((row[:, None] == patients).sum(axis=0)) for row in drawn]
    return area(np.ones(len(scores))), np.array(rounds)
