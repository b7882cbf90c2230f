"""Say which digit each image shows."""

import argparse
from pathlib import Path

import numpy as np

from train import features


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--inputs", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    model = np.load(options.model / "model.npz")
    images = np.load(options.inputs)["images"]
    scores = features(images) @ model["w"] + model["b"]
    np.savez(options.out, labels=scores.argmax(axis=1))


if __name__ == "__main__":
    main()
