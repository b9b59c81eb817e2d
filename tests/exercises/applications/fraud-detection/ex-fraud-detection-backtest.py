# %% hint: one profit for each
def backtest(prices, position, fee=0.0):
    return position * np.diff(prices, prepend=prices[0])


# %% hint: Look-ahead
def backtest(prices, position, fee=0.0):
    return position[1:] * np.diff(prices)


# %% hint: charge the size of each change
def backtest(prices, position, fee=0.0):
    return position[:-1] * np.diff(prices)


# %% hint: charge the size of each change
def backtest(prices, position, fee=0.0):
    traded = np.diff(position, prepend=0)[:-1] != 0
    return position[:-1] * np.diff(prices) - fee * traded


# %% hint: charge the size of each change
def backtest(prices, position, fee=0.0):
    return position[:-1] * np.diff(prices) - fee * np.abs(np.diff(position))


# %% hint: holding a position is free
def backtest(prices, position, fee=0.0):
    traded = np.where(np.diff(position, prepend=0) == 0, np.abs(position), np.abs(np.diff(position, prepend=0)))
    return position[:-1] * np.diff(prices) - fee * traded[:-1]


# %% hint: The position of day t earns
def backtest(prices, position, fee=0.0):
    return position[:-1] * np.diff(prices) / prices[:-1]
