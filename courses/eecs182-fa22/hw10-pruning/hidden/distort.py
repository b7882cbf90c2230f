"""Draws digits turned, moved, faded and noisy; the seed decides everything."""

import numpy as np

SIDE = 12  # pixels of a drawn image
BASE = 8  # pixels of a digit before it is drawn
EDGE = 2  # empty pixels around it


def draw(digits, labels, count, seed):
    """Return `count` uint8 images of 12 x 12 pixels, and what they show."""
    rng = np.random.default_rng(seed)
    chosen = rng.integers(0, len(digits), count)
    images = sample(digits[chosen] / 16.0, *transforms(count, rng))
    contrast = rng.uniform(0.45, 1.0, (count, 1, 1))
    floor = rng.uniform(0.0, 0.3, (count, 1, 1))
    noise = rng.uniform(0.01, 0.03, (count, 1, 1)) * rng.normal(size=images.shape)
    images = floor + (1 - floor) * contrast * images + noise
    return (np.clip(images, 0, 1) * 255).astype(np.uint8), labels[chosen]


def transforms(count, rng):
    """One map from pixels to digit for each image: rotation, size, slant, shift."""
    turn = np.deg2rad(rng.uniform(-12, 12, count))
    size = rng.uniform(0.78, 0.95, count)
    slant = rng.uniform(-0.15, 0.15, count)
    cos, sin = np.cos(turn) * size, np.sin(turn) * size
    matrix = np.stack([cos, -sin + slant * cos, sin, cos + slant * sin], 1)
    return matrix.reshape(count, 2, 2), rng.uniform(-0.8, 0.8, (count, 2))


def sample(digits, matrix, shift):
    """Each digit where its map sends the pixels, between four neighbours."""
    axis = np.arange(SIDE) - (SIDE - 1) / 2
    grid = np.stack(np.meshgrid(axis, axis, indexing="ij"), -1).reshape(-1, 2)
    points = np.einsum("nij,pj->npi", matrix, grid) + shift[:, None] + (BASE - 1) / 2
    points = np.clip(points + EDGE, 0, BASE + 2 * EDGE - 1.001)
    padded = np.pad(digits, ((0, 0), (EDGE, EDGE), (EDGE, EDGE)))
    low = points.astype(int)
    down, right = np.moveaxis(points - low, -1, 0)
    row, column = np.moveaxis(low, -1, 0)
    which = np.arange(len(digits))[:, None]
    upper = padded[which, row, column] * (1 - right) + padded[which, row, column + 1] * right
    lower = padded[which, row + 1, column] * (1 - right) + padded[which, row + 1, column + 1] * right
    return (upper * (1 - down) + lower * down).reshape(-1, SIDE, SIDE)
