# %% hint: Drop the first WARMUP rounds
def race(seconds):
    """Geometric mean of the ratios, and the p-value of the sign test."""
    first, second = seconds.T
    ratio = np.exp(np.log(first / second).mean())
    n, k = int(np.sum(first != second)), int(np.sum(first > second))
    ways = sum(math.comb(n, i) for i in range(min(k, n - k) + 1))
    return ratio, min(1.0, 2 * ways / 2**n)  # whole numbers of any size until the division
# %% hint: Ratios are averaged geometrically
def race(seconds):
    """Geometric mean of the ratios, and the p-value of the sign test."""
    first, second = seconds[WARMUP:].T
    ratio = (first / second).mean()
    n, k = int(np.sum(first != second)), int(np.sum(first > second))
    ways = sum(math.comb(n, i) for i in range(min(k, n - k) + 1))
    return ratio, min(1.0, 2 * ways / 2**n)  # whole numbers of any size until the division
# %% hint: take the ratio within each round
def race(seconds):
    """Geometric mean of the ratios, and the p-value of the sign test."""
    first, second = seconds[WARMUP:].T
    ratio = first.mean() / second.mean()
    n, k = int(np.sum(first != second)), int(np.sum(first > second))
    ways = sum(math.comb(n, i) for i in range(min(k, n - k) + 1))
    return ratio, min(1.0, 2 * ways / 2**n)  # whole numbers of any size until the division
# %% hint: Two-sided
def race(seconds):
    """Geometric mean of the ratios, and the p-value of the sign test."""
    first, second = seconds[WARMUP:].T
    ratio = np.exp(np.log(first / second).mean())
    n, k = int(np.sum(first != second)), int(np.sum(first > second))
    ways = sum(math.comb(n, i) for i in range(min(k, n - k) + 1))
    return ratio, min(1.0, ways / 2**n)  # whole numbers of any size until the division
# %% hint: a p-value never exceeds 1
def race(seconds):
    """Geometric mean of the ratios, and the p-value of the sign test."""
    first, second = seconds[WARMUP:].T
    ratio = np.exp(np.log(first / second).mean())
    n, k = int(np.sum(first != second)), int(np.sum(first > second))
    ways = sum(math.comb(n, i) for i in range(min(k, n - k) + 1))
    return ratio, 2 * ways / 2**n  # whole numbers of any size until the division
# %% hint: say nothing of who is faster
def race(seconds):
    """Geometric mean of the ratios, and the p-value of the sign test."""
    first, second = seconds[WARMUP:].T
    ratio = np.exp(np.log(first / second).mean())
    n, k = len(first), int(np.sum(first > second))
    ways = sum(math.comb(n, i) for i in range(min(k, n - k) + 1))
    return ratio, min(1.0, 2 * ways / 2**n)  # whole numbers of any size until the division
# %% hint: compare with the sum in the text
def race(seconds):
    """Geometric mean of the ratios, and the p-value of the sign test."""
    first, second = seconds[WARMUP:].T
    ratio = np.exp(np.log(first / second).mean())
    n, k = int(np.sum(first != second)), int(np.sum(first > second))
    ways = np.sum([np.prod([(n - j) / (j + 1.0) for j in range(i)]) for i in range(min(k, n - k) + 1)])
    return ratio, min(1.0, 2 * float(ways / np.float64(2.0) ** n))  # whole numbers of any size until the division
