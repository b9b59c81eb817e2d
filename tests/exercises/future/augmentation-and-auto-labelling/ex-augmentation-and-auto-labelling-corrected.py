# %% hint: Mind the sign
def corrected_share(cheap, cheap_checked, gold):
    miss = cheap_checked - gold
    variance = np.var(cheap, ddof=1) / len(cheap) + np.var(miss, ddof=1) / len(miss)
    return float(np.mean(cheap) + miss.mean()), float(np.sqrt(variance))
# %% hint: Mind the sign
def corrected_share(cheap, cheap_checked, gold):
    return float(np.mean(cheap)), float(np.sqrt(np.var(cheap, ddof=1) / len(cheap)))
# %% hint: its variance counts
def corrected_share(cheap, cheap_checked, gold):
    miss = gold - cheap_checked
    return float(np.mean(cheap) + miss.mean()), float(np.sqrt(np.var(cheap, ddof=1) / len(cheap)))
# %% hint: of the differences
def corrected_share(cheap, cheap_checked, gold):
    n = len(gold)
    variance = np.var(cheap, ddof=1) / len(cheap) + (np.var(gold, ddof=1) + np.var(cheap_checked, ddof=1)) / n
    return float(np.mean(cheap) + np.mean(gold) - np.mean(cheap_checked)), float(np.sqrt(variance))
# %% hint: of the differences
def corrected_share(cheap, cheap_checked, gold):
    miss = gold - cheap_checked
    variance = np.var(cheap) / len(cheap) + np.var(miss) / len(miss)
    return float(np.mean(cheap) + miss.mean()), float(np.sqrt(variance))
