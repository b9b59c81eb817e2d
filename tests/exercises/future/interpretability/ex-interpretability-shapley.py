# %% hint: Two players who succeed only together share equally
def shapley_table(values):
    n = len(values).bit_length() - 1
    return [float(values[1 << i] - values[0]) for i in range(n)]
# %% hint: Two players who succeed only together share equally
def shapley_table(values):
    n = len(values).bit_length() - 1
    return [float(values[-1] - values[-1 - (1 << i)]) for i in range(n)]
# %% hint: not all groups alike
def shapley_table(values):
    n = len(values).bit_length() - 1
    phi = []
    for i in range(n):
        rises = [values[k | 1 << i] - values[k] for k in range(2**n) if not k >> i & 1]
        phi.append(float(np.mean(rises)))
    scale = sum(phi)
    return [p * (values[-1] - values[0]) / scale for p in phi]
# %% hint: Completeness: the sum is the value of all minus the value of nobody
def shapley_table(values):
    n = len(values).bit_length() - 1
    phi = [0.0] * n
    for k in range(2**n):
        size = bin(k).count("1")
        for i in range(n):
            if not k >> i & 1:
                share = math.factorial(size) * math.factorial(n - size - 1) / math.factorial(n)
                phi[i] += share * (values[k | 1 << i] - (values[k] if k else 0))
    return phi
