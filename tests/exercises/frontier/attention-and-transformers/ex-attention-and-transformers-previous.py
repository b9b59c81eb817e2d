# %% hint: Your head looks one place ahead
def previous_map(p, sharpness):
    q = sharpness * np.concatenate([p[1:], p[-1:]])
    scores = q @ p.T / np.sqrt(p.shape[1])
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    return weights / weights.sum(axis=1, keepdims=True)
# %% hint: is the query sharpened
def previous_map(p, sharpness):
    scores = np.concatenate([p[:1], p[:-1]]) @ p.T / np.sqrt(p.shape[1])
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    return weights / weights.sum(axis=1, keepdims=True)
# %% hint: not for the last place
def previous_map(p, sharpness):
    scores = sharpness * np.roll(p, 1, axis=0) @ p.T / np.sqrt(p.shape[1])
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    return weights / weights.sum(axis=1, keepdims=True)
# %% hint: Divide the scores by the root of dim
def previous_map(p, sharpness):
    scores = sharpness * np.concatenate([p[:1], p[:-1]]) @ p.T
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    return weights / weights.sum(axis=1, keepdims=True)
