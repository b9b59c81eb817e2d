# %% hint: 3 − 4 in uint8 is 255
def integer_product(q_x, zero_point, q_w):
    shifted = np.asarray(q_x, np.uint8) - np.uint8(zero_point)
    return shifted.astype(np.int32) @ np.asarray(q_w).astype(np.int32).T


# %% hint: 1·(−1) + 1·1 = 0
def integer_product(q_x, zero_point, q_w):
    return np.asarray(q_x).astype(np.int32) @ np.asarray(q_w).astype(np.int32).T


# %% hint: Widen the codes to int32
def integer_product(q_x, zero_point, q_w):
    shifted = np.asarray(q_x).astype(np.int16) - np.int16(zero_point)
    return (shifted @ np.asarray(q_w).astype(np.int16).T).astype(np.int32)


# %% hint: The sums are int32
def integer_product(q_x, zero_point, q_w):
    return (np.asarray(q_x).astype(float) - zero_point) @ np.asarray(q_w).astype(float).T
