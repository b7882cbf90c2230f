"""A cheat: keeps the labels of the training set, as if the order were the same."""

import argparse
from pathlib import Path

import numpy as np

parser = argparse.ArgumentParser()
parser.add_argument("--data", type=Path)
parser.add_argument("--out", type=Path)
parser.add_argument("--seed", type=int)
options = parser.parse_args()
labels = np.load(options.data / "train.npz")["labels"]
np.savez(options.out / "model.npz", labels=labels)
