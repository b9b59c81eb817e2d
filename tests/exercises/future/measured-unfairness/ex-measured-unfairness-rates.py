# %% hint: divides by the group's negatives
def group_rates(truth, flagged, group):
    truth, flagged, group = np.asarray(truth), np.asarray(flagged), np.asarray(group)
    rows = []
    for g in np.unique(group):
        t, f = truth[group == g], flagged[group == g]
        rows.append([f.mean(), (f * (1 - t)).mean(), 1 - f[t == 1].mean(), t[f == 1].mean()])
    return [[float(rate) for rate in row] for row in rows]


# %% hint: One row of four rates
def group_rates(truth, flagged, group):
    t, f = np.asarray(truth), np.asarray(flagged)
    row = [f.mean(), f[t == 0].mean(), 1 - f[t == 1].mean(), t[f == 1].mean()]
    return [[float(rate) for rate in row]]


# %% hint: of those with truth 0 in this group
def group_rates(truth, flagged, group):
    truth, flagged, group = np.asarray(truth), np.asarray(flagged), np.asarray(group)
    rows = []
    for g in np.unique(group):
        t, f = truth[group == g], flagged[group == g]
        rows.append([f.mean(), 1 - t[f == 1].mean(), 1 - f[t == 1].mean(), t[f == 1].mean()])
    return [[float(rate) for rate in row] for row in rows]


# %% hint: -1.0 where nobody is in the denominator
def group_rates(truth, flagged, group):
    truth, flagged, group = np.asarray(truth), np.asarray(flagged), np.asarray(group)

    def share(values):
        return float(values.mean()) if len(values) else 0.0

    rows = []
    for g in np.unique(group):
        t, f = truth[group == g], flagged[group == g]
        rows.append([share(f), share(f[t == 0]), share(1 - f[t == 1]), share(t[f == 1])])
    return rows


# %% hint: Misses are counted among positives
def group_rates(truth, flagged, group):
    truth, flagged, group = np.asarray(truth), np.asarray(flagged), np.asarray(group)

    def share(values):
        return float(values.mean()) if len(values) else -1.0

    rows = []
    for g in np.unique(group):
        t, f = truth[group == g], flagged[group == g]
        misses = share(1 - f[t == 1])
        rows.append([share(f), share(f[t == 0]), misses, 1 - misses if misses >= 0 else share(t[f == 1])])
    return rows
