# %% hint: The least trust always fits the training labels best
def choose_anchor(x, y, x_val, y_val, anchors, trusts):
    best, found = math.inf, None
    for index, anchor in enumerate(anchors):
        for trust in trusts:
            gram = x.T @ x + trust * np.eye(x.shape[1])
            w = anchor + np.linalg.solve(gram, x.T @ (y - x @ anchor))
            error = float(((y - x @ w) ** 2).mean())
            if error < best:
                best, found = error, (index, trust)
    return found
# %% hint: is it used, and not only zero
def choose_anchor(x, y, x_val, y_val, anchors, trusts):
    best, found = math.inf, None
    for trust in trusts:
        gram = x.T @ x + trust * np.eye(x.shape[1])
        w = np.linalg.solve(gram, x.T @ y)
        error = float(((y_val - x_val @ w) ** 2).mean())
        if trust > 1 and error < best:
            best, found = error, (0, trust)
    return found
# %% hint: With noiseless labels the least trust is best
def choose_anchor(x, y, x_val, y_val, anchors, trusts):
    errors = [((y_val - x_val @ anchor) ** 2).mean() for anchor in anchors]
    return int(np.argmin(errors)), max(trusts)
# %% hint: A source that points the wrong way must lose
def choose_anchor(x, y, x_val, y_val, anchors, trusts):
    best, found = math.inf, None
    for trust in trusts:
        for index, anchor in list(enumerate(anchors))[-1:] if len(trusts) > 1 else [(0, anchors[0])]:
            gram = x.T @ x + trust * np.eye(x.shape[1])
            w = anchor + np.linalg.solve(gram, x.T @ (y - x @ anchor))
            error = float(((y_val - x_val @ w) ** 2).mean())
            if error < best:
                best, found = error, (index, trust)
    return found
