# %% hint: Count mentions, the bench twice
def hallucination(named, there):
    wrong = [[word not in shows for word in set(words)] for words, shows in zip(named, there)]
    mentions = sum(len(row) for row in wrong)
    return sum(sum(row) for row in wrong) / mentions, float(np.mean([any(row) for row in wrong]))
# %% hint: not caption by caption
def hallucination(named, there):
    wrong = [[word not in shows for word in words] for words, shows in zip(named, there)]
    shares = [sum(row) / len(row) if row else 0.0 for row in wrong]
    return float(np.mean(shares)), float(np.mean([any(row) for row in wrong]))
# %% hint: what is not mentioned does not count
def hallucination(named, there):
    wrong = [[word not in words for word in shows] for words, shows in zip(named, there)]
    mentions = sum(len(row) for row in wrong)
    return sum(sum(row) for row in wrong) / mentions, float(np.mean([any(row) for row in wrong]))
# %% hint: still is a caption
def hallucination(named, there):
    wrong = [[word not in shows for word in words] for words, shows in zip(named, there) if words]
    mentions = sum(len(row) for row in wrong)
    return sum(sum(row) for row in wrong) / mentions, float(np.mean([any(row) for row in wrong]))
