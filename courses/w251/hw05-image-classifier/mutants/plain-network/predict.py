"""Weak: predicts with the plain network."""

import argparse
from pathlib import Path

import numpy as np


def options(*names):
    parser = argparse.ArgumentParser()
    for name in names:
        parser.add_argument(f"--{name}", required=True)
    return parser.parse_args()

from train import features

if __name__ == "__main__":
    given = options("model", "inputs", "out")
    model = np.load(Path(given.model) / "model.npz")
    x = features(np.load(given.inputs)["images"])
    scores = np.maximum(x @ model["w"], 0) @ model["u"]
    np.savez(given.out, labels=scores.argmax(axis=1))
