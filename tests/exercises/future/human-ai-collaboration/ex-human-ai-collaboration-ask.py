# %% hint: asking costs 0.6, answering 0.4
def whom_to_ask(p, expert_error, cost):
    return [bool(ask) for ask in 1 - p.max(axis=1) > cost]


# %% hint: not only the likeliest one
def whom_to_ask(p, expert_error, cost):
    asking = cost + expert_error[p.argmax(axis=1)]
    return [bool(ask) for ask in 1 - p.max(axis=1) > asking]


# %% hint: ask wherever the model errs with a chance above that
def whom_to_ask(p, expert_error, cost):
    return [bool(ask) for ask in 1 - p.max(axis=1) < cost + p @ expert_error]


# %% hint: not only the likeliest one
def whom_to_ask(p, expert_error, cost):
    asking = cost + (p * expert_error).max(axis=1)
    return [bool(ask) for ask in 1 - p.max(axis=1) > asking]
