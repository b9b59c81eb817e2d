# %% hint: The table must come from training
def blind_accuracy(train, test):
    table = {}
    for question, answer in test:
        table.setdefault(question, []).append(answer)
    return sum(max(answers.count(a) for a in set(answers)) for answers in table.values()) / len(test)
# %% hint: one answer for all questions wastes the wording
def blind_accuracy(train, test):
    counts = Counter(answer for _, answer in train)
    best = min(counts, key=lambda answer: (-counts[answer], answer))
    return sum(answer == best for _, answer in test) / len(test)
# %% hint: not nothing
def blind_accuracy(train, test):
    table = {}
    for question, answer in train:
        table.setdefault(question, Counter())[answer] += 1
    table = {q: min(c, key=lambda answer: (-c[answer], answer)) for q, c in table.items()}
    return sum(table.get(q) == a for q, a in test) / len(test)
# %% hint: not to the first in the list
def blind_accuracy(train, test):
    table, every = {}, Counter(answer for _, answer in train)
    for question, answer in train:
        table.setdefault(question, Counter())[answer] += 1
    default = every.most_common(1)[0][0]
    table = {q: c.most_common(1)[0][0] for q, c in table.items()}
    return sum(table.get(q, default) == a for q, a in test) / len(test)
