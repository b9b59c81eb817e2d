# %% hint: the mirrored kernel
def masked_conv(x, seen, kernel, bias):
    windows = np.lib.stride_tricks.sliding_window_view
    count = windows(seen, kernel.shape).sum(axis=(2, 3))
    sums = (windows(np.where(seen, x, 0), kernel.shape) * kernel[::-1, ::-1]).sum(axis=(2, 3))
    return np.where(count > 0, sums * kernel.size / np.maximum(count, 1) + bias, 0), count > 0
# %% hint: nan * 0 is nan
def masked_conv(x, seen, kernel, bias):
    windows = np.lib.stride_tricks.sliding_window_view
    count = windows(seen, kernel.shape).sum(axis=(2, 3))
    sums = (windows(x * seen, kernel.shape) * kernel).sum(axis=(2, 3))
    return np.where(count > 0, sums * kernel.size / np.maximum(count, 1) + bias, 0), count > 0
# %% hint: so its sum counts twice
def masked_conv(x, seen, kernel, bias):
    windows = np.lib.stride_tricks.sliding_window_view
    count = windows(seen, kernel.shape).sum(axis=(2, 3))
    sums = (windows(np.where(seen, x, 0), kernel.shape) * kernel).sum(axis=(2, 3))
    return np.where(count > 0, sums + bias, 0), count > 0
# %% hint: The bias is not scaled up
def masked_conv(x, seen, kernel, bias):
    windows = np.lib.stride_tricks.sliding_window_view
    count = windows(seen, kernel.shape).sum(axis=(2, 3))
    sums = (windows(np.where(seen, x, 0), kernel.shape) * kernel).sum(axis=(2, 3)) + bias
    return np.where(count > 0, sums * kernel.size / np.maximum(count, 1), 0), count > 0
# %% hint: exactly 0, without bias
def masked_conv(x, seen, kernel, bias):
    windows = np.lib.stride_tricks.sliding_window_view
    count = windows(seen, kernel.shape).sum(axis=(2, 3))
    sums = (windows(np.where(seen, x, 0), kernel.shape) * kernel).sum(axis=(2, 3))
    return sums * kernel.size / np.maximum(count, 1) + bias, count > 0
# %% hint: A window with one seen pixel is seen
def masked_conv(x, seen, kernel, bias):
    windows = np.lib.stride_tricks.sliding_window_view
    count = windows(seen, kernel.shape).sum(axis=(2, 3))
    sums = (windows(np.where(seen, x, 0), kernel.shape) * kernel).sum(axis=(2, 3))
    return np.where(count > 0, sums * kernel.size / np.maximum(count, 1) + bias, 0), count == kernel.size
