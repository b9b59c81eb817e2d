# %% hint: That is the sum over the map
def gap_logits(maps, weights, bias):
    return maps.sum(axis=(1, 2)) @ weights + bias


# %% hint: That is the largest value of the map
def gap_logits(maps, weights, bias):
    return maps.max(axis=(1, 2)) @ weights + bias


# %% hint: not over channels, and add the bias
def gap_logits(maps, weights, bias):
    return maps.mean(axis=(1, 2)) @ weights


# %% hint: not over channels, and add the bias
def gap_logits(maps, weights, bias):
    return maps.mean(axis=(2, 3)) @ weights + bias


# %% hint: One logit for each image and class
def gap_logits(maps, weights, bias):
    return maps.mean(axis=1) @ weights + bias


# %% hint: do not write the size in
def gap_logits(maps, weights, bias):
    return maps.sum(axis=(1, 2)) / 9 @ weights + bias
