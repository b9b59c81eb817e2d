# %% hint: At 256 the plain sum stops
def kahan_sum(values):
    total = values.dtype.type(0)
    for value in values:
        total = total + value
    return total


# %% hint: The total must stay float16
def kahan_sum(values):
    return np.sum(values, dtype=np.float64)


# %% hint: is its sign right
def kahan_sum(values):
    total = lost = values.dtype.type(0)
    for value in values:
        wanted = value + lost
        new_total = total + wanted
        lost = (new_total - total) - wanted
        total = new_total
    return total


# %% hint: - wanted, not - value
def kahan_sum(values):
    total = lost = values.dtype.type(0)
    for value in values:
        wanted = value - lost
        new_total = total + wanted
        lost = (new_total - total) - value
        total = new_total
    return total


# %% hint: also if you add in pairs
def kahan_sum(values):
    while len(values) > 1:
        if len(values) % 2:
            values = np.append(values, values.dtype.type(0))
        values = values[::2] + values[1::2]
    return values[0]
