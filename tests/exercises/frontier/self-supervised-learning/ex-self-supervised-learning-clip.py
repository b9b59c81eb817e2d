# %% hint: minus the log of the share
def clip_loss(similarity, temperature):
    shares = np.exp(similarity / temperature)
    rows = np.diag(shares / shares.sum(axis=1, keepdims=True)).mean()
    columns = np.diag(shares / shares.sum(axis=0, keepdims=True)).mean()
    return 1 - (rows + columns) / 2


# %% hint: divide by the temperature
def clip_loss(similarity, temperature):
    logits = similarity * temperature
    right = np.diag(logits)
    rows, columns = (np.logaddexp.reduce(logits, axis=k) - right for k in (1, 0))
    return (rows.mean() + columns.mean()) / 2


# %% hint: let the captions search down the columns
def clip_loss(similarity, temperature):
    logits = similarity / temperature
    return (np.logaddexp.reduce(logits, axis=1) - np.diag(logits)).mean()


# %% hint: Large logits overflow
def clip_loss(similarity, temperature):
    with np.errstate(over="ignore", invalid="ignore"):
        shares = np.exp(similarity / temperature)
        rows = -np.log(np.diag(shares) / shares.sum(axis=1))
        columns = -np.log(np.diag(shares) / shares.sum(axis=0))
    return (rows.mean() + columns.mean()) / 2
