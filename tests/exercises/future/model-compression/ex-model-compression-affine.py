# %% hint: Eight codes have seven steps between them
def quantise(x, bits):
    x = np.asarray(x, float)
    low, high = min(0.0, x.min()), max(0.0, x.max())
    scale = (high - low) / 2**bits
    zero_point = int(round(-low / scale))
    codes = np.clip(np.round(x / scale) + zero_point, 0, 2**bits - 1)
    return codes.astype(int), float(scale), zero_point


# %% hint: The range must contain zero
def quantise(x, bits):
    x = np.asarray(x, float)
    low, high = x.min(), x.max()
    scale = (high - low) / (2**bits - 1)
    zero_point = int(round(-low / scale))
    codes = np.clip(np.round(x / scale) + zero_point, 0, 2**bits - 1)
    return codes.astype(int), float(scale), zero_point


# %% hint: With scale 0.3 and zero point 2 the codes are
def quantise(x, bits):
    x = np.asarray(x, float)
    low, high = min(0.0, x.min()), max(0.0, x.max())
    scale = (high - low) / (2**bits - 1)
    zero_point = int(round(-low / scale))
    codes = np.clip(np.round(x / scale) - zero_point, 0, 2**bits - 1)
    return codes.astype(int), float(scale), zero_point


# %% hint: Codes are integers
def quantise(x, bits):
    x = np.asarray(x, float)
    low, high = min(0.0, x.min()), max(0.0, x.max())
    scale = (high - low) / (2**bits - 1)
    zero_point = int(round(-low / scale))
    return np.clip(np.round(x / scale) + zero_point, 0, 2**bits - 1), float(scale), zero_point
