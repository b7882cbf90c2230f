"""Draws points of eight clouds; where the clouds are never changes."""

import numpy as np

CLASSES, SIZE, NOISE = 8, 32, 1.6
CENTRES = np.random.default_rng(8).normal(size=(CLASSES, SIZE))


def draw(count, seed):
    """Return `count` points as float32 of shape (count, 32), and the cloud of each."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, CLASSES, count)
    points = CENTRES[labels] + rng.normal(0, NOISE, (count, SIZE))
    return points.astype(np.float32), labels.astype(np.int64)
