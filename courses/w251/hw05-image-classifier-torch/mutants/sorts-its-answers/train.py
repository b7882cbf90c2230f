"""Weak: the mean image of every digit; its answers come in another order."""

import argparse
from pathlib import Path

import numpy as np

if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    for name in ("data", "out", "seed"):
        parser.add_argument(f"--{name}")
    options = parser.parse_args()
    data = np.load(Path(options.data) / "train.npz")
    images, labels = data["images"] / 255, data["labels"]
    means = np.stack([images[labels == digit].mean(axis=0) for digit in range(10)])
    np.savez(Path(options.out) / "model.npz", means=means)
