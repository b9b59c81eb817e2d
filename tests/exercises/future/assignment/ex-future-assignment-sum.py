# %% hint: Leave the argument vectors
def masked(vectors, seeds):
    """What the clients send, (clients, k), from 0 to MODULUS - 1."""
    messages = vectors  # first, or numbers near the limit of int64 would wrap
    for i in range(len(messages)):
        for j in range(i + 1, len(messages)):
            mask = np.random.default_rng(seeds[i, j]).integers(MODULUS, size=messages.shape[1])
            messages[i] += mask
            messages[j] -= mask
    messages %= MODULUS
    return messages

def unmasked_sum(messages, seeds, arrived):
    """The sum of the vectors of those who arrived, modulo MODULUS, (k,)."""
    total = messages[arrived].sum(axis=0)
    for here in np.flatnonzero(arrived):
        for gone in np.flatnonzero(~arrived):
            mask = np.random.default_rng(seeds[here, gone]).integers(MODULUS, size=messages.shape[1])
            total += mask if gone < here else -mask
    return total % MODULUS
# %% hint: All numbers are taken modulo
def masked(vectors, seeds):
    """What the clients send, (clients, k), from 0 to MODULUS - 1."""
    messages = np.array(vectors) % MODULUS  # first, or numbers near the limit of int64 would wrap
    for i in range(len(messages)):
        for j in range(i + 1, len(messages)):
            mask = np.random.default_rng(seeds[i, j]).integers(MODULUS, size=messages.shape[1])
            messages[i] += mask
            messages[j] -= mask
    return messages

def unmasked_sum(messages, seeds, arrived):
    """The sum of the vectors of those who arrived, modulo MODULUS, (k,)."""
    total = messages[arrived].sum(axis=0)
    for here in np.flatnonzero(arrived):
        for gone in np.flatnonzero(~arrived):
            mask = np.random.default_rng(seeds[here, gone]).integers(MODULUS, size=messages.shape[1])
            total += mask if gone < here else -mask
    return total % MODULUS
# %% hint: what one client adds the other subtracts
def masked(vectors, seeds):
    """What the clients send, (clients, k), from 0 to MODULUS - 1."""
    messages = np.array(vectors) % MODULUS  # first, or numbers near the limit of int64 would wrap
    for i in range(len(messages)):
        for j in range(i + 1, len(messages)):
            mask = np.random.default_rng(seeds[i, j]).integers(MODULUS, size=messages.shape[1])
            messages[i] += mask
            messages[j] += mask
    return messages % MODULUS

def unmasked_sum(messages, seeds, arrived):
    """The sum of the vectors of those who arrived, modulo MODULUS, (k,)."""
    total = messages[arrived].sum(axis=0)
    for here in np.flatnonzero(arrived):
        for gone in np.flatnonzero(~arrived):
            mask = np.random.default_rng(seeds[here, gone]).integers(MODULUS, size=messages.shape[1])
            total += mask if gone < here else -mask
    return total % MODULUS
# %% hint: The client with the smaller number adds
def masked(vectors, seeds):
    """What the clients send, (clients, k), from 0 to MODULUS - 1."""
    messages = np.array(vectors) % MODULUS  # first, or numbers near the limit of int64 would wrap
    for i in range(len(messages)):
        for j in range(i + 1, len(messages)):
            mask = np.random.default_rng(seeds[i, j]).integers(MODULUS, size=messages.shape[1])
            messages[i] -= mask
            messages[j] += mask
    return messages % MODULUS

def unmasked_sum(messages, seeds, arrived):
    """The sum of the vectors of those who arrived, modulo MODULUS, (k,)."""
    total = messages[arrived].sum(axis=0)
    for here in np.flatnonzero(arrived):
        for gone in np.flatnonzero(~arrived):
            mask = np.random.default_rng(seeds[here, gone]).integers(MODULUS, size=messages.shape[1])
            total += -mask if gone < here else mask
    return total % MODULUS
# %% hint: are still in the sum
def masked(vectors, seeds):
    """What the clients send, (clients, k), from 0 to MODULUS - 1."""
    messages = np.array(vectors) % MODULUS  # first, or numbers near the limit of int64 would wrap
    for i in range(len(messages)):
        for j in range(i + 1, len(messages)):
            mask = np.random.default_rng(seeds[i, j]).integers(MODULUS, size=messages.shape[1])
            messages[i] += mask
            messages[j] -= mask
    return messages % MODULUS

def unmasked_sum(messages, seeds, arrived):
    """The sum of the vectors of those who arrived, modulo MODULUS, (k,)."""
    total = messages[arrived].sum(axis=0)
    for here in np.flatnonzero(arrived):
        for gone in ():
            mask = np.random.default_rng(seeds[here, gone]).integers(MODULUS, size=messages.shape[1])
            total += mask if gone < here else -mask
    return total % MODULUS
# %% hint: the one is taken away, the other added
def masked(vectors, seeds):
    """What the clients send, (clients, k), from 0 to MODULUS - 1."""
    messages = np.array(vectors) % MODULUS  # first, or numbers near the limit of int64 would wrap
    for i in range(len(messages)):
        for j in range(i + 1, len(messages)):
            mask = np.random.default_rng(seeds[i, j]).integers(MODULUS, size=messages.shape[1])
            messages[i] += mask
            messages[j] -= mask
    return messages % MODULUS

def unmasked_sum(messages, seeds, arrived):
    """The sum of the vectors of those who arrived, modulo MODULUS, (k,)."""
    total = messages[arrived].sum(axis=0)
    for here in np.flatnonzero(arrived):
        for gone in np.flatnonzero(~arrived):
            mask = np.random.default_rng(seeds[here, gone]).integers(MODULUS, size=messages.shape[1])
            total += -mask
    return total % MODULUS
