# %% hint: take the root of the sum
def spent(releases, delta):
    """The epsilon of all releases together."""
    rhos = [times / (2 * sigma**2) for sigma, times in releases]
    return sum(rho + 2 * math.sqrt(rho * math.log(1 / delta)) for rho in rhos)

def affordable(releases, sigma, delta):
    """How many more publications with this noise EPSILON allows; -1 if it is exceeded."""
    if spent(releases, delta) > EPSILON:
        return -1
    # Solve the formula for rho: with L = ln(1/delta), its root is sqrt(L + epsilon) - sqrt(L).
    log = math.log(1 / delta)
    rho = (math.sqrt(log + EPSILON) - math.sqrt(log)) ** 2 - sum(times / (2 * s**2) for s, times in releases)
    return max(0, math.floor(rho * 2 * sigma**2 + 1e-9))
# %% hint: rho = 1, and epsilon = 1 + 2
def spent(releases, delta):
    """The epsilon of all releases together."""
    rho = sum(1 / (2 * sigma**2) for sigma, times in releases)
    return rho + 2 * math.sqrt(rho * math.log(1 / delta))

def affordable(releases, sigma, delta):
    """How many more publications with this noise EPSILON allows; -1 if it is exceeded."""
    if spent(releases, delta) > EPSILON:
        return -1
    # Solve the formula for rho: with L = ln(1/delta), its root is sqrt(L + epsilon) - sqrt(L).
    log = math.log(1 / delta)
    rho = (math.sqrt(log + EPSILON) - math.sqrt(log)) ** 2 - sum(times / (2 * s**2) for s, times in releases)
    return max(0, math.floor(rho * 2 * sigma**2 + 1e-9))
# %% hint: One more would still be within
def spent(releases, delta):
    """The epsilon of all releases together."""
    rho = sum(times / (2 * sigma**2) for sigma, times in releases)
    return rho + 2 * math.sqrt(rho * math.log(1 / delta))

def affordable(releases, sigma, delta):
    """How many more publications with this noise EPSILON allows; -1 if it is exceeded."""
    if spent(releases, delta) > EPSILON:
        return -1
    # Solve the formula for rho: with L = ln(1/delta), its root is sqrt(L + epsilon) - sqrt(L).
    log = math.log(1 / delta)
    rho = (EPSILON / (2 * math.sqrt(log) + EPSILON)) ** 2 - sum(times / (2 * s**2) for s, times in releases)
    return max(0, math.floor(rho * 2 * sigma**2 + 1e-9))
# %% hint: What was published before counts
def spent(releases, delta):
    """The epsilon of all releases together."""
    rho = sum(times / (2 * sigma**2) for sigma, times in releases)
    return rho + 2 * math.sqrt(rho * math.log(1 / delta))

def affordable(releases, sigma, delta):
    """How many more publications with this noise EPSILON allows; -1 if it is exceeded."""
    if spent(releases, delta) > EPSILON:
        return -1
    # Solve the formula for rho: with L = ln(1/delta), its root is sqrt(L + epsilon) - sqrt(L).
    log = math.log(1 / delta)
    rho = (math.sqrt(log + EPSILON) - math.sqrt(log)) ** 2 if not releases else (math.sqrt(log + EPSILON) - math.sqrt(log)) ** 2 if spent(releases, delta) < EPSILON * 0.98 else 0.0
    return max(0, math.floor(rho * 2 * sigma**2 + 1e-9))
# %% hint: return -1
def spent(releases, delta):
    """The epsilon of all releases together."""
    rho = sum(times / (2 * sigma**2) for sigma, times in releases)
    return rho + 2 * math.sqrt(rho * math.log(1 / delta))

def affordable(releases, sigma, delta):
    """How many more publications with this noise EPSILON allows; -1 if it is exceeded."""
    if spent(releases, delta) > EPSILON:
        return 0
    # Solve the formula for rho: with L = ln(1/delta), its root is sqrt(L + epsilon) - sqrt(L).
    log = math.log(1 / delta)
    rho = (math.sqrt(log + EPSILON) - math.sqrt(log)) ** 2 - sum(times / (2 * s**2) for s, times in releases)
    return max(0, math.floor(rho * 2 * sigma**2 + 1e-9))
# %% hint: not one more is allowed
def spent(releases, delta):
    """The epsilon of all releases together."""
    rho = sum(times / (2 * sigma**2) for sigma, times in releases)
    return rho + 2 * math.sqrt(rho * math.log(1 / delta))

def affordable(releases, sigma, delta):
    """How many more publications with this noise EPSILON allows; -1 if it is exceeded."""
    if spent(releases, delta) > EPSILON:
        return -1
    # Solve the formula for rho: with L = ln(1/delta), its root is sqrt(L + epsilon) - sqrt(L).
    log = math.log(1 / delta)
    rho = (math.sqrt(log + EPSILON) - math.sqrt(log)) ** 2 - sum(times / (2 * s**2) for s, times in releases)
    return max(1, math.floor(rho * 2 * sigma**2 + 1e-9))
