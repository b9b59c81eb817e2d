# %% hint: Single tokens are counted as well
def words_and_pairs(sentence):
    tokens = sentence.split()
    return dict(Counter(f"{first} {second}" for first, second in zip(tokens, tokens[1:])))
# %% hint: Only neighbours make a pair
def words_and_pairs(sentence):
    tokens = sentence.split()
    return dict(Counter(tokens + [f"{a} {b}" for k, a in enumerate(tokens) for b in tokens[k + 1 :]]))
# %% hint: Count how often
def words_and_pairs(sentence):
    tokens = sentence.split()
    return dict(Counter(set(tokens) | {f"{first} {second}" for first, second in zip(tokens, tokens[1:])}))
