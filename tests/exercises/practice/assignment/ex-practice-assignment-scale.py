# %% hint: Gradients of a skipped step are not counted
def scaled_training(weights, gradients, rate, scale, patience):
    """Weights, scale, skipped steps, and how many gradients were lost."""
    weights, skipped, good, lost = np.array(weights, dtype=np.float64), [], 0, 0
    for step, gradient in enumerate(gradients):
        with np.errstate(over="ignore"):
            small = (gradient * scale).astype(np.float16)
        lost += int(np.sum((small == 0) & (gradient != 0)))
        if not np.isfinite(small).all():
            skipped.append(step)
            scale, good = max(scale / 2, 1.0), 0
            continue
        weights -= rate * (small.astype(np.float64) / scale)
        good += 1
        if good == patience:
            scale, good = scale * 2, 0
    return weights, scale, skipped, lost
# %% hint: Leave the argument weights as it was
def scaled_training(weights, gradients, rate, scale, patience):
    """Weights, scale, skipped steps, and how many gradients were lost."""
    weights, skipped, good, lost = weights, [], 0, 0
    for step, gradient in enumerate(gradients):
        with np.errstate(over="ignore"):
            small = (gradient * scale).astype(np.float16)
        if not np.isfinite(small).all():
            skipped.append(step)
            scale, good = max(scale / 2, 1.0), 0
            continue
        lost += int(np.sum((small == 0) & (gradient != 0)))
        weights -= rate * (small.astype(np.float64) / scale)
        good += 1
        if good == patience:
            scale, good = scale * 2, 0
    return weights, scale, skipped, lost
# %% hint: Divide by the scale again
def scaled_training(weights, gradients, rate, scale, patience):
    """Weights, scale, skipped steps, and how many gradients were lost."""
    weights, skipped, good, lost = np.array(weights, dtype=np.float64), [], 0, 0
    for step, gradient in enumerate(gradients):
        with np.errstate(over="ignore"):
            small = (gradient * scale).astype(np.float16)
        if not np.isfinite(small).all():
            skipped.append(step)
            scale, good = max(scale / 2, 1.0), 0
            continue
        lost += int(np.sum((small == 0) & (gradient != 0)))
        weights -= rate * (small.astype(np.float64))
        good += 1
        if good == patience:
            scale, good = scale * 2, 0
    return weights, scale, skipped, lost
# %% hint: it must not touch the weights
def scaled_training(weights, gradients, rate, scale, patience):
    """Weights, scale, skipped steps, and how many gradients were lost."""
    weights, skipped, good, lost = np.array(weights, dtype=np.float64), [], 0, 0
    for step, gradient in enumerate(gradients):
        with np.errstate(over="ignore"):
            small = (gradient * scale).astype(np.float16)
        if np.isnan(small).any():
            skipped.append(step)
            scale, good = max(scale / 2, 1.0), 0
            continue
        lost += int(np.sum((small == 0) & (gradient != 0)))
        weights -= rate * (small.astype(np.float64) / scale)
        good += 1
        if good == patience:
            scale, good = scale * 2, 0
    return weights, scale, skipped, lost
# %% hint: After three good steps in a row
def scaled_training(weights, gradients, rate, scale, patience):
    """Weights, scale, skipped steps, and how many gradients were lost."""
    weights, skipped, good, lost = np.array(weights, dtype=np.float64), [], 0, 0
    for step, gradient in enumerate(gradients):
        with np.errstate(over="ignore"):
            small = (gradient * scale).astype(np.float16)
        if not np.isfinite(small).all():
            skipped.append(step)
            scale, good = max(scale / 2, 1.0), 0
            continue
        lost += int(np.sum((small == 0) & (gradient != 0)))
        weights -= rate * (small.astype(np.float64) / scale)
        good += 1
        if good > patience:
            scale, good = scale * 2, 0
    return weights, scale, skipped, lost
# %% hint: A skipped step sets the count back to 0
def scaled_training(weights, gradients, rate, scale, patience):
    """Weights, scale, skipped steps, and how many gradients were lost."""
    weights, skipped, good, lost = np.array(weights, dtype=np.float64), [], 0, 0
    for step, gradient in enumerate(gradients):
        with np.errstate(over="ignore"):
            small = (gradient * scale).astype(np.float16)
        if not np.isfinite(small).all():
            skipped.append(step)
            scale, good = max(scale / 2, 1.0), good
            continue
        lost += int(np.sum((small == 0) & (gradient != 0)))
        weights -= rate * (small.astype(np.float64) / scale)
        good += 1
        if good == patience:
            scale, good = scale * 2, 0
    return weights, scale, skipped, lost
# %% hint: never falls below 1
def scaled_training(weights, gradients, rate, scale, patience):
    """Weights, scale, skipped steps, and how many gradients were lost."""
    weights, skipped, good, lost = np.array(weights, dtype=np.float64), [], 0, 0
    for step, gradient in enumerate(gradients):
        with np.errstate(over="ignore"):
            small = (gradient * scale).astype(np.float16)
        if not np.isfinite(small).all():
            skipped.append(step)
            scale, good = scale / 2, 0
            continue
        lost += int(np.sum((small == 0) & (gradient != 0)))
        weights -= rate * (small.astype(np.float64) / scale)
        good += 1
        if good == patience:
            scale, good = scale * 2, 0
    return weights, scale, skipped, lost
# %% hint: In both steps the second gradient became 0
def scaled_training(weights, gradients, rate, scale, patience):
    """Weights, scale, skipped steps, and how many gradients were lost."""
    weights, skipped, good, lost = np.array(weights, dtype=np.float64), [], 0, 0
    for step, gradient in enumerate(gradients):
        with np.errstate(over="ignore"):
            small = (gradient * scale).astype(np.float16)
        if not np.isfinite(small).all():
            skipped.append(step)
            scale, good = max(scale / 2, 1.0), 0
            continue
        lost = int(np.sum((small == 0) & (gradient != 0)))
        weights -= rate * (small.astype(np.float64) / scale)
        good += 1
        if good == patience:
            scale, good = scale * 2, 0
    return weights, scale, skipped, lost
# %% hint: nan stays nan at every scale
def scaled_training(weights, gradients, rate, scale, patience):
    """Weights, scale, skipped steps, and how many gradients were lost."""
    weights, skipped, good, lost = np.array(weights, dtype=np.float64), [], 0, 0
    for step, gradient in enumerate(gradients):
        with np.errstate(over="ignore"):
            small = (gradient * scale).astype(np.float16)
        if np.isinf(small).any():
            skipped.append(step)
            scale, good = max(scale / 2, 1.0), 0
            continue
        lost += int(np.sum((small == 0) & (gradient != 0)))
        weights -= rate * (small.astype(np.float64) / scale)
        good += 1
        if good == patience:
            scale, good = scale * 2, 0
    return weights, scale, skipped, lost
