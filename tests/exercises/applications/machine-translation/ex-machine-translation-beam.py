# %% hint: keep the second-best prefix alive
def beam_search(log_probs, start, end, width, max_length, alpha):
    path = [start]
    while path[-1] != end and len(path) <= max_length:
        path.append(int(np.argmax(log_probs[path[-1]])))
    return path
# %% hint: with start and end included
def beam_search(log_probs, start, end, width, max_length, alpha):
    beams, finished = [(0.0, [start])], []
    for _ in range(max_length):
        candidates = [(total + log_probs[path[-1]][j], [*path, j]) for total, path in beams for j in range(len(log_probs))]
        kept = sorted(candidates, key=lambda c: -c[0])[:width]
        finished += [c for c in kept if c[1][-1] == end]
        beams = [c for c in kept if c[1][-1] != end]
    best = max(finished, key=lambda c: c[0] / (len(c[1]) - 1) ** alpha)
    return [int(j) for j in best[1][1:]]
# %% hint: With alpha 1 the total is divided
def beam_search(log_probs, start, end, width, max_length, alpha):
    beams, finished = [(0.0, [start])], []
    for _ in range(max_length):
        candidates = [(total + log_probs[path[-1]][j], [*path, j]) for total, path in beams for j in range(len(log_probs))]
        kept = sorted(candidates, key=lambda c: -c[0])[:width]
        finished += [c for c in kept if c[1][-1] == end]
        beams = [c for c in kept if c[1][-1] != end]
    return [int(j) for j in max(finished, key=lambda c: c[0])[1]]
# %% hint: Two tokens at most may follow start
def beam_search(log_probs, start, end, width, max_length, alpha):
    beams, finished = [(0.0, [start])], []
    for _ in range(max_length + 3):
        candidates = [(total + log_probs[path[-1]][j], [*path, j]) for total, path in beams for j in range(len(log_probs))]
        kept = sorted(candidates, key=lambda c: -c[0])[:width]
        finished += [c for c in kept if c[1][-1] == end]
        beams = [c for c in kept if c[1][-1] != end]
    best = max(finished, key=lambda c: c[0] / (len(c[1]) - 1) ** alpha)
    return [int(j) for j in best[1]]
# %% hint: none is forgotten
def beam_search(log_probs, start, end, width, max_length, alpha):
    beams, finished = [(0.0, [start])], []
    for _ in range(max_length):
        candidates = [(total + log_probs[path[-1]][j], [*path, j]) for total, path in beams for j in range(len(log_probs))]
        kept = sorted(candidates, key=lambda c: -c[0])[:width]
        finished = [c for c in kept if c[1][-1] == end] or finished
        beams = [c for c in kept if c[1][-1] != end]
    best = max(finished, key=lambda c: c[0] / (len(c[1]) - 1) ** alpha)
    return [int(j) for j in best[1]]
