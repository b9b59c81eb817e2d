# %% hint: Stage 0 copies all 16 bytes
def workers_needed(parameters, gigabytes, stage):
    return int(np.ceil(16 * parameters / (gigabytes * 1e9)))


# %% hint: stay with each worker
def workers_needed(parameters, gigabytes, stage):
    if stage == 0:
        return 1 if 16 * parameters <= gigabytes * 1e9 else None
    return int(np.ceil(16 * parameters / (gigabytes * 1e9)))


# %% hint: two workers keep 56 each
def workers_needed(parameters, gigabytes, stage):
    copied = (16, 4, 2, 0)[stage] * parameters
    cut, room = 16 * parameters - copied, gigabytes * 1e9 - copied
    if cut <= room:
        return 1
    return int(cut / room) if cut and room > 0 else None


# %% hint: leave no room
def workers_needed(parameters, gigabytes, stage):
    copied = (16, 4, 2, 0)[stage] * parameters
    cut, room = 16 * parameters - copied, gigabytes * 1e9 - copied
    if cut <= room:
        return 1
    return int(np.ceil(cut / max(room, 1))) if cut else None


# %% hint: Stage 2 copies 2 bytes
def workers_needed(parameters, gigabytes, stage):
    copied = (16, 4, 4, 0)[stage] * parameters
    cut, room = 16 * parameters - copied, gigabytes * 1e9 - copied
    if cut <= room:
        return 1
    return int(np.ceil(cut / room)) if cut and room > 0 else None


# %% hint: 112 / 30
def workers_needed(parameters, gigabytes, stage):
    copied = (16, 4, 2, 2)[stage] * parameters
    cut, room = 16 * parameters - copied, gigabytes * 1e9 - copied
    if cut <= room:
        return 1
    return int(np.ceil(cut / room)) if cut and room > 0 else None
