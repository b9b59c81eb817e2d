# %% hint: You kept the beginning
def encode_end(sentences, vocabulary, length):
    x = np.zeros((len(sentences), length), dtype=int)
    for row, sentence in zip(x, sentences):
        numbers = [vocabulary.get(token, 1) for token in sentence.split()][:length]
        row[length - len(numbers) :] = numbers
    return x
# %% hint: Pad on the left
def encode_end(sentences, vocabulary, length):
    x = np.zeros((len(sentences), length), dtype=int)
    for row, sentence in zip(x, sentences):
        numbers = [vocabulary.get(token, 1) for token in sentence.split()][-length:]
        row[: len(numbers)] = numbers
    return x
# %% hint: A token that the vocabulary lacks
def encode_end(sentences, vocabulary, length):
    x = np.zeros((len(sentences), length), dtype=int)
    for row, sentence in zip(x, sentences):
        numbers = [vocabulary.get(token, 0) for token in sentence.split()][-length:]
        row[length - len(numbers) :] = numbers
    return x
