"""Learn a straight line between the moons."""

import argparse
from pathlib import Path

import numpy as np


def features(points):
    """What the classifier sees of a point."""
    return np.hstack([points, np.ones((len(points), 1), np.float32)])


def train(points, labels, seed):
    """Return the learned arrays by name."""
    rng = np.random.default_rng(seed)
    x = features(points)
    w = rng.normal(0, 0.01, x.shape[1])
    for _ in range(500):
        chances = 1 / (1 + np.exp(-x @ w))
        w -= 0.5 * x.T @ (chances - labels) / len(x)
    return {"w": w}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, required=True)
    options = parser.parse_args()
    data = np.load(options.data / "train.npz")
    model = train(data["points"], data["labels"], options.seed)
    np.savez(options.out / "model.npz", **model)


if __name__ == "__main__":
    main()
