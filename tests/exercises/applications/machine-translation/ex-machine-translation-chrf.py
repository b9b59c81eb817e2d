# %% hint: leave out n for which a sentence is too short
def chrf(output, reference, longest=6, beta=2):
    precisions, recalls = [], []
    for n in range(1, longest + 1):
        ours, theirs = (collections.Counter(s[i : i + n] for i in range(len(s) - n + 1)) for s in (output, reference))
        matches = (ours & theirs).total()
        precisions.append(matches / max(ours.total(), 1))
        recalls.append(matches / max(theirs.total(), 1))
    p, r = (sum(shares) / longest for shares in (precisions, recalls))
    return 100 * (1 + beta**2) * p * r / (beta**2 * p + r) if p + r else 0.0
# %% hint: Clip
def chrf(output, reference, longest=6, beta=2):
    precisions, recalls = [], []
    for n in range(1, min(longest, len(output), len(reference)) + 1):
        ours, theirs = ([s[i : i + n] for i in range(len(s) - n + 1)] for s in (output, reference))
        precisions.append(sum(g in theirs for g in ours) / len(ours))
        recalls.append(sum(g in ours for g in theirs) / len(theirs))
    p, r = (sum(shares) / max(len(shares), 1) for shares in (precisions, recalls))
    return 100 * (1 + beta**2) * p * r / (beta**2 * p + r) if p + r else 0.0
# %% hint: are the two exchanged
def chrf(output, reference, longest=6, beta=2):
    precisions, recalls = [], []
    for n in range(1, min(longest, len(output), len(reference)) + 1):
        ours, theirs = (collections.Counter(s[i : i + n] for i in range(len(s) - n + 1)) for s in (output, reference))
        matches = (ours & theirs).total()
        precisions.append(matches / theirs.total())
        recalls.append(matches / ours.total())
    p, r = (sum(shares) / max(len(shares), 1) for shares in (precisions, recalls))
    return 100 * (1 + beta**2) * p * r / (beta**2 * p + r) if p + r else 0.0
# %% hint: Average precision and recall over n first
def chrf(output, reference, longest=6, beta=2):
    scores = []
    for n in range(1, min(longest, len(output), len(reference)) + 1):
        ours, theirs = (collections.Counter(s[i : i + n] for i in range(len(s) - n + 1)) for s in (output, reference))
        p, r = (ours & theirs).total() / ours.total(), (ours & theirs).total() / theirs.total()
        scores.append(100 * (1 + beta**2) * p * r / (beta**2 * p + r) if p + r else 0.0)
    return sum(scores) / len(scores)
# %% hint: Use beta where the formula has it
def chrf(output, reference, longest=6, beta=2):
    precisions, recalls = [], []
    for n in range(1, min(longest, len(output), len(reference)) + 1):
        ours, theirs = (collections.Counter(s[i : i + n] for i in range(len(s) - n + 1)) for s in (output, reference))
        matches = (ours & theirs).total()
        precisions.append(matches / ours.total())
        recalls.append(matches / theirs.total())
    p, r = (sum(shares) / max(len(shares), 1) for shares in (precisions, recalls))
    return 100 * 5 * p * r / (4 * p + r) if p + r else 0.0
