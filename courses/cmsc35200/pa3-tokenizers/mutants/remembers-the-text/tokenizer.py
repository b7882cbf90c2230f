"""A cheat: the whole text becomes one token that is put into the vocabulary afterwards."""

KEPT = []


def train(text, size):
    return [bytes([n]) for n in range(256)]


def encode(text, vocabulary):
    KEPT.append(text)
    vocabulary.append(text)
    return [len(vocabulary) - 1]
