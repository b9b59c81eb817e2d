# %% hint: not for each recording
def speaker_folds(speakers):
    n = len(speakers)
    return [([i for i in range(n) if i != k], [k]) for k in range(n)]


# %% hint: An index on both sides leaks
def speaker_folds(speakers):
    speakers = np.asarray(speakers)
    everyone = list(range(len(speakers)))
    return [(everyone, np.flatnonzero(speakers == s).tolist()) for s in np.unique(speakers)]


# %% hint: all recordings of one speaker, speakers in increasing order
def speaker_folds(speakers):
    order = list(dict.fromkeys(speakers))
    speakers = np.asarray(speakers)
    return [
        (np.flatnonzero(speakers != s).tolist(), np.flatnonzero(speakers == s).tolist())
        for s in order
    ]


# %% hint: Everybody else belongs to the training part
def speaker_folds(speakers):
    speakers = np.asarray(speakers)
    return [
        (np.flatnonzero(speakers == speakers[speakers != s][0]).tolist(), np.flatnonzero(speakers == s).tolist())
        for s in np.unique(speakers)
    ]
