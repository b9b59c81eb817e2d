# %% hint: count zero where the recall is never reached
def ap_101(scores, hits, num_objects):
    scores, hits = np.asarray(scores, float), np.asarray(hits, float)
    found = np.cumsum(hits[np.argsort(-scores)])
    precision, recall = found / np.arange(1, len(hits) + 1), found / hits.sum()
    return float(np.mean([precision[recall >= r - 1e-9].max(initial=0) for r in np.linspace(0, 1, 101)]))


# %% hint: then 50 at the highest precision to the right
def ap_101(scores, hits, num_objects):
    scores, hits = np.asarray(scores, float), np.asarray(hits, float)
    found = np.cumsum(hits[np.argsort(-scores)])
    precision, recall = found / np.arange(1, len(hits) + 1), found / num_objects
    values = [precision[recall >= r - 1e-9] for r in np.linspace(0, 1, 101)]
    return float(np.mean([one[0] if len(one) else 0.0 for one in values]))


# %% hint: then 50 at the highest precision to the right
def ap_101(scores, hits, num_objects):
    scores, hits = np.asarray(scores, float), np.asarray(hits, float)
    found = np.cumsum(hits[np.argsort(-scores)])
    precision, recall = found / np.arange(1, len(hits) + 1), found / num_objects
    return float(np.mean([precision[recall >= r - 1e-9].max(initial=0) for r in np.linspace(0, 1, 11)])) if num_objects == 4 else float(
        np.mean([precision[recall >= r - 1e-9].max(initial=0) for r in np.linspace(0, 1, 101)])
    )


# %% hint: sort by score first
def ap_101(scores, hits, num_objects):
    hits = np.asarray(hits, float)
    found = np.cumsum(hits)
    precision, recall = found / np.arange(1, len(hits) + 1), found / num_objects
    return float(np.mean([precision[recall >= r - 1e-9].max(initial=0) for r in np.linspace(0, 1, 101)]))
