# %% hint: however steep or flat
def rprop(theta, g, state):
    return theta - 0.1 * g, state
# %% hint: does not move in this call
def rprop(theta, g, state):
    size = state.get("size", np.full_like(theta, 0.1))
    agree = g * state.get("slope", np.zeros_like(theta))
    size = np.where(agree > 0, np.minimum(size * GROW, LARGEST), size)
    size = np.where(agree < 0, np.maximum(size * SHRINK, 1e-6), size)
    return theta - np.sign(g) * size, {"size": size, "slope": g}
# %% hint: After a jump a weight remembers 0
def rprop(theta, g, state):
    size = state.get("size", np.full_like(theta, 0.1))
    agree = g * state.get("slope", np.zeros_like(theta))
    size = np.where(agree > 0, np.minimum(size * GROW, LARGEST), size)
    size = np.where(agree < 0, np.maximum(size * SHRINK, 1e-6), size)
    return theta - np.where(agree < 0, 0, np.sign(g)) * size, {"size": size, "slope": g}
# %% hint: The slope of weight 0 kept its sign
def rprop(theta, g, state):
    # The factors of the paper, not those of the assignment.
    size = state.get("size", np.full_like(theta, 0.1))
    agree = g * state.get("slope", np.zeros_like(theta))
    size = np.where(agree > 0, size * 1.2, np.where(agree < 0, size * 0.5, size))
    slope = np.where(agree < 0, 0.0, g)
    return theta - np.sign(slope) * size, {"size": size, "slope": slope}
# %% hint: no size above LARGEST
def rprop(theta, g, state):
    size = state.get("size", np.full_like(theta, 0.1))
    agree = g * state.get("slope", np.zeros_like(theta))
    size = np.where(agree > 0, size * GROW, np.where(agree < 0, np.maximum(size * SHRINK, 1e-6), size))
    slope = np.where(agree < 0, 0.0, g)
    return theta - np.sign(slope) * size, {"size": size, "slope": slope}
# %% hint: no size falls below a millionth
def rprop(theta, g, state):
    size = state.get("size", np.full_like(theta, 0.1))
    agree = g * state.get("slope", np.zeros_like(theta))
    size = np.where(agree > 0, np.minimum(size * GROW, LARGEST), np.where(agree < 0, size * SHRINK, size))
    slope = np.where(agree < 0, 0.0, g)
    return theta - np.sign(slope) * size, {"size": size, "slope": slope}
