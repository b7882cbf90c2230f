"""Train the network of network.py with Adam, a cosine schedule and small shifts."""

import argparse
import json
from pathlib import Path

import numpy as np
from network import features, gradients, initialise, scores

EPOCHS = 16
BATCH = 64
RATE = 2e-3
DECAY = 0.01
DROP = 0.3
NOISE = 0.15


def moved(x, rng):
    """A batch shifted by at most a pixel, with a little noise."""
    x = np.roll(x, tuple(rng.integers(-1, 2, 2)), axis=(1, 2))
    return x + NOISE * rng.standard_normal(x.shape, dtype=np.float32)


def train(images, labels, seed, tell):
    """Return the learned arrays."""
    rng = np.random.default_rng(seed)
    x = features(images)
    p = initialise(rng)
    m, v = [0 * w for w in p], [0 * w for w in p]
    steps, step = EPOCHS * (len(x) // BATCH), 0
    for epoch in range(1, EPOCHS + 1):
        losses = []
        for batch in rng.permutation(len(x))[: steps // EPOCHS * BATCH].reshape(-1, BATCH):
            loss, grads = gradients(p, moved(x[batch], rng), labels[batch], rng, DROP)
            losses.append(loss)
            step += 1
            rate = RATE * 0.5 * (1 + np.cos(np.pi * step / steps))
            for i, g in enumerate(grads):
                m[i] += 0.1 * (g - m[i])
                v[i] += 0.001 * (g * g - v[i])
                change = (m[i] / (1 - 0.9**step)) / (np.sqrt(v[i] / (1 - 0.999**step)) + 1e-8)
                decay = DECAY * p[i] if p[i].ndim == 2 else 0
                p[i] -= (rate * (change + decay)).astype(np.float32)
        seen = scores(p, x[:1000]).argmax(axis=1)
        accuracy = float(np.mean(seen == labels[:1000]))
        tell(epoch=epoch, loss=float(np.mean(losses)), accuracy=accuracy)
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
            print(" ".join(f"{name} {value:.4g}" for name, value in numbers.items()))

        arrays = train(data["images"], data["labels"], options.seed, tell)
    np.savez(options.out / "model.npz", *arrays)


if __name__ == "__main__":
    main()
