# %% hint: Kept of the person's own
def reliance(both, model_only, person_only, accept_right, accept_wrong):
    accuracy = both + model_only * accept_right + person_only
    limit = 1.0 if person_only == 0 else min(1.0, model_only * accept_right / person_only)
    return accuracy, limit


# %% hint: Even where
def reliance(both, model_only, person_only, accept_right, accept_wrong):
    accuracy = both + model_only * accept_right + person_only * (1 - accept_wrong)
    limit = 1.0 if person_only == 0 else min(1.0, model_only / person_only)
    return accuracy, limit


# %% hint: A chance is at most one
def reliance(both, model_only, person_only, accept_right, accept_wrong):
    accuracy = both + model_only * accept_right + person_only * (1 - accept_wrong)
    return accuracy, 1.0 if person_only == 0 else model_only * accept_right / person_only


# %% hint: do not divide by zero
def reliance(both, model_only, person_only, accept_right, accept_wrong):
    accuracy = both + model_only * accept_right + person_only * (1 - accept_wrong)
    limit = 0.0 if person_only == 0 else min(1.0, model_only * accept_right / person_only)
    return accuracy, limit
