# %% hint: Query 0 must not see key 1
def decoder_mask(real):
    length = real.shape[1]
    return np.triu(np.ones((length, length), dtype=bool)) & real[:, None, None, :]
# %% hint: Hide the padded key from every query
def decoder_mask(real):
    length = real.shape[1]
    return np.tile(np.tril(np.ones((length, length), dtype=bool)), (len(real), 1, 1, 1))
# %% hint: as a query it may look at real tokens
def decoder_mask(real):
    length = real.shape[1]
    causal = np.tril(np.ones((length, length), dtype=bool))
    return causal & real[:, None, None, :] & real[:, None, :, None]
# %% hint: True means that one may look
def decoder_mask(real):
    length = real.shape[1]
    return ~(np.tril(np.ones((length, length), dtype=bool)) & real[:, None, None, :]) & np.tril(np.ones((length, length), dtype=bool))
