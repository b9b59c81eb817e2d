# %% hint: check wherever they are positive
def choose_checks(probability, amount, cost, capacity):
    return probability > 0.5


# %% hint: check wherever they are positive
def choose_checks(probability, amount, cost, capacity):
    checked = np.zeros(len(probability), bool)
    checked[np.argsort(-probability * amount)[:capacity]] = True
    return checked


# %% hint: the largest expected saving
def choose_checks(probability, amount, cost, capacity):
    return probability * amount > cost


# %% hint: not the surest fraud
def choose_checks(probability, amount, cost, capacity):
    worth = probability * amount > cost
    checked = np.zeros(len(probability), bool)
    checked[np.argsort(-np.where(worth, probability, -1))[:capacity]] = True
    return checked & worth


# %% hint: the largest expected saving
def choose_checks(probability, amount, cost, capacity):
    checked = np.zeros(len(probability), bool)
    checked[np.argsort(-amount)[:capacity]] = True
    return checked & (probability * amount > cost)
