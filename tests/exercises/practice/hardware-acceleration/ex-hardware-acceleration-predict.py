# %% hint: take the longer, not the sum
def predicted_time(layers, peak, bandwidth, overhead):
    return sum(overhead + flop / peak + moved / bandwidth for flop, moved in layers)


# %% hint: The slower of the two decides
def predicted_time(layers, peak, bandwidth, overhead):
    return sum(overhead + min(flop / peak, moved / bandwidth) for flop, moved in layers)


# %% hint: Decide layer by layer
def predicted_time(layers, peak, bandwidth, overhead):
    flop, moved = (sum(part) for part in zip(*layers))
    return len(layers) * overhead + max(flop / peak, moved / bandwidth)


# %% hint: Each of the layers is a call of its own
def predicted_time(layers, peak, bandwidth, overhead):
    return overhead + sum(max(flop / peak, moved / bandwidth) for flop, moved in layers)


# %% hint: Five hundred empty layers
def predicted_time(layers, peak, bandwidth, overhead):
    return sum(overhead + max(flop / peak, moved / bandwidth) for flop, moved in layers if flop)


# %% hint: 0.08 s for the first
def predicted_time(layers, peak, bandwidth, overhead):
    return sum(max(overhead, flop / peak, moved / bandwidth) for flop, moved in layers)
