"""Say which moon each point lies on."""

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
    points = np.load(options.inputs)["points"]
    np.savez(options.out, labels=(features(points) @ model["w"] > 0).astype(np.uint8))


if __name__ == "__main__":
    main()
