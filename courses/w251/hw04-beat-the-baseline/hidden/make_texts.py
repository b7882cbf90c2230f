"""Draws texts whose label a straight line can't tell; for the judge and for starter/data.

`python make_texts.py` writes starter/data/train.tsv again.
"""

from pathlib import Path

import numpy as np

PUBLIC_SEED = 251
FAMILY, FILLERS = 8, 120  # words of a family, words that say nothing
NOISE = 0.04  # labels that are wrong
STARTS = "b d f g k l m n p r s t v z br dr gr kr st tr".split()
MIDDLES = "a e i o u ai ea oo".split()
ENDS = "l m n r s t k nd st".split()


def words(rng):
    """Made-up words: two families, then those that say nothing."""
    found = []
    while len(found) < 2 * FAMILY + FILLERS:
        parts = [rng.choice(STARTS), rng.choice(MIDDLES), rng.choice(ENDS)]
        if rng.random() < 0.5:
            parts = [rng.choice(STARTS), rng.choice(MIDDLES), *parts]
        word = "".join(parts)
        if word not in found:
            found.append(word)
    return found[:FAMILY], found[FAMILY : 2 * FAMILY], found[2 * FAMILY :]


def texts(rng, known, count):
    """Texts, and whether exactly one of the two families is in each."""
    first, second, fillers = known
    written, labels = [], np.zeros(count, dtype=np.int64)
    for n in range(count):
        in_it = rng.random(2) < 0.5
        said = list(rng.choice(fillers, rng.integers(5, 10), replace=False))
        said += [rng.choice(family) for family, is_in in zip((first, second), in_it) if is_in]
        rng.shuffle(said)
        written.append(" ".join(said))
        labels[n] = in_it[0] != in_it[1]
    return written, np.where(rng.random(count) < NOISE, 1 - labels, labels)


def auc(labels, scores):
    """The share of pairs, one of each label, that are in the right order."""
    scores = np.asarray(scores, dtype=float)
    _, place, sizes = np.unique(scores, return_inverse=True, return_counts=True)
    ends = np.cumsum(sizes)
    ranks = (ends - (sizes - 1) / 2)[place]
    ones = int(labels.sum())
    zeros = len(labels) - ones
    return float((ranks[labels == 1].sum() - ones * (ones + 1) / 2) / (ones * zeros))


if __name__ == "__main__":
    rng = np.random.default_rng(PUBLIC_SEED)
    written, labels = texts(rng, words(rng), 6000)
    place = Path(__file__).resolve().parents[1] / "starter" / "data" / "train.tsv"
    place.parent.mkdir(parents=True, exist_ok=True)
    lines = [f"{label}\t{text}\n" for label, text in zip(labels, written)]
    place.write_text("".join(lines))
