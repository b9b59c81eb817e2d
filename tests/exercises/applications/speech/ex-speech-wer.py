# %% hint: do not compare place by place
def word_error_rate(truths, heard):
    errors = sum(
        sum(a != b for a, b in zip(truth, said)) + abs(len(truth) - len(said))
        for truth, said in zip(truths, heard)
    )
    return errors / sum(map(len, truths))


# %% hint: the rate may exceed one
def word_error_rate(truths, heard):
    errors = 0
    for truth, said in zip(truths, heard):
        row = list(range(len(said) + 1))
        for i, word in enumerate(truth, 1):
            above, row = row, [i]
            for j, other in enumerate(said, 1):
                row.append(min(above[j] + 1, row[-1] + 1, above[j - 1] + (word != other)))
        errors += min(row[-1], len(truth))
    return errors / sum(map(len, truths))


# %% hint: divide the sum of errors by the sum of words
def word_error_rate(truths, heard):
    rates = []
    for truth, said in zip(truths, heard):
        row = list(range(len(said) + 1))
        for i, word in enumerate(truth, 1):
            above, row = row, [i]
            for j, other in enumerate(said, 1):
                row.append(min(above[j] + 1, row[-1] + 1, above[j - 1] + (word != other)))
        rates.append(row[-1] / len(truth))
    return sum(rates) / len(rates)


# %% hint: Substitute one, insert one
def word_error_rate(truths, heard):
    hits = sum(len(set(truth) & set(said)) for truth, said in zip(truths, heard))
    return 1 - hits / sum(map(len, truths))
