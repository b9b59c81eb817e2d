# %% hint: do not compare place by place
def error_kinds(truth, heard):
    substitutions = sum(a != b for a, b in zip(truth, heard))
    return substitutions, max(0, len(truth) - len(heard)), max(0, len(heard) - len(truth))


# %% hint: what was heard but not said is an insertion
def plus(entry, *step):
    return tuple(a + b for a, b in zip(entry, step))


def error_kinds(truth, heard):
    row = [(j, 0, j, 0) for j in range(len(heard) + 1)]
    for i, word in enumerate(truth, 1):
        above, row = row, [(i, 0, 0, i)]
        for j, other in enumerate(heard, 1):
            wrong = int(word != other)
            ways = [
                plus(above[j - 1], wrong, -wrong, 0, 0),
                plus(above[j], 1, 0, 0, 1),
                plus(row[-1], 1, 0, 1, 0),
            ]
            row.append(min(ways))
    return -row[-1][1], row[-1][2], row[-1][3]


# %% hint: count the one with more substitutions
def plus(entry, *step):
    return tuple(a + b for a, b in zip(entry, step))


def error_kinds(truth, heard):
    row = [(j, 0, 0, j) for j in range(len(heard) + 1)]
    for i, word in enumerate(truth, 1):
        above, row = row, [(i, 0, i, 0)]
        for j, other in enumerate(heard, 1):
            wrong = int(word != other)
            ways = [
                plus(above[j - 1], wrong, wrong, 0, 0),
                plus(above[j], 1, 0, 1, 0),
                plus(row[-1], 1, 0, 0, 1),
            ]
            row.append(min(ways))
    return row[-1][1], row[-1][2], row[-1][3]


# %% hint: The fewest errors come first
def plus(entry, *step):
    return tuple(a + b for a, b in zip(entry, step))


def error_kinds(truth, heard):
    row = [(j, 0, 0, j) for j in range(len(heard) + 1)]
    for i, word in enumerate(truth, 1):
        above, row = row, [(i, 0, i, 0)]
        for j, other in enumerate(heard, 1):
            wrong = int(word != other)
            ways = [
                plus(above[j - 1], 0, wrong, 0, 0),
                plus(above[j], 1, 0, 1, 0),
                plus(row[-1], 1, 0, 0, 1),
            ]
            row.append(min(ways))
    return row[-1][1], row[-1][2], row[-1][3]
