# %% hint: one threshold for all gives it no place
def share_places(score, need, group, places):
    """Places for group 0 and group 1."""
    found, needy = [], []
    for g in (0, 1):
        members = np.flatnonzero(group == g)
        queue = members[np.argsort(-score[members], kind="stable")]
        found.append(np.concatenate([[0], np.cumsum(need[queue])]).astype(int).tolist())  # after k places
        needy.append(int(need[members].sum()))
    ways = [(k, places - k) for k in range(len(found[0])) if 0 <= places - k < len(found[1])]

    def worth(way):
        a, b = found[0][way[0]], found[1][way[1]]
        return abs(a * needy[1] - b * needy[0]), -(a + b), -way[0]  # the shares' difference, times both numbers of needy

    first = np.argsort(-score, kind="stable")[:places]
    return int(np.sum(group[first] == 0)), int(np.sum(group[first] == 1))
# %% hint: then group 0 gets more
def share_places(score, need, group, places):
    """Places for group 0 and group 1."""
    found, needy = [], []
    for g in (0, 1):
        members = np.flatnonzero(group == g)
        queue = members[np.argsort(-score[members], kind="stable")]
        found.append(np.concatenate([[0], np.cumsum(need[queue])]).astype(int).tolist())  # after k places
        needy.append(int(need[members].sum()))
    ways = [(k, places - k) for k in range(len(found[0])) if 0 <= places - k < len(found[1])]

    def worth(way):
        a, b = found[0][way[0]], found[1][way[1]]
        return abs(a * needy[1] - b * needy[0]), -(a + b), way[0]  # the shares' difference, times both numbers of needy

    return min(ways, key=worth)
# %% hint: Applicants stand in any order
def share_places(score, need, group, places):
    """Places for group 0 and group 1."""
    found, needy = [], []
    for g in (0, 1):
        members = np.flatnonzero(group == g)
        queue = members
        found.append(np.concatenate([[0], np.cumsum(need[queue])]).astype(int).tolist())  # after k places
        needy.append(int(need[members].sum()))
    ways = [(k, places - k) for k in range(len(found[0])) if 0 <= places - k < len(found[1])]

    def worth(way):
        a, b = found[0][way[0]], found[1][way[1]]
        return abs(a * needy[1] - b * needy[0]), -(a + b), -way[0]  # the shares' difference, times both numbers of needy

    return min(ways, key=worth)
# %% hint: but with (1, 1) two of the needy
def share_places(score, need, group, places):
    """Places for group 0 and group 1."""
    found, needy = [], []
    for g in (0, 1):
        members = np.flatnonzero(group == g)
        queue = members[np.argsort(-score[members], kind="stable")]
        found.append(np.concatenate([[0], np.cumsum(need[queue])]).astype(int).tolist())  # after k places
        needy.append(int(need[members].sum()))
    ways = [(k, places - k) for k in range(len(found[0])) if 0 <= places - k < len(found[1])]

    def worth(way):
        a, b = found[0][way[0]], found[1][way[1]]
        return abs(a * needy[1] - b * needy[0]), -way[0]  # the shares' difference, times both numbers of needy

    return min(ways, key=worth)
# %% hint: although the computer rounds them differently
def share_places(score, need, group, places):
    """Places for group 0 and group 1."""
    found, needy = [], []
    for g in (0, 1):
        members = np.flatnonzero(group == g)
        queue = members[np.argsort(-score[members], kind="stable")]
        found.append(np.concatenate([[0], np.cumsum(need[queue])]).astype(int).tolist())  # after k places
        needy.append(int(need[members].sum()))
    ways = [(k, places - k) for k in range(len(found[0])) if 0 <= places - k < len(found[1])]

    def worth(way):
        a, b = found[0][way[0]], found[1][way[1]]
        return abs(a / needy[0] - b / needy[1]), -(a + b), -way[0]  # the shares' difference, times both numbers of needy

    return min(ways, key=worth)
# %% hint: the one who stands earlier
def share_places(score, need, group, places):
    """Places for group 0 and group 1."""
    found, needy = [], []
    for g in (0, 1):
        members = np.flatnonzero(group == g)
        queue = members[np.argsort(score[members], kind="stable")[::-1]]
        found.append(np.concatenate([[0], np.cumsum(need[queue])]).astype(int).tolist())  # after k places
        needy.append(int(need[members].sum()))
    ways = [(k, places - k) for k in range(len(found[0])) if 0 <= places - k < len(found[1])]

    def worth(way):
        a, b = found[0][way[0]], found[1][way[1]]
        return abs(a * needy[1] - b * needy[0]), -(a + b), -way[0]  # the shares' difference, times both numbers of needy

    return min(ways, key=worth)
