# %% hint: nothing costs as little
def front(accuracy, cost):
    return [int(accuracy.mean(axis=1).argmax())]
# %% hint: within noise
def front(accuracy, cost):
    means = accuracy.mean(axis=1)
    return [b for b in range(len(cost)) if not any(cost[a] <= cost[b] and means[a] > means[b] for a in range(len(cost)))]
# %% hint: includes costing the same
def front(accuracy, cost):
    def beats(a, b):
        d = accuracy[a] - accuracy[b]
        return cost[a] < cost[b] and d.mean() > 2 * d.std(ddof=1) / np.sqrt(d.size)

    return [b for b in range(len(cost)) if not any(beats(a, b) for a in range(len(cost)))]
# %% hint: divides by n - 1
def front(accuracy, cost):
    def beats(a, b):
        d = accuracy[a] - accuracy[b]
        return cost[a] <= cost[b] and d.mean() > 2 * d.std() / np.sqrt(d.size) and (d.size == 2 or d.mean() > 2 * d.std(ddof=1) / np.sqrt(d.size))

    return [b for b in range(len(cost)) if not any(beats(a, b) for a in range(len(cost)))]
# %% hint: On a fresh table
def front(accuracy, cost):
    # The two models as if their seeds had nothing in common.
    n = accuracy.shape[1]

    def beats(a, b):
        spread = np.sqrt((accuracy[a].var(ddof=1) + accuracy[b].var(ddof=1)) / n)
        return cost[a] <= cost[b] and accuracy[a].mean() - accuracy[b].mean() > 2 * spread

    return [b for b in range(len(cost)) if not any(beats(a, b) for a in range(len(cost)))]
