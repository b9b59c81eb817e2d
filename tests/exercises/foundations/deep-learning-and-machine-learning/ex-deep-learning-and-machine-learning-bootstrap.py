# %% hint: draw the same rows for both
def paired_bootstrap(correct_a, correct_b, seed, num=2000):
    a, b, n = np.asarray(correct_a, float), np.asarray(correct_b, float), len(correct_a)
    rng = np.random.default_rng(seed)
    rows_a, rows_b = rng.integers(n, size=(num, n)), rng.integers(n, size=(num, n))
    return np.percentile(a[rows_a].mean(axis=1) - b[rows_b].mean(axis=1), [2.5, 97.5])


# %% hint: A minus B, not B minus A
def paired_bootstrap(correct_a, correct_b, seed, num=2000):
    difference = np.asarray(correct_b, float) - np.asarray(correct_a, float)
    rows = np.random.default_rng(seed).integers(len(difference), size=(num, len(difference)))
    return np.percentile(difference[rows].mean(axis=1), [2.5, 97.5])


# %% hint: runs from about 0.05 to 0.16
def paired_bootstrap(correct_a, correct_b, seed, num=2000):
    difference = np.asarray(correct_a, float) - np.asarray(correct_b, float)
    rows = np.stack([np.random.default_rng(seed).permutation(len(difference)) for _ in range(num)])
    return np.percentile(difference[rows].mean(axis=1), [2.5, 97.5])


# %% hint: runs from about 0.05 to 0.16
def paired_bootstrap(correct_a, correct_b, seed, num=2000):
    difference = np.asarray(correct_a, float) - np.asarray(correct_b, float)
    rows = np.random.default_rng(seed).integers(len(difference), size=(num, len(difference)))
    return np.percentile(difference[rows].mean(axis=1), [25, 75])


# %% hint: Each draw has as many rows as the test set
def paired_bootstrap(correct_a, correct_b, seed, num=2000):
    difference = np.asarray(correct_a, float) - np.asarray(correct_b, float)
    rows = np.random.default_rng(seed).integers(len(difference), size=(num, 100))
    return np.percentile(difference[rows].mean(axis=1), [2.5, 97.5])
