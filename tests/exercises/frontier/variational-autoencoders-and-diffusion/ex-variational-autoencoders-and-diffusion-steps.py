# %% hint: take the error at the later level
def divergence_sum(snr, v):
    return ((snr[:-1] - snr[1:]) / 2 * v / (1 + v * snr[:-1])).sum()


# %% hint: subtract the later from the earlier
def divergence_sum(snr, v):
    return (np.diff(snr) / 2 * v / (1 + v * snr[1:])).sum()


# %% hint: Each divergence has the factor one half
def divergence_sum(snr, v):
    return ((snr[:-1] - snr[1:]) * v / (1 + v * snr[1:])).sum()


# %% hint: Return one number
def divergence_sum(snr, v):
    return (snr[:-1] - snr[1:]) / 2 * v / (1 + v * snr[1:])


# %% hint: does your error depend on v
def divergence_sum(snr, v):
    return ((snr[:-1] - snr[1:]) / 2 / (1 + snr[1:])).sum()
