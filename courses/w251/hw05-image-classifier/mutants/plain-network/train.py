"""Weak: a fully connected network, briefly trained; better than a linear one."""

import argparse
from pathlib import Path

import numpy as np


def options(*names):
    parser = argparse.ArgumentParser()
    for name in names:
        parser.add_argument(f"--{name}", required=True)
    return parser.parse_args()


def features(images):
    x = images.reshape(len(images), -1).astype(np.float32)
    return (x - x.mean(1, keepdims=True)) / (x.std(1, keepdims=True) + 1e-6)


def train(x, labels, rng):
    w = rng.normal(0, 0.1, (144, 64)).astype(np.float32)
    u = rng.normal(0, 0.1, (64, 10)).astype(np.float32)
    for _ in range(12):
        for batch in np.array_split(rng.permutation(len(x)), len(x) // 64):
            hidden = np.maximum(x[batch] @ w, 0)
            q = np.exp(hidden @ u)
            q /= q.sum(axis=1, keepdims=True)
            q[np.arange(len(batch)), labels[batch]] -= 1
            back = (q @ u.T) * (hidden > 0)
            u -= 0.1 * hidden.T @ q / len(batch)
            w -= 0.1 * x[batch].T @ back / len(batch)
    return {"w": w, "u": u}


if __name__ == "__main__":
    given = options("data", "out", "seed")
    data = np.load(Path(given.data) / "train.npz")
    rng = np.random.default_rng(int(given.seed))
    model = train(features(data["images"]), data["labels"], rng)
    np.savez(Path(given.out) / "model.npz", **model)
