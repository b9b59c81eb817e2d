# %% hint: halving cannot know
def halve(curves, checkpoints, factor):
    return [int(curves[:, -1].argmax()), 22]


# %% hint: Keep the highest scores
def halve(curves, checkpoints, factor):
    alive, spent, before = np.arange(len(curves)), 0, 0
    for level, now in enumerate(checkpoints):
        spent, before = spent + len(alive) * (now - before), now
        alive = alive[np.argsort(curves[alive, level])[: max(1, len(alive) // factor)]]
    return [int(alive[0]), int(spent)]


# %% hint: Survivors continue where they stopped
def halve(curves, checkpoints, factor):
    alive, spent = np.arange(len(curves)), 0
    for level, now in enumerate(checkpoints):
        spent += len(alive) * now
        alive = alive[np.argsort(-curves[alive, level])[: max(1, len(alive) // factor)]]
    return [int(alive[0]), int(spent)]


# %% hint: Stopped settings cost nothing
def halve(curves, checkpoints, factor):
    alive = np.arange(len(curves))
    for level in range(len(checkpoints)):
        alive = alive[np.argsort(-curves[alive, level])[: max(1, len(alive) // factor)]]
    return [int(alive[0]), len(curves) * checkpoints[-1]]


# %% hint: keep a quarter at each look
def halve(curves, checkpoints, factor):
    alive, spent, before = np.arange(len(curves)), 0, 0
    for level, now in enumerate(checkpoints):
        spent, before = spent + len(alive) * (now - before), now
        alive = alive[np.argsort(-curves[alive, level])[: max(1, len(alive) // 2)]]
    return [int(alive[0]), int(spent)]
