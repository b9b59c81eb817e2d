# %% hint: the sum over pumps
def survival_loss(logits, last, failed):
    seen = np.arange(logits.shape[1]) <= last[:, None]
    return (np.logaddexp(0, logits) * seen).sum() - logits[np.arange(len(last)), last][failed].sum()


def survival_slope(logits, last, failed):
    months = np.arange(logits.shape[1])
    fails = (months == last[:, None]) & failed[:, None]
    return 1 / (1 + np.exp(-logits)) * (months <= last[:, None]) - fails
# %% hint: Pump 1 did not fail
def survival_loss(logits, last, failed):
    seen = np.arange(logits.shape[1]) <= last[:, None]
    return ((np.logaddexp(0, logits) * seen).sum() - logits[np.arange(len(last)), last].sum()) / len(last)


def survival_slope(logits, last, failed):
    months = np.arange(logits.shape[1])
    return (1 / (1 + np.exp(-logits)) * (months <= last[:, None]) - (months == last[:, None])) / len(last)
# %% hint: leave these months out
def survival_loss(logits, last, failed):
    lived = np.logaddexp(0, logits).sum()
    return (lived - logits[np.arange(len(last)), last][failed].sum()) / len(last)


def survival_slope(logits, last, failed):
    fails = (np.arange(logits.shape[1]) == last[:, None]) & failed[:, None]
    return (1 / (1 + np.exp(-logits)) - fails) / len(last)
# %% hint: must first run through month 0
def survival_loss(logits, last, failed):
    hazard = 1 / (1 + np.exp(-logits[np.arange(len(last)), last]))
    return -np.log(np.where(failed, hazard, 1 - hazard)).mean()


def survival_slope(logits, last, failed):
    return np.zeros_like(logits)
# %% hint: Is the slope divided by the number of pumps?
def survival_loss(logits, last, failed):
    seen = np.arange(logits.shape[1]) <= last[:, None]
    return ((np.logaddexp(0, logits) * seen).sum() - logits[np.arange(len(last)), last][failed].sum()) / len(last)


def survival_slope(logits, last, failed):
    months = np.arange(logits.shape[1])
    fails = (months == last[:, None]) & failed[:, None]
    return 1 / (1 + np.exp(-logits)) * (months <= last[:, None]) - fails
# %% hint: no probability may be rounded to 0 or 1
def survival_loss(logits, last, failed):
    hazard = 1 / (1 + np.exp(-np.clip(logits, -500, 500)))
    hazard = np.clip(hazard, 1e-15, 1 - 1e-15)
    months = np.arange(logits.shape[1])
    fails = (months == last[:, None]) & failed[:, None]
    lives = (months <= last[:, None]) & ~fails
    return -(np.log(hazard) * fails + np.log(1 - hazard) * lives).sum() / len(last)


def survival_slope(logits, last, failed):
    months = np.arange(logits.shape[1])
    fails = (months == last[:, None]) & failed[:, None]
    return (np.exp(-np.logaddexp(0, -logits)) * (months <= last[:, None]) - fails) / len(last)
# %% hint: exp must not overflow
def survival_loss(logits, last, failed):
    seen = np.arange(logits.shape[1]) <= last[:, None]
    return ((np.logaddexp(0, logits) * seen).sum() - logits[np.arange(len(last)), last][failed].sum()) / len(last)


def survival_slope(logits, last, failed):
    months = np.arange(logits.shape[1])
    fails = (months == last[:, None]) & failed[:, None]
    with np.errstate(all="ignore"):
        return (np.exp(logits) / (1 + np.exp(logits)) * (months <= last[:, None]) - fails) / len(last)
