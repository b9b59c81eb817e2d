# %% hint: did not move at all is suspicious
def suspicious(before, after, low=1e-5, high=0.5):
    return sorted(n for n in before if np.linalg.norm(after[n] - before[n]) > high * np.linalg.norm(before[n]) > 0)
# %% hint: moved by twice its own size
def suspicious(before, after, low=1e-5, high=0.5):
    return sorted(n for n in before if np.linalg.norm(after[n] - before[n]) <= low * np.linalg.norm(before[n]) and before[n].any())
# %% hint: it is fine if it moved
def suspicious(before, after, low=1e-5, high=0.5):
    return sorted(n for n in before if not low * np.linalg.norm(before[n]) <= np.linalg.norm(after[n] - before[n]) <= high * np.linalg.norm(before[n]))
# %% hint: Every comparison with NaN is false
def suspicious(before, after, low=1e-5, high=0.5):
    names = []
    for n in before:
        moved, size = np.linalg.norm(after[n] - before[n]), np.linalg.norm(before[n])
        if (moved == 0) if size == 0 else (moved / size < low or moved / size > high):
            names.append(n)
    return sorted(names)
# %% hint: Compare norms of whole tensors
def suspicious(before, after, low=1e-5, high=0.5):
    names = []
    for n in before:
        moved, size = abs(np.sum(after[n] - before[n])), abs(np.sum(before[n]))
        if not (moved > 0 if size == 0 else low <= moved / size <= high):
            names.append(n)
    return sorted(names)
