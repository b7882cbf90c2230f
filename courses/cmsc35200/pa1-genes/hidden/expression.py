"""Made-up expression of genes: few hidden processes, a bent response, noise."""

import numpy as np

GENES, FACTORS, ROWS, NEW = 250, 20, 400, 250
NOISE = 0.15


def draw(rng):
    """Rows to learn from, new rows, and the five genes that are wanted."""
    loads = 0.4 * rng.standard_normal((FACTORS, GENES))
    seen, fresh = (measured(rng, loads, count) for count in (ROWS, NEW))
    return seen, fresh, rng.choice(GENES, 5, replace=False)


def measured(rng, loads, count):
    """What a machine would measure in so many tumours."""
    bent = np.tanh(rng.standard_normal((count, FACTORS)) @ loads)
    return (bent + NOISE * rng.standard_normal(bent.shape)).astype(np.float32)


def r_squared(wanted, got):
    """How much of the spread is explained."""
    wanted = wanted.astype(float)
    return 1 - ((wanted - got) ** 2).sum() / ((wanted - wanted.mean()) ** 2).sum()
