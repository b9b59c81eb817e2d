# %% hint: each message is one chunk
def all_reduce_seconds(k, num_bytes, latency, bandwidth):
    ring = 2 * (k - 1) * (latency + num_bytes / bandwidth)
    tree = 2 * np.ceil(np.log2(k)) * (latency + num_bytes / bandwidth)
    return ring, tree


# %% hint: A ring goes round twice
def all_reduce_seconds(k, num_bytes, latency, bandwidth):
    ring = (k - 1) * (latency + num_bytes / k / bandwidth)
    tree = 2 * np.ceil(np.log2(k)) * (latency + num_bytes / bandwidth)
    return ring, tree


# %% hint: 8 ms for the whole vector
def all_reduce_seconds(k, num_bytes, latency, bandwidth):
    message = latency + num_bytes / k / bandwidth
    return 2 * (k - 1) * message, 2 * np.ceil(np.log2(k)) * message


# %% hint: 14 steps of 1 ms
def all_reduce_seconds(k, num_bytes, latency, bandwidth):
    ring = 2 * k * (latency + num_bytes / k / bandwidth)
    return ring, 2 * np.ceil(np.log2(k)) * (latency + num_bytes / bandwidth)


# %% hint: round the logarithm up
def all_reduce_seconds(k, num_bytes, latency, bandwidth):
    ring = 2 * (k - 1) * (latency + num_bytes / k / bandwidth)
    return ring, 2 * np.floor(np.log2(k)) * (latency + num_bytes / bandwidth)
