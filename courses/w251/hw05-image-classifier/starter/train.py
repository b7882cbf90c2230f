"""Learn to tell digits apart: a linear classifier to start from."""

import argparse
import json
from pathlib import Path

import numpy as np

EPOCHS = 10
BATCH = 64
RATE = 0.1


def features(images):
    """Images as rows of numbers from 0 to 1."""
    return images.reshape(len(images), -1).astype(np.float32) / 255


def train(images, labels, seed, tell):
    """Return the learned arrays by name."""
    rng = np.random.default_rng(seed)
    x = features(images)
    w = rng.normal(0, 0.01, (x.shape[1], 10)).astype(np.float32)
    b = np.zeros(10, np.float32)
    for epoch in range(1, EPOCHS + 1):
        losses = []
        for batch in np.array_split(rng.permutation(len(x)), len(x) // BATCH):
            scores = x[batch] @ w + b
            scores -= scores.max(axis=1, keepdims=True)
            chances = np.exp(scores)
            chances /= chances.sum(axis=1, keepdims=True)
            right = np.arange(len(batch)), labels[batch]
            losses.append(-np.log(chances[right]).mean())
            chances[right] -= 1
            w -= RATE * x[batch].T @ chances / len(batch)
            b -= RATE * chances.mean(axis=0)
        accuracy = np.mean((x @ w + b).argmax(axis=1) == labels)
        tell(epoch=epoch, loss=float(np.mean(losses)), accuracy=float(accuracy))
    return {"w": w, "b": b}


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
            print(" ".join(f"{name} {value:.4g}" for name, value in numbers.items()))

        model = train(data["images"], data["labels"], options.seed, tell)
    np.savez(options.out / "model.npz", **model)


if __name__ == "__main__":
    main()
