# %% hint: multiply one of them by the singular value
def separate(kernel):
    left, strengths, right = np.linalg.svd(kernel)
    return None if strengths[1] > 1e-9 * strengths[0] else (left[:, 0], right[0])


# %% hint: no outer product equals it
def separate(kernel):
    left, strengths, right = np.linalg.svd(kernel)
    return left[:, 0] * strengths[0], right[0]


# %% hint: not matrices
def separate(kernel):
    left, strengths, right = np.linalg.svd(kernel)
    return None if strengths[1] > 1e-9 * strengths[0] else (left * strengths, right)


# %% hint: must be the kernel
def separate(kernel):
    left, strengths, right = np.linalg.svd(kernel)
    return None if strengths[1] > 1e-9 * strengths[0] else (left[0] * strengths[0], right[:, 0])


# %% hint: zero but for rounding
def separate(kernel):
    left, strengths, right = np.linalg.svd(kernel)
    return None


# %% hint: Compare the second singular value with the first
def separate(kernel):
    left, strengths, right = np.linalg.svd(kernel)
    return None if strengths[1] > 1e-9 else (left[:, 0] * strengths[0], right[0])
