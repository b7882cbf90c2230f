"""How much of one text stands in another: runs of five words, as numbers.

A sketch keeps the smallest of a text's numbers. From two sketches one can tell how
alike two texts are, and nothing of what they say.
"""

import hashlib
from typing import Dict, FrozenSet, Iterable, List, Mapping, Tuple

RUN = 5
KEPT = 512
FEWEST = 20  # words; shorter texts are alike by chance


def runs_of(words: List[str]) -> FrozenSet[int]:
    """One number for every five words that follow each other."""
    pieces = (" ".join(words[n : n + RUN]) for n in range(len(words) - RUN + 1))
    return frozenset(_number(piece) for piece in pieces)


def sketch_of(runs: Iterable[int]) -> List[int]:
    """The smallest numbers: a fair sample, and the same one for everybody."""
    return sorted(runs)[:KEPT]


def share_of(some: FrozenSet[int], other: FrozenSet[int]) -> float:
    """Which part of ``some`` stands in ``other``."""
    return len(some & other) / len(some) if some else 0.0


def alike(some: FrozenSet[int], other: FrozenSet[int]) -> float:
    """What two texts have in common, of all that is in either."""
    either = len(some | other)
    return len(some & other) / either if either else 0.0


def most_of(
    some: FrozenSet[int], others: Mapping[str, FrozenSet[int]]
) -> Tuple[float, str]:
    """The largest share of ``some`` in any of ``others``, and in which."""
    shares = [(share_of(some, other), name) for name, other in sorted(others.items())]
    return max(shares, default=(0.0, ""))


def sketches(texts: Mapping[str, List[str]]) -> Dict[str, List[int]]:
    """The sketch of each text that is long enough to tell."""
    return {
        name: sketch_of(runs_of(words))
        for name, words in texts.items()
        if len(words) >= FEWEST
    }


def _number(piece: str) -> int:
    digest = hashlib.sha256(piece.encode("utf-8", "replace")).digest()
    return int.from_bytes(digest[:6], "big")
