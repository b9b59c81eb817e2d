# %% hint: divided by the temperature, not multiplied
def bits(logits, targets, tau):
    z = (logits - logits.max(axis=1, keepdims=True)) * tau
    return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), targets]) / np.log(2)


def calibrate(logits, targets, new_logits, new_targets):
    low, high = np.log(0.05), np.log(20)
    for _ in range(60):
        a, b = low + (high - low) / 3, high - (high - low) / 3
        if bits(logits, targets, np.exp(a)) < bits(logits, targets, np.exp(b)):
            high = b
        else:
            low = a
    tau = np.exp((low + high) / 2)
    return tau, bits(new_logits, new_targets, 1.0), bits(new_logits, new_targets, tau)
# %% hint: the new data only judge
def bits(logits, targets, tau):
    z = (logits - logits.max(axis=1, keepdims=True)) / tau
    return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), targets]) / np.log(2)


def calibrate(logits, targets, new_logits, new_targets):
    low, high = np.log(COOLEST), np.log(WARMEST)
    for _ in range(60):
        a, b = low + (high - low) / 3, high - (high - low) / 3
        if bits(new_logits, new_targets, np.exp(a)) < bits(new_logits, new_targets, np.exp(b)):
            high = b
        else:
            low = a
    tau = np.exp((low + high) / 2)
    return tau, bits(new_logits, new_targets, 1.0), bits(new_logits, new_targets, tau)
# %% hint: Return bits
def bits(logits, targets, tau):
    z = (logits - logits.max(axis=1, keepdims=True)) / tau
    return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), targets])


def calibrate(logits, targets, new_logits, new_targets):
    low, high = np.log(COOLEST), np.log(WARMEST)
    for _ in range(60):
        a, b = low + (high - low) / 3, high - (high - low) / 3
        if bits(logits, targets, np.exp(a)) < bits(logits, targets, np.exp(b)):
            high = b
        else:
            low = a
    tau = np.exp((low + high) / 2)
    return tau, bits(new_logits, new_targets, 1.0), bits(new_logits, new_targets, tau)
# %% hint: your lower limit
def bits(logits, targets, tau):
    z = (logits - logits.max(axis=1, keepdims=True)) / tau
    return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), targets]) / np.log(2)


def calibrate(logits, targets, new_logits, new_targets):
    low, high = np.log(0.05), np.log(20)
    for _ in range(60):
        a, b = low + (high - low) / 3, high - (high - low) / 3
        if bits(logits, targets, np.exp(a)) < bits(logits, targets, np.exp(b)):
            high = b
        else:
            low = a
    tau = np.exp((low + high) / 2)
    return tau, bits(new_logits, new_targets, 1.0), bits(new_logits, new_targets, tau)
# %% hint: to a thousandth
def bits(logits, targets, tau):
    z = (logits - logits.max(axis=1, keepdims=True)) / tau
    return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), targets]) / np.log(2)


def calibrate(logits, targets, new_logits, new_targets):
    # The best of thirty temperatures.
    tau = min(np.geomspace(COOLEST, WARMEST, 30), key=lambda t: bits(logits, targets, t))
    return tau, bits(new_logits, new_targets, 1.0), bits(new_logits, new_targets, tau)
# %% hint: subtract the largest of each row
def bits(logits, targets, tau):
    z = logits / tau
    return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), targets]) / np.log(2)


def calibrate(logits, targets, new_logits, new_targets):
    low, high = np.log(COOLEST), np.log(WARMEST)
    for _ in range(60):
        a, b = low + (high - low) / 3, high - (high - low) / 3
        if bits(logits, targets, np.exp(a)) < bits(logits, targets, np.exp(b)):
            high = b
        else:
            low = a
    tau = np.exp((low + high) / 2)
    return tau, bits(new_logits, new_targets, 1.0), bits(new_logits, new_targets, tau)
# %% hint: the nearer of them is the answer
def bits(logits, targets, tau):
    z = (logits - logits.max(axis=1, keepdims=True)) / tau
    return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), targets]) / np.log(2)


def calibrate(logits, targets, new_logits, new_targets):
    low, high = np.log(COOLEST), np.log(20)
    for _ in range(60):
        a, b = low + (high - low) / 3, high - (high - low) / 3
        if bits(logits, targets, np.exp(a)) < bits(logits, targets, np.exp(b)):
            high = b
        else:
            low = a
    tau = np.exp((low + high) / 2)
    return tau, bits(new_logits, new_targets, 1.0), bits(new_logits, new_targets, tau)
