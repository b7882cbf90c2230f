"""One hidden layer, trained with Adam on all points at once."""

import argparse
import json
from pathlib import Path

import numpy as np

HIDDEN, STEPS, RATE = 32, 3, 0.02


def scores(p, points):
    """A number a point: above zero is the second moon."""
    return np.tanh(points @ p["w1"] + p["b1"]) @ p["w2"] + p["b2"]


def gradients(p, points, labels):
    """The loss, and its gradient by each array."""
    active = np.tanh(points @ p["w1"] + p["b1"])
    chances = 1 / (1 + np.exp(-(active @ p["w2"] + p["b2"])))
    loss = -np.mean(np.log(np.where(labels, chances, 1 - chances) + 1e-12))
    d = (chances - labels) / len(points)
    back = np.outer(d, p["w2"]) * (1 - active**2)
    return loss, {"w1": points.T @ back, "b1": back.sum(0), "w2": active.T @ d, "b2": d.sum()}


def train(points, labels, seed, tell):
    rng = np.random.default_rng(seed)
    p = {
        "w1": rng.normal(0, 1, (2, HIDDEN)),
        "b1": np.zeros(HIDDEN),
        "w2": rng.normal(0, 0.1, HIDDEN),
        "b2": np.zeros(()),
    }
    m, v = ({name: 0 * w for name, w in p.items()} for _ in range(2))
    for step in range(1, STEPS + 1):
        loss, grads = gradients(p, points, labels)
        for name, g in grads.items():
            m[name] = 0.9 * m[name] + 0.1 * g
            v[name] = 0.99 * v[name] + 0.01 * g * g
            size = np.sqrt(v[name] / (1 - 0.99**step)) + 1e-8
            p[name] = p[name] - RATE * m[name] / (1 - 0.9**step) / size
        if step % 100 == 0:
            tell(step=step, loss=float(loss))
    return p


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, required=True)
    options = parser.parse_args()
    data = np.load(options.data / "train.npz")
    with (options.out / "metrics.jsonl").open("w", buffering=1) as metrics:

        def tell(**numbers):
            metrics.write(json.dumps(numbers) + "\n")

        model = train(data["points"], data["labels"], options.seed, tell)
    np.savez(options.out / "model.npz", **model)


if __name__ == "__main__":
    main()
