# %% hint: return a tenth of it
def pick_rate(rates, losses, beta=0.9):
    return rates[int(np.argmin(losses))]
# %% hint: and corrected
def pick_rate(rates, losses, beta=0.9):
    mean, smooth = 0.0, []
    for loss in losses:
        mean = beta * mean + (1 - beta) * loss
        smooth.append(mean)
    return rates[int(np.argmin(smooth))] / 10
# %% hint: the run is over
def pick_rate(rates, losses, beta=0.9):
    mean, best, pick = 0.0, np.inf, None
    for i, (rate, loss) in enumerate(zip(rates, losses)):
        if not np.isfinite(loss):
            continue
        mean = beta * mean + (1 - beta) * loss
        if mean / (1 - beta ** (i + 1)) < best:
            best, pick = mean / (1 - beta ** (i + 1)), rate / 10
    return pick
# %% hint: Smooth first
def pick_rate(rates, losses, beta=0.9):
    losses = np.array(losses, float)
    bad = np.flatnonzero(~np.isfinite(losses))
    return rates[int(np.argmin(losses[: bad[0]] if len(bad) else losses))] / 10
