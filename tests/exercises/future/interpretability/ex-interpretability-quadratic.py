# %% hint: Completeness: from zero the attributions sum to f(x) = 4
def quadratic_attribution(matrix, x, baseline):
    matrix, x, baseline = (np.asarray(v, float) for v in (matrix, x, baseline))
    return (x - baseline) * (matrix @ x)
# %% hint: The slope A x t grows along the way
def quadratic_attribution(matrix, x, baseline):
    matrix, x, baseline = (np.asarray(v, float) for v in (matrix, x, baseline))
    total = (x @ matrix @ x - baseline @ matrix @ baseline) / 2
    return total * (x - baseline) / (x - baseline).sum()
# %% hint: A feature that equals its baseline gets zero
def quadratic_attribution(matrix, x, baseline):
    matrix, x, baseline = (np.asarray(v, float) for v in (matrix, x, baseline))
    return x * (matrix @ (x + baseline)) / 2
# %% hint: With another baseline the sum is f(x) - f(baseline)
def quadratic_attribution(matrix, x, baseline):
    matrix, x, baseline = (np.asarray(v, float) for v in (matrix, x, baseline))
    return (x - baseline) * (matrix @ x) / 2
