# %% hint: comes next, not the one just read
def teacher_forcing(sentences, start, end, pad):
    length = max(map(len, sentences)) + 1
    rows = np.array([[start, *s] + [pad] * (length - len(s) - 1) for s in sentences])
    return rows, rows
# %% hint: or the model never learns to stop
def teacher_forcing(sentences, start, end, pad):
    length = max(map(len, sentences)) + 1
    inputs = np.array([[start, *s] + [pad] * (length - len(s) - 1) for s in sentences])
    targets = np.array([s + [pad] * (length - len(s)) for s in sentences])
    return inputs, targets
# %% hint: Both arrays have one column more
def teacher_forcing(sentences, start, end, pad):
    length = max(map(len, sentences)) + 2
    rows = np.array([[start, *s, end] + [pad] * (length - len(s) - 2) for s in sentences])
    return rows, rows
# %% hint: filler comes after it
def teacher_forcing(sentences, start, end, pad):
    length = max(map(len, sentences))
    filled = [s + [pad] * (length - len(s)) for s in sentences]
    inputs = np.array([[start, *s] for s in filled])
    targets = np.array([[*s, end] for s in filled])
    return inputs, targets
