# %% hint: their targets must as well
def split_windows(num_steps, length, horizon, cut):
    starts = np.arange(num_steps - length - horizon + 1)
    return starts[starts + length <= cut], starts[starts + length >= cut]


def seasonal_naive(past, horizon, season):
    return past[len(past) - season + np.arange(horizon) % season]
# %% hint: has a target before the cut
def split_windows(num_steps, length, horizon, cut):
    starts = np.arange(num_steps - length - horizon + 1)
    return starts[starts + length + horizon <= cut], starts[starts + length + horizon > cut]


def seasonal_naive(past, horizon, season):
    return past[len(past) - season + np.arange(horizon) % season]
# %% hint: leaves the series
def split_windows(num_steps, length, horizon, cut):
    starts = np.arange(num_steps)
    return starts[starts + length + horizon <= cut], starts[starts + length >= cut]


def seasonal_naive(past, horizon, season):
    return past[len(past) - season + np.arange(horizon) % season]
# %% hint: The first test window starts at 5
def split_windows(num_steps, length, horizon, cut):
    starts = np.arange(num_steps - length - horizon + 1)
    return starts[starts + length + horizon <= cut], starts[starts >= cut]


def seasonal_naive(past, horizon, season):
    return past[len(past) - season + np.arange(horizon) % season]
# %% hint: That repeats the last value
def split_windows(num_steps, length, horizon, cut):
    starts = np.arange(num_steps - length - horizon + 1)
    return starts[starts + length + horizon <= cut], starts[starts + length >= cut]


def seasonal_naive(past, horizon, season):
    return np.full(horizon, past[-1])
# %% hint: The horizon may be longer than a season
def split_windows(num_steps, length, horizon, cut):
    starts = np.arange(num_steps - length - horizon + 1)
    return starts[starts + length + horizon <= cut], starts[starts + length >= cut]


def seasonal_naive(past, horizon, season):
    return past[-season:][:horizon]
# %% hint: On your own series
def split_windows(num_steps, length, horizon, cut):
    starts = np.arange(num_steps - length - horizon + 1)
    return starts[starts + length + horizon <= cut], starts[starts + length >= cut]


def seasonal_naive(past, horizon, season):
    # Right as long as the past is short.
    return np.tile(past[1 : season + 1], horizon)[:horizon]
