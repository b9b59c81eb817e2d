# %% hint: The gate weighs the candidate
def last_state(x, delta, lengths, p):
    h = np.zeros((len(x), len(p["tau"])))
    for t in range(x.shape[1]):
        faded = h * np.exp(-delta[:, t, None] / p["tau"])
        f = 1 / (1 + np.exp(-(x[:, t] @ p["W_f"] + faded @ p["U_f"] + p["b_f"])))
        c = np.tanh(x[:, t] @ p["W_c"] + (f * faded) @ p["U_c"] + p["b_c"])
        h = np.where(t < lengths[:, None], f * faded + (1 - f) * c, h)
    return h
# %% hint: must not read its second step
def last_state(x, delta, lengths, p):
    h = np.zeros((len(x), len(p["tau"])))
    for t in range(x.shape[1]):
        h = h * np.exp(-delta[:, t, None] / p["tau"])
        f = 1 / (1 + np.exp(-(x[:, t] @ p["W_f"] + h @ p["U_f"] + p["b_f"])))
        c = np.tanh(x[:, t] @ p["W_c"] + (f * h) @ p["U_c"] + p["b_c"])
        h = (1 - f) * h + f * c
    return h
# %% hint: Between the reports the state fades
def last_state(x, delta, lengths, p):
    h = np.zeros((len(x), len(p["tau"])))
    for t in range(x.shape[1]):
        f = 1 / (1 + np.exp(-(x[:, t] @ p["W_f"] + h @ p["U_f"] + p["b_f"])))
        c = np.tanh(x[:, t] @ p["W_c"] + (f * h) @ p["U_c"] + p["b_c"])
        h = np.where(t < lengths[:, None], (1 - f) * h + f * c, h)
    return h
# %% hint: whatever stands behind
def last_state(x, delta, lengths, p):
    h = np.zeros((len(x), len(p["tau"])))
    for t in range(x.shape[1]):
        faded = h * np.exp(-delta[:, t, None] / p["tau"])
        f = 1 / (1 + np.exp(-(x[:, t] @ p["W_f"] + faded @ p["U_f"] + p["b_f"])))
        c = np.tanh(x[:, t] @ p["W_c"] + (f * faded) @ p["U_c"] + p["b_c"])
        alive = (t < lengths)[:, None]
        h = alive * ((1 - f) * faded + f * c) + (1 - alive) * h
    return h
# %% hint: not f * (h @ U_c)
def last_state(x, delta, lengths, p):
    h = np.zeros((len(x), len(p["tau"])))
    for t in range(x.shape[1]):
        faded = h * np.exp(-delta[:, t, None] / p["tau"])
        f = 1 / (1 + np.exp(-(x[:, t] @ p["W_f"] + faded @ p["U_f"] + p["b_f"])))
        c = np.tanh(x[:, t] @ p["W_c"] + f * (faded @ p["U_c"]) + p["b_c"])
        h = np.where(t < lengths[:, None], (1 - f) * faded + f * c, h)
    return h
# %% hint: compare with one sequence at a time
def last_state(x, delta, lengths, p):
    # Every unit fades at the rate of the first one.
    h = np.zeros((len(x), len(p["tau"])))
    for t in range(x.shape[1]):
        faded = h * np.exp(-delta[:, t, None] / p["tau"][0])
        f = 1 / (1 + np.exp(-(x[:, t] @ p["W_f"] + faded @ p["U_f"] + p["b_f"])))
        c = np.tanh(x[:, t] @ p["W_c"] + (f * faded) @ p["U_c"] + p["b_c"])
        h = np.where(t < lengths[:, None], (1 - f) * faded + f * c, h)
    return h
