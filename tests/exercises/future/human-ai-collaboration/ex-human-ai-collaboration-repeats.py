# %% hint: raise the chance of one to the power `questions`
def votes_needed(wrong, questions, confidence):
    votes = 1
    while True:
        most = range(votes // 2 + 1, votes + 1)
        right = sum(comb(votes, k) * (1 - wrong) ** k * wrong ** (votes - k) for k in most)
        if right >= confidence:
            return votes
        votes += 2


# %% hint: that already suffices
def votes_needed(wrong, questions, confidence):
    votes = 3
    while True:
        most = range(votes // 2 + 1, votes + 1)
        right = sum(comb(votes, k) * (1 - wrong) ** k * wrong ** (votes - k) for k in most)
        if right**questions >= confidence:
            return votes
        votes += 2


# %% hint: 'at least' includes equality
def votes_needed(wrong, questions, confidence):
    for votes in range(1, 60, 2):
        most = range(votes // 2 + 1, votes + 1)
        right = sum(comb(votes, k) * (1 - wrong) ** k * wrong ** (votes - k) for k in most)
        if right**questions > confidence:
            return votes
    return -1


# %% hint: go through odd numbers only
def votes_needed(wrong, questions, confidence):
    votes = 1
    while True:
        most = range(votes // 2 + 1, votes + 1)
        right = sum(comb(votes, k) * (1 - wrong) ** k * wrong ** (votes - k) for k in most)
        if right**questions >= confidence:
            return votes
        votes += 2 if votes < 5 else 6
