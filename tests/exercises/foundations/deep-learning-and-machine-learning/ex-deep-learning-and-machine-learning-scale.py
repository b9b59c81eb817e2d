# %% hint: must not be scaled by their own mean
def scale_behind_split(x_train, x_test):
    def scale(x):
        std = x.std(axis=0)
        return (x - x.mean(axis=0)) / np.where(std == 0, 1, std)

    return scale(x_train), scale(x_test)


# %% hint: with training rows only
def scale_behind_split(x_train, x_test):
    x = np.concatenate([x_train, x_test])
    mean, std = x.mean(axis=0), x.std(axis=0)
    std = np.where(std == 0, 1, std)
    return (x_train - mean) / std, (x_test - mean) / std


# %% hint: work along axis 0
def scale_behind_split(x_train, x_test):
    return (x_train - x_train.mean()) / x_train.std(), (x_test - x_train.mean()) / x_train.std()


# %% hint: do not divide by it
def scale_behind_split(x_train, x_test):
    mean, std = x_train.mean(axis=0), x_train.std(axis=0)
    return (x_train - mean) / std, (x_test - mean) / std


# %% hint: A constant column is centred and otherwise left alone
def scale_behind_split(x_train, x_test):
    mean, std = x_train.mean(axis=0), x_train.std(axis=0) + 1e-9
    return (x_train - mean) / std, (x_test - mean) / std


# %% hint: Use the training rows' mean and deviation for the test rows
def scale_behind_split(x_train, x_test):
    mean, std = x_train.mean(axis=0), x_train.std(axis=0)
    std = np.where(std == 0, 1, std)
    return (x_train - mean) / std, x_test - mean
