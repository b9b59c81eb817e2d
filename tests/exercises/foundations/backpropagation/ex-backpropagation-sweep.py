# %% hint: its slope in itself is 1
def reverse_sweep(edges, output):
    grad = {}
    for source, target, slope in reversed(edges):
        grad[source] = grad.get(source, 0.0) + slope * grad.get(target, 0.0)
    return grad


# %% hint: multiply the local slope by the gradient of the target
def reverse_sweep(edges, output):
    grad = {output: 1.0}
    for source, target, slope in reversed(edges):
        grad[source] = grad.get(source, 0.0) + slope + grad.get(target, 0.0)
    return grad


# %% hint: add up what comes back from both
def reverse_sweep(edges, output):
    grad = {output: 1.0}
    for source, target, slope in reversed(edges):
        grad[source] = slope * grad.get(target, 0.0)
    return grad


# %% hint: add up what comes back from both
def reverse_sweep(edges, output):
    grad = {output: 1.0}
    for source, target, slope in reversed(edges):
        grad.setdefault(source, slope * grad.get(target, 0.0))
    return grad


# %% hint: Go from the output backwards
def reverse_sweep(edges, output):
    grad = {output: 1.0}
    for source, target, slope in edges:
        grad[source] = grad.get(source, 0.0) + slope * grad.get(target, 0.0)
    return grad


# %% hint: Two edges may join the same two nodes
def reverse_sweep(edges, output):
    grad = {output: 1.0}
    for (source, target), slope in reversed({(source, target): slope for source, target, slope in edges}.items()):
        grad[source] = grad.get(source, 0.0) + slope * grad.get(target, 0.0)
    return grad


# %% hint: a node that the output does not depend on
def reverse_sweep(edges, output):
    grad = {output: 1.0}
    for source, target, slope in reversed(edges):
        grad[source] = grad.get(source, 0.0) + slope * grad.get(target, 1.0)
    return grad
