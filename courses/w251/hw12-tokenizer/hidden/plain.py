"""The definition, word for word: slow, and what every answer is compared with."""

import re
from collections import Counter

CHUNK = re.compile(rb" ?\S+|\s")


def train_bpe(text, merges):
    """Count everything again for every merge."""
    words = [list(chunk) for chunk in CHUNK.findall(text)]
    found = []
    while len(found) < merges:
        counts = Counter(pair for word in words for pair in zip(word, word[1:]))
        if not counts:
            break
        best = min(counts, key=lambda pair: (-counts[pair], pair))
        token = 256 + len(found)
        found.append(list(best))
        words = [replace(word, best, token) for word in words]
    return found


def replace(word, pair, token):
    made = []
    for each in word:
        # A byte or token that was just merged cannot be merged again: it is `token`.
        if made and (made[-1], each) == pair:
            made[-1] = token
        else:
            made.append(each)
    return made


def encode(text, merges):
    """Each merge in its turn, all through every chunk."""
    ids = []
    for chunk in CHUNK.findall(text):
        word = list(chunk)
        for number, pair in enumerate(merges):
            word = replace(word, tuple(pair), 256 + number)
        ids += word
    return ids
