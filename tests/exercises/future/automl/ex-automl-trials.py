# %% hint: multiply the chances of missing
def trials_needed(share, confidence):
    return round(confidence / share)


# %% hint: round up
def trials_needed(share, confidence):
    return int(np.log(1 - confidence) / np.log(1 - share))


# %% hint: all miss with probability 1 - confidence
def trials_needed(share, confidence):
    return int(np.ceil(np.log(confidence) / np.log(1 - share)))


# %% hint: at least means that this is enough
def trials_needed(share, confidence):
    n = 1
    while 1 - (1 - share) ** n <= confidence:
        n += 1
    return n


# %% hint: use both arguments
def trials_needed(share, confidence):
    return int(np.ceil(round(np.log(0.05 if share < 0.5 else 0.25) / np.log(1 - share), 9)))
