# %% hint: That is the best test accuracy
def fair_accuracy(val_loss, test_accuracy):
    return test_accuracy.mean(axis=1).max()


# %% hint: Do not report the best single run
def fair_accuracy(val_loss, test_accuracy):
    return test_accuracy.ravel()[np.argmin(val_loss)]


# %% hint: do not let one lucky seed choose
def fair_accuracy(val_loss, test_accuracy):
    return test_accuracy[np.nanmin(val_loss, axis=1).argmin()].mean()


# %% hint: Return one number, the mean over seeds
def fair_accuracy(val_loss, test_accuracy):
    return test_accuracy[np.nan_to_num(val_loss, nan=np.inf).mean(axis=1).argmin()]


# %% hint: treat nan as infinitely bad
def fair_accuracy(val_loss, test_accuracy):
    return test_accuracy[np.nanmean(val_loss, axis=1).argmin()].mean()


# %% hint: The second learning rate has the lowest mean validation loss
def fair_accuracy(val_loss, test_accuracy):
    return test_accuracy[val_loss.mean(axis=1).argmax()].mean()
