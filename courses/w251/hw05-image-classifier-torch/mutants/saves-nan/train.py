"""Wrong: a rate so high that the weights become NaN."""

import argparse
from pathlib import Path

import numpy as np

if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    for name in ("data", "out", "seed"):
        parser.add_argument(f"--{name}")
    options = parser.parse_args()
    weights = np.full((144, 10), 1e200)
    for _ in range(5):
        weights = weights * weights - weights
    np.savez(Path(options.out) / "model.npz", weights=weights)
