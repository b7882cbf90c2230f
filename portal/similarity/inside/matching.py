"""How much two tokenised submissions share, and where; pure.

Fingerprints are chosen and put together by copydetect. What is hashed is ours: tokens,
by a hash that is the same in every process.
"""

from collections import Counter

import numpy as np
from copydetect.utils import get_copied_slices, winnow

FACTOR = np.uint64(0x9E3779B97F4A7C15)
MOST_PLACES = 6  # of one fingerprint that are looked at in one submission
MOST_DIAGONALS = 150
MOST_STRETCHES = 150
NEAR = 10  # tokens between two stretches that are told as one


def grams(tokens, k):
    """Return the hash of every run of ``k`` tokens."""
    tokens = np.asarray(tokens, dtype=np.uint64)
    count = len(tokens) - k + 1
    if count <= 0:
        return np.array([], dtype=np.int64)
    hashes = np.zeros(count, dtype=np.uint64)
    with np.errstate(over="ignore"):
        for place in range(k):
            hashes = (hashes + tokens[place : place + count]) * FACTOR
            hashes ^= hashes >> np.uint64(29)
    return hashes.astype(np.int64)


class Prints:
    """A submission's fingerprints, with the tokens of all its files in one row.

    Between two files lie more zeros than a fingerprint is long, and zeros stand where
    the starter's code is: a zero is like nothing.
    """

    def __init__(self, row, hashes, places, k):
        self.row = row
        self.hashes = hashes
        self.places = places
        self.k = k
        self.count()

    def count(self):
        """Work out what follows from the fingerprints that are left."""
        self.known = np.unique(self.hashes)
        self.coverage = int(covers(self.places, self.k, len(self.row)).sum())

    def drop(self, hashes):
        """Forget fingerprints that are nobody's own."""
        kept = ~np.isin(self.hashes, hashes)
        self.hashes, self.places = self.hashes[kept], self.places[kept]
        self.count()


def fingerprint(files, k, window, starter):
    """Return (row, hashes, places, starter tokens) of the tokens of some files."""
    gap = [0] * (k + 1)
    row, hashes, places, given = [], [], [], 0
    for tokens in files:
        mine = grams(tokens, k)
        is_given = np.isin(mine, starter)
        _, chosen = winnow(mine, window, remove_duplicates=False)
        chosen = chosen[~is_given[chosen]]
        hashes.append(mine[chosen])
        places.append(chosen + len(row))
        covered = covers(np.flatnonzero(is_given), k, len(tokens))
        given += int(covered.sum())
        row += np.where(covered, 0, np.asarray(tokens, dtype=np.int64)).tolist() + gap
    empty = [np.array([], dtype=np.int64)]
    return (
        np.array(row, dtype=np.int64),
        np.concatenate(hashes or empty),
        np.concatenate(places or empty),
        given,
    )


def covers(places, k, length):
    """Return which of ``length`` tokens lie in a run of ``k`` from a place."""
    steps = np.zeros(length + 1, dtype=np.int64)
    np.add.at(steps, places, 1)
    np.add.at(steps, np.minimum(places + k, length), -1)
    return np.cumsum(steps)[:length] > 0


def common(every, most):
    """Return the fingerprints that more than ``most`` submissions have."""
    known = [one.known for one in every]
    values, counts = np.unique(
        np.concatenate([*known, np.array([], dtype=np.int64)]), return_counts=True
    )
    return values[counts > most]


def shares(one, other):
    """Return what of each is in the other: (share, share, tokens, tokens)."""
    both = np.intersect1d(one.known, other.known, assume_unique=True)
    if not len(both):
        return 0.0, 0.0, 0, 0
    tokens = [matched(side, both) for side in (one, other)]
    return (
        min(1.0, tokens[0] / one.coverage),
        min(1.0, tokens[1] / other.coverage),
        *tokens,
    )


def matched(side, both):
    """Return how many tokens of a submission lie in fingerprints that both have."""
    slices = get_copied_slices(side.places[np.isin(side.hashes, both)], side.k)
    return int((slices[1] - slices[0]).sum())


def stretches(one, other):
    """Return runs of equal tokens, longest first chosen: [(place, place, tokens)].

    No token is told twice. Those with little between them on both sides become one.
    """
    runs = []
    for shift in diagonals(one, other):
        runs += equal_runs(one.row, other.row, shift, one.k)
    runs.sort(key=lambda run: (-run[2], run[0], run[1]))
    taken = np.zeros(len(one.row), bool), np.zeros(len(other.row), bool)
    kept = []
    for run in runs:
        kept += free_parts(run, taken, one.k)
        if len(kept) >= MOST_STRETCHES:
            break
    return joined(sorted(kept))


def diagonals(one, other):
    """Return the shifts at which most fingerprints meet."""
    met = Counter()
    both = np.intersect1d(one.known, other.known, assume_unique=True)
    mine, theirs = places_of(one, both), places_of(other, both)
    for value in both.tolist():
        for place in mine[value]:
            met.update(place - far for far in theirs[value])
    return [shift for shift, _ in met.most_common(MOST_DIAGONALS)]


def places_of(side, both):
    """Return where some fingerprints are, the first few places of each."""
    found = {}
    wanted = np.isin(side.hashes, both)
    for value, place in zip(
        side.hashes[wanted].tolist(), side.places[wanted].tolist(), strict=True
    ):
        places = found.setdefault(value, [])
        if len(places) < MOST_PLACES:
            places.append(place)
    return found


def equal_runs(row, far, shift, k):
    """Return the runs of ``k`` or more equal tokens at one shift."""
    first, last = max(0, shift), min(len(row), len(far) + shift)
    mine, theirs = row[first:last], far[first - shift : last - shift]
    same = np.concatenate([[False], (mine == theirs) & (mine != 0), [False]])
    edges = np.flatnonzero(same[1:] != same[:-1])
    begins, ends = edges[::2], edges[1::2]
    return [
        (int(begin) + first, int(begin) + first - shift, int(end - begin))
        for begin, end in zip(begins, ends, strict=True)
        if end - begin >= k
    ]


def free_parts(run, taken, k):
    """Return the parts of a run that no longer one has taken, and take them."""
    place, far, count = run
    free = ~(taken[0][place : place + count] | taken[1][far : far + count])
    edges = np.flatnonzero(np.diff(np.concatenate([[0], free.astype(int), [0]])))
    found = []
    for begin, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if end - begin >= k:
            taken[0][place + begin : place + end] = True
            taken[1][far + begin : far + end] = True
            found.append((place + begin, far + begin, end - begin))
    return found


def joined(parts):
    """Return sorted parts, with neighbours on both sides told as one."""
    found = []  # [place, far, end, far end, tokens]
    for place, far, count in parts:
        if found:
            last = found[-1]
            if place - last[2] <= NEAR and 0 <= far - last[3] <= NEAR:
                last[2], last[3] = place + count, far + count
                last[4] += count
                continue
        found.append([place, far, place + count, far + count, count])
    return found
