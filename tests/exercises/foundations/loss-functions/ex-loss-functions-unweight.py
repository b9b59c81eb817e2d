# %% hint: probabilities are not
def unweight(p, w):
    return p / w


# %% hint: undo it
def unweight(p, w):
    return w * p / (w * p + 1 - p)


# %% hint: A weight of one changes nothing
def unweight(p, w):
    return p / (1 + w * (1 - p))


# %% hint: was a probability of one tenth
def unweight(p, w):
    return np.clip(p - (w - 1) / (w + 1), 0, 1)


# %% hint: without dividing by zero
def unweight(p, w):
    with np.errstate(all="ignore"):
        odds = p / (1 - p) / w
        return odds / (1 + odds)
