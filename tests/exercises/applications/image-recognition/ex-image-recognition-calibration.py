# %% hint: Weight each bin by its share of the answers
def expected_calibration_error(confidence, right, bins):
    bin_of = np.minimum((np.asarray(confidence) * bins).astype(int), bins - 1)
    gaps = []
    for b in range(bins):
        inside = bin_of == b
        if inside.any():
            gaps.append(abs(confidence[inside].mean() - right[inside].mean()))
    return sum(gaps) / len(gaps)
# %% hint: take absolute values
def expected_calibration_error(confidence, right, bins):
    return abs(np.mean(confidence) - np.mean(right))
# %% hint: one bin with mean confidence 0.8 and accuracy 2/3
def expected_calibration_error(confidence, right, bins):
    return np.mean(np.abs(confidence - right))
# %% hint: A confidence of 1 belongs to the last bin
def expected_calibration_error(confidence, right, bins):
    bin_of = (np.asarray(confidence) * bins).astype(int)
    error = 1.0 if (bin_of >= bins).any() else 0.0
    for b in range(bins):
        inside = bin_of == b
        if inside.any():
            error += inside.mean() * abs(confidence[inside].mean() - right[inside].mean())
    return error
