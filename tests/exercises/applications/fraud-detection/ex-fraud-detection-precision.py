# %% hint: use the prevalence
def precision(recall, false_positive_rate, prevalence):
    return recall / (recall + false_positive_rate)


# %% hint: 160 and 998 of them are called
def precision(recall, false_positive_rate, prevalence):
    return prevalence * recall


# %% hint: 160 and 998 of them are called
def precision(recall, false_positive_rate, prevalence):
    return 1 - false_positive_rate


# %% hint: 160 and 998 of them are called
def precision(recall, false_positive_rate, prevalence):
    caught = prevalence * recall
    return caught / (caught + false_positive_rate)
