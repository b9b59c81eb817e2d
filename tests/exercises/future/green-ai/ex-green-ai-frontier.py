# %% hint: divide what is added by what is gained
def prices(joules, points):
    pairs = sorted(zip(joules, points))
    return [float(cost / gain) for cost, gain in pairs[1:]]


# %% hint: Three models on the frontier make two steps
def prices(joules, points):
    pairs = sorted(zip(joules, points))
    return [float(cost / gain) for cost, gain in pairs]


# %% hint: Sort by joules first
def prices(joules, points):
    kept = []
    for cost, gain in zip(joules, points):
        if not kept or gain > kept[-1][1]:
            kept.append((cost, gain))
    return [float((c - a) / (d - b)) for (a, b), (c, d) in zip(kept, kept[1:])]


# %% hint: The model of 2 J is worse than that of 1 J
def prices(joules, points):
    kept = sorted(zip(joules, points))
    return [float((c - a) / (d - b)) if d != b else 0.0 for (a, b), (c, d) in zip(kept, kept[1:])]


# %% hint: Dearer and only equal is not on the frontier
def prices(joules, points):
    kept = []
    for cost, gain in sorted(zip(joules, points)):
        if not kept or gain >= kept[-1][1]:
            kept.append((cost, gain))
    return [float((c - a) / max(d - b, 1e-9)) for (a, b), (c, d) in zip(kept, kept[1:])]
