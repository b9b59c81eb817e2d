# %% hint: four ways: add their probabilities
def product_distribution(p, q):
    result = np.zeros(82)
    for i in range(10):
        for j in range(10):
            result[i * j] = p[i] * q[j]
    return result


# %% hint: are you convolving
def product_distribution(p, q):
    result = np.zeros(82)
    result[:19] = np.convolve(p, q)
    result[18] = 0.03
    return result


# %% hint: the answer has 82 entries
def product_distribution(p, q):
    return np.convolve(p, q)


# %% hint: use p for the first and q for the second
def product_distribution(p, q):
    result = np.zeros(82)
    np.add.at(result, np.multiply.outer(np.arange(10), np.arange(10)), np.outer(p, p))
    return result


# %% hint: four give 18 and nineteen give 0
def product_distribution(p, q):
    result = np.zeros(82)
    for i in range(1, 10):
        for j in range(1, 10):
            result[i * j] += p[i] * q[j]
    return result
