# %% hint: four workers share the work
def bottleneck(stages):
    name = max(stages, key=lambda name: stages[name][0])
    return name, 1 / stages[name][0]


# %% hint: the stage that delivers fewest limits the rest
def bottleneck(stages):
    rates = {name: workers / seconds for name, (seconds, workers) in stages.items()}
    name = max(rates, key=rates.get)
    return name, rates[name]


# %% hint: the stages overlap
def bottleneck(stages):
    rates = {name: workers / seconds for name, (seconds, workers) in stages.items()}
    return min(rates, key=rates.get), 1 / sum(seconds for seconds, _ in stages.values())


# %% hint: augmenting limits at 33.3 batches a second
def bottleneck(stages):
    rates = {name: workers / seconds for name, (seconds, workers) in stages.items()}
    return "train", rates["train"]


# %% hint: Read 50, augment 33.3, train 25
def bottleneck(stages):
    times = {name: seconds / workers for name, (seconds, workers) in stages.items()}
    name = max(times, key=times.get)
    return name, times[name]
