# %% hint: Only the chosen symbols
def corrupt(ids, chosen, mask_id, num_symbols, seed):
    dice = np.random.default_rng(seed).random(len(ids))
    return np.where(chosen & (dice < 0.8), mask_id, ids), ids
# %% hint: 80 %
def corrupt(ids, chosen, mask_id, num_symbols, seed):
    return np.where(chosen, mask_id, ids), np.where(chosen, ids, -100)
# %% hint: The targets are the symbols before the corruption
def corrupt(ids, chosen, mask_id, num_symbols, seed):
    dice = np.random.default_rng(seed).random(len(ids))
    return np.where(chosen & (dice < 0.8), mask_id, ids), np.where(chosen & (dice < 0.9), ids, -100)
# %% hint: 10 % of the chosen stay
def corrupt(ids, chosen, mask_id, num_symbols, seed):
    rng = np.random.default_rng(seed)
    replaced = np.where(rng.random(len(ids)) < 0.8, mask_id, rng.integers(num_symbols, size=len(ids)))
    return np.where(chosen, replaced, ids), np.where(chosen, ids, -100)
