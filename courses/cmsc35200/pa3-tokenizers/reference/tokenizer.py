"""Byte-pair merges: the most frequent neighbours become a token, again and again."""

import re
from collections import Counter, defaultdict

CHUNK = re.compile(rb" ?[A-Za-z]+|\s+|[^A-Za-z\s]+")
LONGEST = 24  # a chunk without letters may be a whole sequence: cut it


def train(text, size):
    """Single bytes, then merges until the vocabulary is full."""
    vocabulary = [bytes([n]) for n in range(256)]
    kinds = Counter(pieces(text))
    words = [list(chunk) for chunk in kinds]
    weights = list(kinds.values())
    counts, places = counted(words, weights)
    known = set(vocabulary)
    while counts and len(vocabulary) < size:
        most = max(counts.values())
        pair = min(each for each, count in counts.items() if count == most)
        token = len(vocabulary)
        made = vocabulary[pair[0]] + vocabulary[pair[1]]
        if made in known:
            del counts[pair]
            continue
        known.add(made)
        vocabulary.append(made)
        replace(pair, token, words, weights, counts, places)
    return vocabulary


def pieces(text):
    """Chunks no merge reaches over, none of them long."""
    for chunk in CHUNK.findall(text):
        for at in range(0, len(chunk), LONGEST):
            yield chunk[at : at + LONGEST]


def counted(words, weights):
    counts, places = defaultdict(int), defaultdict(set)
    for number, (word, weight) in enumerate(zip(words, weights)):
        for pair in zip(word, word[1:]):
            counts[pair] += weight
            places[pair].add(number)
    return counts, places


def replace(pair, token, words, weights, counts, places):
    for number in places.pop(pair):
        word, weight = words[number], weights[number]
        for each in zip(word, word[1:]):
            counts[each] -= weight
            if not counts[each]:
                del counts[each]
        words[number] = word = merged(word, pair, token)
        for each in zip(word, word[1:]):
            counts[each] += weight
            places[each].add(number)
    counts.pop(pair, None)


def merged(word, pair, token):
    made, at = [], 0
    while at < len(word):
        if tuple(word[at : at + 2]) == pair:
            made.append(token)
            at += 2
        else:
            made.append(word[at])
            at += 1
    return made


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
