# %% hint: On the first day no label is known
def late_labels(day, score, amount, fraud, candidates, cost, delay):
    """The threshold of each day, and the cost of all payments."""

    def bill(chosen, threshold):
        return np.where(score >= threshold, cost, amount * fraud)[chosen].sum()

    thresholds, total, descending = [], 0.0, np.sort(candidates)[::-1]
    for today in np.unique(day):
        known = day <= today - delay
        bills = np.array([bill(known, threshold) for threshold in descending])
        best = descending[np.argmin(bills > bills.min() + 1e-9)] if known.any() else descending[0]  # the highest of the cheapest
        thresholds.append(best)
        total += bill(day == today, best)
    return np.array(thresholds), total
# %% hint: the labels of day 1 come on day 3
def late_labels(day, score, amount, fraud, candidates, cost, delay):
    """The threshold of each day, and the cost of all payments."""

    def bill(chosen, threshold):
        return np.where(score >= threshold, cost, amount * fraud)[chosen].sum()

    thresholds, total, descending = [], 0.0, np.sort(candidates)[::-1]
    for today in np.unique(day):
        known = day <= today - 1
        bills = np.array([bill(known, threshold) for threshold in descending])
        best = descending[np.argmin(bills > bills.min() + 1e-9)] if known.any() else descending[-1]  # the highest of the cheapest
        thresholds.append(best)
        total += bill(day == today, best)
    return np.array(thresholds), total
# %% hint: On day 4 the labels of days 1 and 2
def late_labels(day, score, amount, fraud, candidates, cost, delay):
    """The threshold of each day, and the cost of all payments."""

    def bill(chosen, threshold):
        return np.where(score >= threshold, cost, amount * fraud)[chosen].sum()

    thresholds, total, descending = [], 0.0, np.sort(candidates)[::-1]
    for today in np.unique(day):
        known = day < today - delay
        bills = np.array([bill(known, threshold) for threshold in descending])
        best = descending[np.argmin(bills > bills.min() + 1e-9)] if known.any() else descending[-1]  # the highest of the cheapest
        thresholds.append(best)
        total += bill(day == today, best)
    return np.array(thresholds), total
# %% hint: of equals take the highest
def late_labels(day, score, amount, fraud, candidates, cost, delay):
    """The threshold of each day, and the cost of all payments."""

    def bill(chosen, threshold):
        return np.where(score >= threshold, cost, amount * fraud)[chosen].sum()

    thresholds, total, descending = [], 0.0, np.sort(candidates)
    for today in np.unique(day):
        known = day <= today - delay
        bills = np.array([bill(known, threshold) for threshold in descending])
        best = descending[np.argmin(bills > bills.min() + 1e-9)] if known.any() else descending[0]  # the highest of the cheapest
        thresholds.append(best)
        total += bill(day == today, best)
    return np.array(thresholds), total
# %% hint: a check costs 10 whether or not
def late_labels(day, score, amount, fraud, candidates, cost, delay):
    """The threshold of each day, and the cost of all payments."""

    def bill(chosen, threshold):
        return np.where(score >= threshold, cost * ~fraud, amount * fraud)[chosen].sum()

    thresholds, total, descending = [], 0.0, np.sort(candidates)[::-1]
    for today in np.unique(day):
        known = day <= today - delay
        bills = np.array([bill(known, threshold) for threshold in descending])
        best = descending[np.argmin(bills > bills.min() + 1e-9)] if known.any() else descending[-1]  # the highest of the cheapest
        thresholds.append(best)
        total += bill(day == today, best)
    return np.array(thresholds), total
# %% hint: genuine payments cost nothing
def late_labels(day, score, amount, fraud, candidates, cost, delay):
    """The threshold of each day, and the cost of all payments."""

    def bill(chosen, threshold):
        return np.where(score >= threshold, cost, amount)[chosen].sum()

    thresholds, total, descending = [], 0.0, np.sort(candidates)[::-1]
    for today in np.unique(day):
        known = day <= today - delay
        bills = np.array([bill(known, threshold) for threshold in descending])
        best = descending[np.argmin(bills > bills.min() + 1e-9)] if known.any() else descending[-1]  # the highest of the cheapest
        thresholds.append(best)
        total += bill(day == today, best)
    return np.array(thresholds), total
