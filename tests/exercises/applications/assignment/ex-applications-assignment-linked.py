# %% hint: -1 means unknown
def linked(patients, pictures):
    """The smallest index in each record's group, (n,)."""
    group = np.arange(len(patients))
    while True:  # each round carries the smallest index one tie further, until nothing moves
        before = group.copy()
        for column in (patients, pictures):
            for value in np.unique(column):
                same = column == value
                group[same] = group[same].min()
        if np.array_equal(group, before):
            return group

def leaked(group, test):
    """Share of the test records that have a relative outside the test part."""
    return float(np.isin(group[test], group[~test]).mean()) if test.any() else 0.0
# %% hint: it belongs there, although
def linked(patients, pictures):
    """The smallest index in each record's group, (n,)."""
    group = np.arange(len(patients))
    while True:  # each round carries the smallest index one tie further, until nothing moves
        before = group.copy()
        for column in (patients,):
            for value in np.unique(column[column != -1]):
                same = column == value
                group[same] = group[same].min()
        if np.array_equal(group, before):
            return group

def leaked(group, test):
    """Share of the test records that have a relative outside the test part."""
    return float(np.isin(group[test], group[~test]).mean()) if test.any() else 0.0
# %% hint: go on until a round changes nothing
def linked(patients, pictures):
    """The smallest index in each record's group, (n,)."""
    group = np.arange(len(patients))
    for _ in range(2):  # each round carries the smallest index one tie further, until nothing moves
        before = group.copy()
        for column in (patients, pictures):
            for value in np.unique(column[column != -1]):
                same = column == value
                group[same] = group[same].min()
        if np.array_equal(group, before):
            break
    return group

def leaked(group, test):
    """Share of the test records that have a relative outside the test part."""
    return float(np.isin(group[test], group[~test]).mean()) if test.any() else 0.0
# %% hint: Number each group by the smallest
def linked(patients, pictures):
    """The smallest index in each record's group, (n,)."""
    group = np.arange(len(patients))
    while True:  # each round carries the smallest index one tie further, until nothing moves
        before = group.copy()
        for column in (patients, pictures):
            for value in np.unique(column[column != -1]):
                same = column == value
                group[same] = group[same].max()
        if np.array_equal(group, before):
            return group

def leaked(group, test):
    """Share of the test records that have a relative outside the test part."""
    return float(np.isin(group[test], group[~test]).mean()) if test.any() else 0.0
# %% hint: Count records, not groups
def linked(patients, pictures):
    """The smallest index in each record's group, (n,)."""
    group = np.arange(len(patients))
    while True:  # each round carries the smallest index one tie further, until nothing moves
        before = group.copy()
        for column in (patients, pictures):
            for value in np.unique(column[column != -1]):
                same = column == value
                group[same] = group[same].min()
        if np.array_equal(group, before):
            return group

def leaked(group, test):
    """Share of the test records that have a relative outside the test part."""
    return float(np.isin(np.unique(group[test]), group[~test]).mean()) if test.any() else 0.0
# %% hint: among the test records, not among all
def linked(patients, pictures):
    """The smallest index in each record's group, (n,)."""
    group = np.arange(len(patients))
    while True:  # each round carries the smallest index one tie further, until nothing moves
        before = group.copy()
        for column in (patients, pictures):
            for value in np.unique(column[column != -1]):
                same = column == value
                group[same] = group[same].min()
        if np.array_equal(group, before):
            return group

def leaked(group, test):
    """Share of the test records that have a relative outside the test part."""
    return float(np.isin(group[test], group[~test]).sum() / len(test)) if test.any() else 0.0
# %% hint: return 0, not nan
def linked(patients, pictures):
    """The smallest index in each record's group, (n,)."""
    group = np.arange(len(patients))
    while True:  # each round carries the smallest index one tie further, until nothing moves
        before = group.copy()
        for column in (patients, pictures):
            for value in np.unique(column[column != -1]):
                same = column == value
                group[same] = group[same].min()
        if np.array_equal(group, before):
            return group

def leaked(group, test):
    """Share of the test records that have a relative outside the test part."""
    return float(np.isin(group[test], group[~test]).mean())
