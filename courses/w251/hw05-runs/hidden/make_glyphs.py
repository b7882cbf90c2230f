"""Draws small pictures of ten made-up letters; for the judge and for starter/data.

`python make_glyphs.py` writes starter/data/glyphs.npz again.
"""

from pathlib import Path

import numpy as np

PUBLIC_SEED, LETTERS_SEED = 505, 5
SIDE, CLASSES, NOISE = 10, 10, 0.9


def letters():
    """One picture of each class: blots that run into each other."""
    rng = np.random.default_rng(LETTERS_SEED)
    raw = rng.normal(size=(CLASSES, SIDE, SIDE))
    for axis in (1, 2):
        raw = raw + np.roll(raw, 1, axis) + np.roll(raw, -1, axis)
    return (raw / np.abs(raw).max(axis=(1, 2), keepdims=True)).round(6)


def draw(rng, count):
    """Letters that were pushed about, sometimes inverted, under noise; rows and labels."""
    known, labels = letters(), rng.integers(0, CLASSES, count)
    moves = rng.integers(-1, 2, (count, 2))
    signs = rng.choice([-1.0, 1.0], count)
    noise = rng.normal(0, NOISE * 0.5, (count, SIDE, SIDE))
    rows = [
        sign * np.roll(known[label], tuple(move), (0, 1))
        for label, move, sign in zip(labels, moves, signs)
    ]
    return (np.array(rows) + noise).reshape(count, -1).round(3), labels


def public():
    """What lies in starter/data."""
    rng = np.random.default_rng(PUBLIC_SEED)
    images, labels = draw(rng, 3000)
    valid_images, valid_labels = draw(rng, 500)
    return {
        "images": images.astype(np.float32),
        "labels": labels.astype(np.uint8),
        "valid_images": valid_images.astype(np.float32),
        "valid_labels": valid_labels.astype(np.uint8),
    }


if __name__ == "__main__":
    place = Path(__file__).resolve().parents[1] / "starter" / "data"
    place.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(place / "glyphs.npz", **public())
