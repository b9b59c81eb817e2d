# %% hint: The classifier counts, too
def cifar_parameters(depth):
    total, last = 3 * 9 * 16 + 2 * 16, 16
    for channels in (16, 32, 64):
        for _ in range((depth - 2) // 3):
            total += 9 * last * channels + 2 * channels
            last = channels
    return total


# %% hint: a scale and a shift for every channel
def cifar_parameters(depth):
    total, last = 3 * 9 * 16 + 16, 16
    for channels in (16, 32, 64):
        for _ in range((depth - 2) // 3):
            total += 9 * last * channels + channels
            last = channels
    return total + 64 * 10 + 10


# %% hint: Do not forget the first convolution
def cifar_parameters(depth):
    total, last = 0, 16
    for channels in (16, 32, 64):
        for _ in range((depth - 2) // 3):
            total += 9 * last * channels + 2 * channels
            last = channels
    return total + 64 * 10 + 10


# %% hint: finds the channels of the stage before
def cifar_parameters(depth):
    total = 3 * 9 * 16 + 2 * 16
    for channels in (16, 32, 64):
        for _ in range((depth - 2) // 3):
            total += 9 * channels * channels + 2 * channels
    return total + 64 * 10 + 10


# %% hint: 2n convolutions in each of the three stages
def cifar_parameters(depth):
    total, last = 3 * 9 * 16 + 2 * 16, 16
    for channels in (16, 32, 64):
        for _ in range((depth - 4) // 2 if depth > 4 else 0):
            total += 9 * last * channels + 2 * channels
            last = channels
    return total + 64 * 10 + 10
