# %% hint: channels and growth add
def dense_block(channels, layers, growth):
    weights = layers * (channels * 4 * growth + 9 * 4 * growth * growth)
    return growth, weights


# %% hint: 256·128 + 9·128·32
def dense_block(channels, layers, growth):
    weights = 0
    for _ in range(layers):
        weights += 9 * channels * growth
        channels += growth
    return channels, weights


# %% hint: update channels within the loop
def dense_block(channels, layers, growth):
    weights = layers * (channels * 4 * growth + 9 * 4 * growth * growth)
    return channels + layers * growth, weights


# %% hint: also in the bottleneck
def dense_block(channels, layers, growth):
    weights = 0
    for _ in range(layers):
        weights += channels * 128 + 9 * 128 * growth
        channels += growth
    return channels, weights
