# %% hint: Clip: a word matches at most
def corpus_bleu(outputs, references, longest):
    """BLEU of all outputs together, 0 to 100."""

    def grams(words, n):
        return Counter(tuple(words[i : i + n]) for i in range(len(words) - n + 1))

    matches, totals, ours, theirs = np.zeros(longest), np.zeros(longest), 0, 0
    for output, versions in zip(outputs, references):
        ours += len(output)
        theirs += min((abs(len(version) - len(output)), len(version)) for version in versions)[1]
        for n in range(1, longest + 1):
            allowed = Counter()
            for version in versions:
                allowed |= grams(version, n)  # the larger of the two counts
            found = grams(output, n)
            matches[n - 1] += sum(found[gram] for gram in found if gram in allowed)
            totals[n - 1] += found.total()
    if not matches.all():
        return 0.0
    return 100 * math.exp(min(0, 1 - theirs / ours) + np.log(matches / totals).mean())
# %% hint: not by all references together
def corpus_bleu(outputs, references, longest):
    """BLEU of all outputs together, 0 to 100."""

    def grams(words, n):
        return Counter(tuple(words[i : i + n]) for i in range(len(words) - n + 1))

    matches, totals, ours, theirs = np.zeros(longest), np.zeros(longest), 0, 0
    for output, versions in zip(outputs, references):
        ours += len(output)
        theirs += min((abs(len(version) - len(output)), len(version)) for version in versions)[1]
        for n in range(1, longest + 1):
            allowed = Counter()
            for version in versions:
                allowed += grams(version, n)
            found = grams(output, n)
            matches[n - 1] += (found & allowed).total()
            totals[n - 1] += found.total()
    if not matches.all():
        return 0.0
    return 100 * math.exp(min(0, 1 - theirs / ours) + np.log(matches / totals).mean())
# %% hint: the shorter counts
def corpus_bleu(outputs, references, longest):
    """BLEU of all outputs together, 0 to 100."""

    def grams(words, n):
        return Counter(tuple(words[i : i + n]) for i in range(len(words) - n + 1))

    matches, totals, ours, theirs = np.zeros(longest), np.zeros(longest), 0, 0
    for output, versions in zip(outputs, references):
        ours += len(output)
        theirs += -min((abs(len(version) - len(output)), -len(version)) for version in versions)[1]
        for n in range(1, longest + 1):
            allowed = Counter()
            for version in versions:
                allowed |= grams(version, n)  # the larger of the two counts
            found = grams(output, n)
            matches[n - 1] += (found & allowed).total()
            totals[n - 1] += found.total()
    if not matches.all():
        return 0.0
    return 100 * math.exp(min(0, 1 - theirs / ours) + np.log(matches / totals).mean())
# %% hint: the geometric mean
def corpus_bleu(outputs, references, longest):
    """BLEU of all outputs together, 0 to 100."""

    def grams(words, n):
        return Counter(tuple(words[i : i + n]) for i in range(len(words) - n + 1))

    matches, totals, ours, theirs = np.zeros(longest), np.zeros(longest), 0, 0
    for output, versions in zip(outputs, references):
        ours += len(output)
        theirs += min((abs(len(version) - len(output)), len(version)) for version in versions)[1]
        for n in range(1, longest + 1):
            allowed = Counter()
            for version in versions:
                allowed |= grams(version, n)  # the larger of the two counts
            found = grams(output, n)
            matches[n - 1] += (found & allowed).total()
            totals[n - 1] += found.total()
    if not matches.all():
        return 0.0
    return 100 * math.exp(min(0, 1 - theirs / ours)) * (matches / totals).mean()
# %% hint: the outputs have five words where the references have seven
def corpus_bleu(outputs, references, longest):
    """BLEU of all outputs together, 0 to 100."""

    def grams(words, n):
        return Counter(tuple(words[i : i + n]) for i in range(len(words) - n + 1))

    matches, totals, ours, theirs = np.zeros(longest), np.zeros(longest), 0, 0
    for output, versions in zip(outputs, references):
        ours += len(output)
        theirs += min((abs(len(version) - len(output)), len(version)) for version in versions)[1]
        for n in range(1, longest + 1):
            allowed = Counter()
            for version in versions:
                allowed |= grams(version, n)  # the larger of the two counts
            found = grams(output, n)
            matches[n - 1] += (found & allowed).total()
            totals[n - 1] += found.total()
    if not matches.all():
        return 0.0
    return 100 * math.exp(np.log(matches / totals).mean())
