# %% hint: four train, two validate, two test
def time_split(times, train_share, val_share):
    return [0 if rank < train_share * len(times) else 2 for rank in np.argsort(np.argsort(times))]


# %% hint: the answer keeps the rows' places
def time_split(times, train_share, val_share):
    ordered = np.sort(times)
    cuts = [int(round(share * len(times))) for share in (train_share, train_share + val_share)]
    edges = [ordered[cut] if cut < len(times) else np.inf for cut in cuts]
    return [int(part) for part in np.searchsorted(edges, ordered, side="right")]


# %% hint: the answer keeps the rows' places
def time_split(times, train_share, val_share):
    n = len(times)
    cuts = [int(round(share * n)) for share in (train_share, train_share + val_share)]
    return [0] * cuts[0] + [1] * (cuts[1] - cuts[0]) + [2] * (n - cuts[1])


# %% hint: moves before them all
def time_split(times, train_share, val_share):
    rank = np.argsort(np.argsort(times, kind="stable"))
    cuts = [int(round(share * len(times))) for share in (train_share, train_share + val_share)]
    return [int(part) for part in np.searchsorted(cuts, rank, side="right")]


# %% hint: moves before them all
def time_split(times, train_share, val_share):
    ordered = np.sort(times)
    cuts = [int(round(share * len(times))) - 1 for share in (train_share, train_share + val_share)]
    return [int(part) for part in np.searchsorted(ordered[cuts], times, side="left")]


# %% hint: the last rows validate
def time_split(times, train_share, val_share):
    ordered = np.sort(times)
    cuts = [int(round(share * len(times))) for share in (train_share, train_share + val_share)]
    edges = [ordered[min(cut, len(times) - 1)] for cut in cuts]
    return [int(part) for part in np.searchsorted(edges, times, side="right")]
