"""Whole words, the most frequent first; bytes for everything else."""

from collections import Counter


def train(text, size):
    vocabulary = [bytes([n]) for n in range(256)]
    words = Counter(b" " + word for word in text.split() if len(word) < 24)
    return vocabulary + [word for word, _ in words.most_common(size - 256)]


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
