# %% hint: One number for each class
def recall_per_class(y_true, y_pred, num_classes):
    return np.mean(np.asarray(y_true) == np.asarray(y_pred))


# %% hint: That is the overall accuracy
def recall_per_class(y_true, y_pred, num_classes):
    return np.full(num_classes, np.mean(np.asarray(y_true) == np.asarray(y_pred)))


# %% hint: Divide by the number of images of the class
def recall_per_class(y_true, y_pred, num_classes):
    y_true, y_pred = np.asarray(y_true), np.asarray(y_pred)
    return np.array([np.mean((y_true == k) & (y_pred == k)) for k in range(num_classes)])


# %% hint: Of the four images of class 0 three are found
def recall_per_class(y_true, y_pred, num_classes):
    y_true, y_pred = np.asarray(y_true), np.asarray(y_pred)
    return np.array([np.mean(y_pred[y_true == k] != k) for k in range(num_classes)])


# %% hint: That is precision
def recall_per_class(y_true, y_pred, num_classes):
    y_true, y_pred = np.asarray(y_true), np.asarray(y_pred)
    return np.array([np.mean(y_true[y_pred == k] == k) for k in range(num_classes)])


# %% hint: it must be NaN, not zero
def recall_per_class(y_true, y_pred, num_classes):
    y_true, y_pred = np.asarray(y_true), np.asarray(y_pred)
    return np.array([np.sum((y_true == k) & (y_pred == k)) / max(1, np.sum(y_true == k)) for k in range(num_classes)])


# %% hint: A class that occurs and is never found has recall zero
def recall_per_class(y_true, y_pred, num_classes):
    y_true, y_pred = np.asarray(y_true), np.asarray(y_pred)
    found = np.array([np.sum((y_true == k) & (y_pred == k)) for k in range(num_classes)], dtype=float)
    found[found == 0] = np.nan
    return found / np.maximum(1, np.bincount(y_true, minlength=num_classes))
