# %% hint: You used all rows
def standardise(series, train_end):
    sd = series.std(axis=0)
    return (series - series.mean(axis=0)) / np.where(sd > 0, sd, 1)


# %% hint: The first two rows of column 0
def standardise(series, train_end):
    sd = series.std(axis=0)
    return (series - series[:train_end].mean(axis=0)) / np.where(sd > 0, sd, 1)


# %% hint: with ddof=0
def standardise(series, train_end):
    sd = series[:train_end].std(axis=0, ddof=1)
    return (series - series[:train_end].mean(axis=0)) / np.where(sd > 0, sd, 1)


# %% hint: Return every row
def standardise(series, train_end):
    past = series[:train_end]
    sd = past.std(axis=0)
    return (past - past.mean(axis=0)) / np.where(sd > 0, sd, 1)


# %% hint: only shift it
def standardise(series, train_end):
    past = series[:train_end]
    with np.errstate(all="ignore"):
        return (series - past.mean(axis=0)) / past.std(axis=0)


# %% hint: The first two rows of column 0
def standardise(series, train_end):
    past = series[:train_end]
    return (series - past.min()) / (past.max() - past.min())
