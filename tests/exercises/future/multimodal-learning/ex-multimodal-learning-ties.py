# %% hint: a tie is not a win
def expected_recall(scores, answer, k):
    scores = np.asarray(scores)
    own = scores[np.arange(len(answer)), answer][:, None]
    return float(((scores > own).sum(axis=1) < k).mean())
# %% hint: a tie is not a loss either
def expected_recall(scores, answer, k):
    scores = np.asarray(scores)
    own = scores[np.arange(len(answer)), answer][:, None]
    return float(((scores >= own).sum(axis=1) <= k).mean())
# %% hint: With k = 2 both answers are among the first two
def expected_recall(scores, answer, k):
    scores = np.asarray(scores)
    own = scores[np.arange(len(answer)), answer][:, None]
    better, equal = (scores > own).sum(axis=1), (scores == own).sum(axis=1)
    return float(np.clip((1 - better) / equal, 0, 1).mean())
# %% hint: One candidate is better and three are equal
def expected_recall(scores, answer, k):
    scores = np.asarray(scores)
    own = scores[np.arange(len(answer)), answer][:, None]
    better, equal = (scores > own).sum(axis=1), (scores == own).sum(axis=1)
    return float(np.where(better < k, 1 / equal, 0).mean())
