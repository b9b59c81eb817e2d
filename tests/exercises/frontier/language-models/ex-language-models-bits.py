# %% hint: divide by characters, not by tokens
def bits_per_character(log_probs, text):
    return float(-np.mean(log_probs) / np.log(2))
# %% hint: These are nats
def bits_per_character(log_probs, text):
    return float(-np.sum(log_probs) / len(text))
# %% hint: bits are not
def bits_per_character(log_probs, text):
    return float(np.sum(log_probs) / np.log(2) / len(text))
