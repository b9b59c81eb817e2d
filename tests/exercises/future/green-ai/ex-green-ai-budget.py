# %% hint: Grids count grams a KILOwatt-hour
def hours_allowed(limit, cores, watts, gigabytes, pue, grid):
    power = (cores * watts + gigabytes * 0.3725) * pue
    return limit / (power * grid)


# %% hint: Hours are asked for, not seconds
def hours_allowed(limit, cores, watts, gigabytes, pue, grid):
    power = (cores * watts + gigabytes * 0.3725) * pue
    return limit / (power * grid) * 3.6e6


# %% hint: 100 W for 10 hours are 1 kWh
def hours_allowed(limit, cores, watts, gigabytes, pue, grid):
    kilowatts = (watts + gigabytes * 0.3725) * pue / 1000
    return limit / (kilowatts * grid)


# %% hint: An overhead of 2 doubles the energy
def hours_allowed(limit, cores, watts, gigabytes, pue, grid):
    kilowatts = (cores * watts + gigabytes * 0.3725) / 1000
    return limit / (kilowatts * grid) * pue


# %% hint: Memory draws power too
def hours_allowed(limit, cores, watts, gigabytes, pue, grid):
    kilowatts = (cores * watts * pue + gigabytes * 0.3725) / 1000
    return limit / (kilowatts * grid)
