# %% hint: the first time at which the SNR has fallen below
def pick_times(beta, marks):
    alpha_bar = np.cumprod(1 - beta)
    snr = alpha_bar / (1 - alpha_bar)
    return np.array([np.sum(snr >= mark) for mark in marks])


def generate(x, beta, times, velocity):
    alpha_bar = np.cumprod(1 - beta)
    levels = [*alpha_bar[list(times)], 1.0]
    for t, a, b in zip(times, levels, levels[1:]):
        v = velocity(x, t)
        clean, noise = np.sqrt(a) * x - np.sqrt(1 - a) * v, np.sqrt(1 - a) * x + np.sqrt(a) * v
        x = np.sqrt(b) * clean + np.sqrt(1 - b) * noise
    return x
# %% hint: 5.0 never
def pick_times(beta, marks):
    alpha_bar = np.cumprod(1 - beta)
    snr = alpha_bar
    return np.array([max(np.sum(snr >= mark) - 1, 0) for mark in marks])


def generate(x, beta, times, velocity):
    alpha_bar = np.cumprod(1 - beta)
    levels = [*alpha_bar[list(times)], 1.0]
    for t, a, b in zip(times, levels, levels[1:]):
        v = velocity(x, t)
        clean, noise = np.sqrt(a) * x - np.sqrt(1 - a) * v, np.sqrt(1 - a) * x + np.sqrt(a) * v
        x = np.sqrt(b) * clean + np.sqrt(1 - b) * noise
    return x
# %% hint: Watch the sign of the velocity
def pick_times(beta, marks):
    alpha_bar = np.cumprod(1 - beta)
    snr = alpha_bar / (1 - alpha_bar)
    return np.array([max(np.sum(snr >= mark) - 1, 0) for mark in marks])


def generate(x, beta, times, velocity):
    alpha_bar = np.cumprod(1 - beta)
    levels = [*alpha_bar[list(times)], 1.0]
    for t, a, b in zip(times, levels, levels[1:]):
        v = velocity(x, t)
        clean, noise = np.sqrt(a) * x + np.sqrt(1 - a) * v, np.sqrt(1 - a) * x + np.sqrt(a) * v
        x = np.sqrt(b) * clean + np.sqrt(1 - b) * noise
    return x
# %% hint: do not divide by its root
def pick_times(beta, marks):
    alpha_bar = np.cumprod(1 - beta)
    snr = alpha_bar / (1 - alpha_bar)
    return np.array([max(np.sum(snr >= mark) - 1, 0) for mark in marks])


def generate(x, beta, times, velocity):
    alpha_bar = np.cumprod(1 - beta)
    levels = [*alpha_bar[list(times)], 1.0]
    for t, a, b in zip(times, levels, levels[1:]):
        v = velocity(x, t)
        noise = np.sqrt(1 - a) * x + np.sqrt(a) * v
        clean = (x - np.sqrt(1 - a) * noise) / np.sqrt(a)
        x = np.sqrt(b) * clean + np.sqrt(1 - b) * noise
    return x
# %% hint: marks come in any order
def pick_times(beta, marks):
    marks = np.sort(marks)
    alpha_bar = np.cumprod(1 - beta)
    snr = alpha_bar / (1 - alpha_bar)
    return np.array([max(np.sum(snr >= mark) - 1, 0) for mark in marks])


def generate(x, beta, times, velocity):
    alpha_bar = np.cumprod(1 - beta)
    levels = [*alpha_bar[list(times)], 1.0]
    for t, a, b in zip(times, levels, levels[1:]):
        v = velocity(x, t)
        clean, noise = np.sqrt(a) * x - np.sqrt(1 - a) * v, np.sqrt(1 - a) * x + np.sqrt(a) * v
        x = np.sqrt(b) * clean + np.sqrt(1 - b) * noise
    return x
# %% hint: estimate picture and noise anew
def pick_times(beta, marks):
    alpha_bar = np.cumprod(1 - beta)
    snr = alpha_bar / (1 - alpha_bar)
    return np.array([max(np.sum(snr >= mark) - 1, 0) for mark in marks])


def generate(x, beta, times, velocity):
    # The noise of the first estimate is kept on the whole way.
    alpha_bar = np.cumprod(1 - beta)
    levels = [*alpha_bar[list(times)], 1.0]
    kept = None
    for t, a, b in zip(times, levels, levels[1:]):
        v = velocity(x, t)
        clean, noise = np.sqrt(a) * x - np.sqrt(1 - a) * v, np.sqrt(1 - a) * x + np.sqrt(a) * v
        kept = noise if kept is None else kept
        x = np.sqrt(b) * clean + np.sqrt(1 - b) * kept
    return x
# %% hint: Call velocity once for each time
def pick_times(beta, marks):
    alpha_bar = np.cumprod(1 - beta)
    snr = alpha_bar / (1 - alpha_bar)
    return np.array([max(np.sum(snr >= mark) - 1, 0) for mark in marks])


def generate(x, beta, times, velocity):
    alpha_bar = np.cumprod(1 - beta)
    levels = [*alpha_bar[list(times)], 1.0]
    for t, a, b in zip(times, levels, levels[1:]):
        v = velocity(x, t)
        clean, noise = np.sqrt(a) * x - np.sqrt(1 - a) * v, np.sqrt(1 - a) * x + np.sqrt(a) * v
        x = np.sqrt(b) * clean + np.sqrt(1 - b) * noise
    return x + 0 * velocity(x, times[-1])
