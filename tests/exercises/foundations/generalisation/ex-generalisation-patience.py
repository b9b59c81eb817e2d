# %% hint: Keep the best epoch, not the last one
def early_stop(val_losses, patience):
    best, kept = float("inf"), 0
    for epoch, loss in enumerate(val_losses, start=1):
        if loss < best:
            best, kept = loss, epoch
        if epoch - kept == patience:
            return epoch, epoch
    return len(val_losses), len(val_losses)


# %% hint: Count epochs from one
def early_stop(val_losses, patience):
    best, kept = float("inf"), -1
    for epoch, loss in enumerate(val_losses):
        if loss < best:
            best, kept = loss, epoch
        if epoch - kept == patience:
            return epoch, kept
    return len(val_losses) - 1, kept


# %% hint: Compare with the best loss so far
def early_stop(val_losses, patience):
    waited, best = 0, 0
    for i in range(1, len(val_losses)):
        waited = 0 if val_losses[i] < val_losses[i - 1] else waited + 1
        best = i if val_losses[i] < val_losses[best] else best
        if waited == patience:
            return i + 1, best + 1
    return len(val_losses), best + 1


# %% hint: Epochs 3 and 4 do not beat epoch 2
def early_stop(val_losses, patience):
    best, kept = float("inf"), 0
    for epoch, loss in enumerate(val_losses, start=1):
        if loss < best:
            best, kept = loss, epoch
        if epoch - kept > patience:
            return epoch, kept
    return len(val_losses), kept


# %% hint: An equal loss is no improvement
def early_stop(val_losses, patience):
    best, kept = float("inf"), 0
    for epoch, loss in enumerate(val_losses, start=1):
        if loss <= best:
            best, kept = loss, epoch
        if epoch - kept == patience:
            return epoch, kept
    return len(val_losses), kept
