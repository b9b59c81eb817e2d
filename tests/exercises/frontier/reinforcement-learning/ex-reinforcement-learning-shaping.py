# %% hint: the new potential minus the old
def shaped(reward, state, next_state, over, potential, gamma):
    return reward + potential[state] - gamma * np.where(over, 0, potential[next_state])


# %% hint: or it can be farmed
def shaped(reward, state, next_state, over, potential, gamma):
    after = np.where(over, 0, potential[next_state])
    return reward + np.maximum(gamma * after - potential[state], 0)


# %% hint: After the end the potential is 0
def shaped(reward, state, next_state, over, potential, gamma):
    return reward + gamma * potential[next_state] - potential[state]


# %% hint: discount the next potential
def shaped(reward, state, next_state, over, potential, gamma):
    return reward + np.where(over, 0, potential[next_state]) - potential[state]
