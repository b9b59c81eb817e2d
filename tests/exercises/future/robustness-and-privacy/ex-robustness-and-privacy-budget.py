# %% hint: return an int
def steps_allowed(epsilon, sigma, delta):
    log_delta = math.log(1 / delta)
    return 2 * sigma**2 * (math.sqrt(epsilon + log_delta) - math.sqrt(log_delta)) ** 2
# %% hint: is your ln(1/δ) positive
def steps_allowed(epsilon, sigma, delta):
    log_delta = -math.log(1 / delta)
    return int(2 * sigma**2 * (math.sqrt(max(epsilon + log_delta, 0)) - math.sqrt(max(log_delta, 0))) ** 2)
# %% hint: beyond the budget
def steps_allowed(epsilon, sigma, delta):
    return int(2 * sigma**2 * epsilon)
# %% hint: One more step would still be within the budget
def steps_allowed(epsilon, sigma, delta):
    log_delta = math.log(1 / delta)
    one = 1 / (2 * sigma**2) + 2 * math.sqrt(log_delta / (2 * sigma**2))
    return int(epsilon / one)
# %% hint: no number may be written in
def steps_allowed(epsilon, sigma, delta):
    log_delta = math.log(1e5)
    return int(2 * sigma**2 * (math.sqrt(epsilon + log_delta) - math.sqrt(log_delta)) ** 2)
