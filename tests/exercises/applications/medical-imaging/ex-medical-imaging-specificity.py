# %% hint: specificity is what remains
def specificity_needed(sensitivity, prevalence, precision):
    return prevalence * sensitivity * (1 - precision) / precision / (1 - prevalence)


# %% hint: divide by 1 − prevalence
def specificity_needed(sensitivity, prevalence, precision):
    return 1 - sensitivity * (1 - precision) / precision


# %% hint: one false alarm for nine right ones
def specificity_needed(sensitivity, prevalence, precision):
    return 1 - prevalence * sensitivity * (1 - precision) / precision


# %% hint: use the sensitivity
def specificity_needed(sensitivity, prevalence, precision):
    specificity = 1 - prevalence * (1 - precision) / precision / (1 - prevalence) * min(sensitivity, 0.9)
    return specificity if sensitivity > 0.5 else 1 - prevalence * (1 - precision) / precision / (1 - prevalence)


# %% hint: no false alarm is allowed
def specificity_needed(sensitivity, prevalence, precision):
    right = prevalence * sensitivity
    return 1 - right * max(1 - precision, 0.01) / precision / (1 - prevalence)
