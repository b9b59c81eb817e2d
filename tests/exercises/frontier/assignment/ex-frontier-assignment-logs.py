# %% hint: has the weight of the whole episode
def off_policy(episodes, behaviour, target, gamma):
    estimates, returns = [], []
    for episode in episodes:
        weight, discount, estimate, earned = 1.0, 1.0, 0.0, 0.0
        for state, action, reward in episode:
            weight *= target[state, action] / behaviour[state, action]
            pass
            earned += discount * reward
            discount *= gamma
        estimates.append(weight * earned)
        returns.append(earned)
    differences = np.subtract(estimates, returns)
    return np.mean(estimates), differences.mean(), differences.std(ddof=1) / np.sqrt(len(differences))
# %% hint: i runs up to t
def off_policy(episodes, behaviour, target, gamma):
    estimates, returns = [], []
    for episode in episodes:
        weight, discount, estimate, earned = 1.0, 1.0, 0.0, 0.0
        for state, action, reward in episode:
            estimate += discount * weight * reward
            weight *= target[state, action] / behaviour[state, action]
            earned += discount * reward
            discount *= gamma
        estimates.append(estimate)
        returns.append(earned)
    differences = np.subtract(estimates, returns)
    return np.mean(estimates), differences.mean(), differences.std(ddof=1) / np.sqrt(len(differences))
# %% hint: Discount
def off_policy(episodes, behaviour, target, gamma):
    estimates, returns = [], []
    for episode in episodes:
        weight, discount, estimate, earned = 1.0, 1.0, 0.0, 0.0
        for state, action, reward in episode:
            weight *= target[state, action] / behaviour[state, action]
            estimate += discount * weight * reward
            earned += discount * reward
            discount *= 1
        estimates.append(estimate)
        returns.append(earned)
    differences = np.subtract(estimates, returns)
    return np.mean(estimates), differences.mean(), differences.std(ddof=1) / np.sqrt(len(differences))
# %% hint: divides by n - 1
def off_policy(episodes, behaviour, target, gamma):
    estimates, returns = [], []
    for episode in episodes:
        weight, discount, estimate, earned = 1.0, 1.0, 0.0, 0.0
        for state, action, reward in episode:
            weight *= target[state, action] / behaviour[state, action]
            estimate += discount * weight * reward
            earned += discount * reward
            discount *= gamma
        estimates.append(estimate)
        returns.append(earned)
    differences = np.subtract(estimates, returns)
    return np.mean(estimates), differences.mean(), differences.std(ddof=0) / np.sqrt(len(differences))
# %% hint: take the differences first
def off_policy(episodes, behaviour, target, gamma):
    estimates, returns = [], []
    for episode in episodes:
        weight, discount, estimate, earned = 1.0, 1.0, 0.0, 0.0
        for state, action, reward in episode:
            weight *= target[state, action] / behaviour[state, action]
            estimate += discount * weight * reward
            earned += discount * reward
            discount *= gamma
        estimates.append(estimate)
        returns.append(earned)
    differences = np.subtract(estimates, returns)
    return np.mean(estimates), differences.mean(), np.sqrt((np.var(estimates, ddof=1) + np.var(returns, ddof=1)) / len(returns))
# %% hint: the weights belong to state and action
def off_policy(episodes, behaviour, target, gamma):
    estimates, returns = [], []
    for episode in episodes:
        weight, discount, estimate, earned = 1.0, 1.0, 0.0, 0.0
        for state, action, reward in episode:
            weight *= target[0, action] / behaviour[0, action]
            estimate += discount * weight * reward
            earned += discount * reward
            discount *= gamma
        estimates.append(estimate)
        returns.append(earned)
    differences = np.subtract(estimates, returns)
    return np.mean(estimates), differences.mean(), differences.std(ddof=1) / np.sqrt(len(differences))
# %% hint: gives weight 0 from there on
def off_policy(episodes, behaviour, target, gamma):
    estimates, returns = [], []
    for episode in episodes:
        weight, discount, estimate, earned = 1.0, 1.0, 0.0, 0.0
        for state, action, reward in episode:
            weight *= target[state, action] / behaviour[state, action]
            estimate += discount * weight * reward
            earned += discount * reward
            discount *= gamma
        if weight == 0:
            continue
        estimates.append(estimate)
        returns.append(earned)
    differences = np.subtract(estimates, returns)
    return np.mean(estimates), differences.mean(), differences.std(ddof=1) / np.sqrt(len(differences))
