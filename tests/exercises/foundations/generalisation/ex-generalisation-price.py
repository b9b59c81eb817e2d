# %% hint: take the exponential at the end
def images_needed(sizes, errors, target):
    slope, intercept = np.polyfit(np.log(sizes), np.log(errors), 1)
    return (np.log(target) - intercept) / slope


# %% hint: fit a line to the logarithms of both
def images_needed(sizes, errors, target):
    slope, intercept = np.polyfit(sizes, errors, 1)
    return (target - intercept) / slope


# %% hint: check the sign of the slope
def images_needed(sizes, errors, target):
    slope, intercept = np.polyfit(np.log(sizes), np.log(errors), 1)
    return np.exp((np.log(target) - intercept) / -slope)


# %% hint: it is not always one half
def images_needed(sizes, errors, target):
    return np.exp(2 * (np.mean(np.log(errors) + np.log(sizes) / 2) - np.log(target)))


# %% hint: not the axes exchanged
def images_needed(sizes, errors, target):
    slope, intercept = np.polyfit(np.log(errors), np.log(sizes), 1)
    return np.exp(slope * np.log(target) + intercept)


# %% hint: not through the first and last point
def images_needed(sizes, errors, target):
    slope = (np.log(errors[-1]) - np.log(errors[0])) / (np.log(sizes[-1]) - np.log(sizes[0]))
    return sizes[0] * (target / errors[0]) ** (1 / slope)
