"""How long to wait before the next try."""

import random
from collections.abc import Iterator

FIRST_S = 0.5
LONGEST_S = 30.0


def delays(first_s: float = FIRST_S, longest_s: float = LONGEST_S) -> Iterator[float]:
    """Double up to ``longest_s``, each with jitter, so runners do not march in step."""
    step = first_s
    while True:
        yield step * random.uniform(0.5, 1.0)  # noqa: S311 - not a secret
        step = min(step * 2, longest_s)
