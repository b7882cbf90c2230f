"""Wrong, and an attack where somebody unpickles: an object called model.npz."""

import os
import pickle

import argparse
from pathlib import Path

import numpy as np


def options(*names):
    parser = argparse.ArgumentParser()
    for name in names:
        parser.add_argument(f"--{name}", required=True)
    return parser.parse_args()


class Model:
    def __reduce__(self):
        return os.getcwd, ()


if __name__ == "__main__":
    with open(Path(options("data", "out", "seed").out) / "model.npz", "wb") as file:
        pickle.dump(Model(), file)
