"""Draws points of two crescents; the seed decides everything."""

import numpy as np

NOISE = 0.13


def draw(count, seed):
    """Return `count` points as float32 of shape (count, 2), and the moon of each."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, 2, count)
    angle = rng.uniform(0, np.pi, count)
    sign = 1 - 2 * labels
    x = sign * np.cos(angle) + labels
    y = sign * np.sin(angle) + 0.5 * labels
    points = np.stack([x, y], 1) + rng.normal(0, NOISE, (count, 2))
    return points.astype(np.float32), labels.astype(np.uint8)
