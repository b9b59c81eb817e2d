# %% hint: take one unit's row of grad_w
def read_input(grad_w, grad_b):
    unit = np.argmax(np.abs(grad_b))
    return grad_w[:, 0] / grad_b[unit]
# %% hint: A unit that is off gives 0/0
def read_input(grad_w, grad_b):
    with np.errstate(all="ignore"):
        return (grad_w / grad_b[:, None]).mean(axis=0)
# %% hint: divide by the same unit's entry of grad_b
def read_input(grad_w, grad_b):
    return grad_w[np.argmax(np.abs(grad_b))]
# %% hint: The first unit may be off
def read_input(grad_w, grad_b):
    with np.errstate(all="ignore"):
        return grad_w[0] / grad_b[0]
# %% hint: look at its absolute value
def read_input(grad_w, grad_b):
    unit = np.argmax(grad_b)
    return grad_w[unit] / max(grad_b[unit], 1e-12)
