# %% hint: You chose the rate on the test set
def fair_gain(validation_a, test_a, validation_b, test_b):
    a = test_a[test_a.mean(axis=1).argmax()]
    b = test_b[test_b.mean(axis=1).argmax()]
    gap = a - b
    return float(gap.mean()), float(gap.std(ddof=1) / math.sqrt(len(gap)))
# %% hint: Each method has its own best rate
def fair_gain(validation_a, test_a, validation_b, test_b):
    best = validation_a.mean(axis=1).argmax()
    gap = test_a[best] - test_b[best]
    return float(gap.mean()), float(gap.std(ddof=1) / math.sqrt(len(gap)))
# %% hint: Seeds are shared: take differences first
def fair_gain(validation_a, test_a, validation_b, test_b):
    a = test_a[validation_a.mean(axis=1).argmax()]
    b = test_b[validation_b.mean(axis=1).argmax()]
    error = math.sqrt(a.var(ddof=1) / len(a) + b.var(ddof=1) / len(b))
    return float(a.mean() - b.mean()), error
# %% hint: divide by n - 1 in the variance
def fair_gain(validation_a, test_a, validation_b, test_b):
    a = test_a[validation_a.mean(axis=1).argmax()]
    b = test_b[validation_b.mean(axis=1).argmax()]
    gap = a - b
    return float(gap.mean()), float(gap.std() / math.sqrt(len(gap)))
# %% hint: over the root of n
def fair_gain(validation_a, test_a, validation_b, test_b):
    a = test_a[validation_a.mean(axis=1).argmax()]
    b = test_b[validation_b.mean(axis=1).argmax()]
    gap = a - b
    return float(gap.mean()), float(gap.std(ddof=1))
