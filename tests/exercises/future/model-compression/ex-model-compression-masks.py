# %% hint: −0.9 is the largest magnitude
def global_masks(weights, share):
    values = np.sort(np.concatenate([w.ravel() for w in weights]))
    least = values[round(share * len(values))]
    return [(w >= least).astype(float) for w in weights]


# %% hint: Three of six go
def global_masks(weights, share):
    masks = []
    for w in weights:
        magnitudes = np.sort(np.abs(w).ravel())
        least = magnitudes[round(share * len(magnitudes))]
        masks.append((np.abs(w) >= least).astype(float))
    return masks


# %% hint: A quarter of 800 goes
def global_masks(weights, share):
    magnitudes = np.sort(np.concatenate([np.abs(w).ravel() for w in weights]))
    least = magnitudes[round((1 - share) * len(magnitudes))]
    return [(np.abs(w) >= least).astype(float) for w in weights]
