# %% hint: must both shrink
def streamed(scores, values, block):
    total, mixed = 0.0, np.zeros(values.shape[1])
    for start in range(0, len(scores), block):
        s, v = scores[start : start + block], values[start : start + block]
        weights = np.exp(s - s.max())
        total, mixed = total + weights.sum(), mixed + weights @ v
    return mixed / total
# %% hint: Large scores overflow
def streamed(scores, values, block):
    total, mixed = 0.0, np.zeros(values.shape[1])
    with np.errstate(all="ignore"):
        for start in range(0, len(scores), block):
            weights = np.exp(scores[start : start + block])
            total, mixed = total + weights.sum(), mixed + weights @ values[start : start + block]
        return mixed / total
# %% hint: or scores that fall
def streamed(scores, values, block):
    largest, total, mixed = -np.inf, 0.0, np.zeros(values.shape[1])
    for start in range(0, len(scores), block):
        s, v = scores[start : start + block], values[start : start + block]
        shrink, weights = np.exp(largest - s.max()) if np.isfinite(largest) else 0.0, np.exp(s - s.max())
        total, mixed = min(shrink, 1.0) * total + weights.sum(), min(shrink, 1.0) * mixed + weights @ v
        largest = s.max()
    return mixed / total
