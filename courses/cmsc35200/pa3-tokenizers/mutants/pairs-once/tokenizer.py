"""The most frequent pairs of bytes, and nothing longer."""

from collections import Counter


def train(text, size):
    vocabulary = [bytes([n]) for n in range(256)]
    pairs = Counter(text[at : at + 2] for at in range(len(text) - 1))
    return vocabulary + [pair for pair, _ in pairs.most_common(size - 256)]


def encode(text, vocabulary):
    """At every place the longest token that fits."""
    place = {token: number for number, token in enumerate(vocabulary)}
    longest = max(map(len, vocabulary))
    found, at = [], 0
    while at < len(text):
        for length in range(min(longest, len(text) - at), 0, -1):
            number = place.get(text[at : at + length])
            if number is not None:
                found.append(number)
                at += length
                break
        else:
            raise ValueError("a byte that the vocabulary does not have")
    return found
