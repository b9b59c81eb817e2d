# %% hint: not of the prevalences
def move_logits(logits, old, new):
    return logits + np.log(new / old)


# %% hint: become 1 : 4
def move_logits(logits, old, new):
    return logits - np.log(new / (1 - new)) + np.log(old / (1 - old))


# %% hint: Where the prevalence stays, nothing changes
def move_logits(logits, old, new):
    return logits + np.log(new / (1 - new))


# %% hint: it does not stretch them
def move_logits(logits, old, new):
    shift = np.log(new / (1 - new)) - np.log(old / (1 - old))
    return logits * (1 - shift / 10) + shift
