# %% hint: drop both ends
def htk_centres(bands, low, high):
    ends = 2595 * np.log10(1 + np.array([low, high]) / 700)
    return 700 * (10 ** (np.linspace(*ends, bands) / 2595) - 1)


# %% hint: Equally spaced in mel, not in Hz
def htk_centres(bands, low, high):
    return np.linspace(low, high, bands + 2)[1:-1]


# %% hint: That is Slaney's scale
def htk_centres(bands, low, high):
    return librosa.mel_frequencies(bands + 2, fmin=low, fmax=high)[1:-1]


# %% hint: convert both ends to mel
def htk_centres(bands, low, high):
    top = 2595 * np.log10(1 + high / 700)
    return 700 * (10 ** (np.linspace(0, top, bands + 2)[1:-1] / 2595) - 1)
