"""Say which digit each image shows."""

import argparse
from pathlib import Path

import numpy as np
from network import features, scores


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--inputs", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    saved = np.load(options.model / "model.npz")
    arrays = [saved[f"arr_{i}"] for i in range(len(saved.files))]
    images = np.load(options.inputs)["images"]
    np.savez(options.out, labels=scores(arrays, features(images)).argmax(axis=1))


if __name__ == "__main__":
    main()
