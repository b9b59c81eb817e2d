# %% hint: Keep the velocity in state
def nesterov(theta, g, state, lr, beta=0.9):
    v = beta * 0 + g
    return theta - lr * (g + beta * v)


# %% hint: That is a step of plain momentum
def nesterov(theta, g, state, lr, beta=0.9):
    state["v"] = beta * state.get("v", 0) + g
    return theta - lr * state["v"]


# %% hint: The step must go against the gradient
def nesterov(theta, g, state, lr, beta=0.9):
    state["v"] = beta * state.get("v", 0) + g
    return theta + lr * (g + beta * state["v"])


# %% hint: the first step goes to
def nesterov(theta, g, state, lr, beta=0.9):
    state["v"] = beta * state.get("v", 0) + g
    return theta - lr * (g + state["v"])


# %% hint: is the new velocity stored
def nesterov(theta, g, state, lr, beta=0.9):
    state["v"] = beta * state.get("v", 0) + g
    return theta - lr * (g + 0.9 * state["v"])
