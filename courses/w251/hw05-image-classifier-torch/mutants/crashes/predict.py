"""Say which digit each image shows."""

import argparse
from pathlib import Path

import numpy as np
import torch
from network import as_tensor, load


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--inputs", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    network = load(options.model / "model.npz")
    with torch.no_grad():
        scores = network(as_tensor(np.load(options.inputs)["images"]))
    np.savez(options.out, labels=scores.argmax(1).numpy())


if __name__ == "__main__":
    main()
