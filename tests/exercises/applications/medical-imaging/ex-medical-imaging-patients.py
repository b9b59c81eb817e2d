# %% hint: draw patients, not examples
def patients_to_test(patients, share, seed):
    chosen = np.zeros(len(patients), bool)
    chosen[np.random.default_rng(seed).choice(len(patients), round(share * len(patients)), replace=False)] = True
    return chosen


# %% hint: however many examples
def patients_to_test(patients, share, seed):
    names = np.unique(patients)
    drawn = np.random.default_rng(seed).choice(names, round(share * len(patients)), replace=False)
    return np.isin(patients, drawn)


# %% hint: do not take the first ones
def patients_to_test(patients, share, seed):
    names = np.unique(patients)
    return np.isin(patients, names[: round(share * len(names))])


# %% hint: The same seed must give the same split
def patients_to_test(patients, share, seed):
    names = np.unique(patients)
    return np.isin(patients, np.random.default_rng().choice(names, round(share * len(names)), replace=False))


# %% hint: Return one truth value an example
def patients_to_test(patients, share, seed):
    names = np.unique(patients)
    drawn = np.random.default_rng(seed).choice(names, round(share * len(names)), replace=False)
    return np.flatnonzero(np.isin(patients, drawn))
