# %% hint: Return a list of arrays of the same shapes
def clip_by_global_norm(grads, limit):
    flat = np.concatenate([grad.ravel() for grad in grads])
    return [flat * min(1, limit / np.linalg.norm(flat))]


# %% hint: The joint length over all arrays must be 1 here
def clip_by_global_norm(grads, limit):
    return [grad * min(1, limit / np.linalg.norm(grad)) if grad.any() else grad for grad in grads]


# %% hint: The joint length over all arrays must be 1 here
def clip_by_global_norm(grads, limit):
    return [np.clip(grad, -limit, limit) for grad in grads]


# %% hint: The joint length over all arrays must be 1 here
def clip_by_global_norm(grads, limit):
    norm = sum(np.sum(grad**2) for grad in grads)
    return [grad * limit / max(norm, limit) for grad in grads]


# %% hint: One common factor keeps the direction
def clip_by_global_norm(grads, limit):
    signs = [np.sign(grad) for grad in grads]
    norm = np.sqrt(sum(np.sum(sign**2) for sign in signs))
    return [limit * sign / max(norm, limit) for sign in signs]


# %% hint: Clipping never lengthens
def clip_by_global_norm(grads, limit):
    norm = np.sqrt(sum(np.sum(grad**2) for grad in grads))
    return [grad * limit / norm for grad in grads]


# %% hint: Leave the caller's arrays as they were
def clip_by_global_norm(grads, limit):
    norm = np.sqrt(sum(np.sum(grad**2) for grad in grads))
    for grad in grads:
        grad *= limit / max(norm, limit)
    return grads


# %% hint: A gradient of zero must stay zero
def clip_by_global_norm(grads, limit):
    norm = np.sqrt(sum(np.sum(grad**2) for grad in grads))
    with np.errstate(invalid="ignore", divide="ignore"):
        return [grad * np.minimum(1, np.float64(limit) / norm * (norm / norm)) for grad in grads]
