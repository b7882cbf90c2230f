"""Prune step by step, and train what is left after each step.

python prune.py --data ../starter/data --out model.onnx
"""

import argparse
from pathlib import Path

import numpy as np
import onnx_file
from network import features, gradients, scores

STEPS = ((0.50, 4), (0.70, 5), (0.80, 6), (0.85, 8), (0.87, 24))  # share of zeros, epochs after it
SPARED = {0: 0.6, 6: 0.8}  # the first and last layer lose less
BATCH, RATE, NOISE, DROP = 64, 1.5e-3, 0.15, 0.1


def masks_of(arrays, share):
    """What stays: in every layer the largest weights, all biases."""
    masks = []
    for at, array in enumerate(arrays):
        cut = np.quantile(np.abs(array), share * SPARED.get(at, 1.0))
        masks.append(np.abs(array) > cut if array.ndim == 2 else np.ones_like(array))
    return [mask.astype(np.float32) for mask in masks]


def train(p, masks, data, epochs, rng, rate=RATE):
    """Adam with a cosine schedule; what was pruned stays zero."""
    x, labels = features(data["images"]), data["labels"]
    m, v = [0 * w for w in p], [0 * w for w in p]
    count = len(x) // BATCH
    for step in range(1, epochs * count + 1):
        if step % count == 1:
            batches = rng.permutation(len(x))[: count * BATCH].reshape(count, BATCH)
        batch = batches[step % count]
        moved = np.roll(x[batch], tuple(rng.integers(-1, 2, 2)), axis=(1, 2))
        noisy = moved + NOISE * rng.standard_normal(moved.shape, dtype=np.float32)
        _, grads = gradients(p, noisy, labels[batch], rng, DROP)
        now = rate * 0.5 * (1 + np.cos(np.pi * step / (epochs * count)))
        for i, g in enumerate(grads):
            m[i] += 0.1 * (g - m[i])
            v[i] += 0.001 * (g * g - v[i])
            change = (m[i] / (1 - 0.9**step)) / (np.sqrt(v[i] / (1 - 0.999**step)) + 1e-8)
            p[i] = ((p[i] - now * change) * masks[i]).astype(np.float32)
    return p


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    data = np.load(options.data / "train.npz")
    p = onnx_file.load(options.data / "dense.onnx")
    rng = np.random.default_rng(10)
    for share, epochs in STEPS:
        masks = masks_of(p, share)
        p = train([w * mask for w, mask in zip(p, masks)], masks, data, epochs, rng)
        right = scores(p, features(data["images"])).argmax(axis=1) == data["labels"]
        print(f"{100 * share:.0f} % zeros: {right.mean():.4f} of the training pictures", flush=True)
    onnx_file.save(p, options.out)


if __name__ == "__main__":
    main()
