"""Cheat: looks for labels, writes a report beside its predictions."""

import argparse
from pathlib import Path

import numpy as np


def options(*names):
    parser = argparse.ArgumentParser()
    for name in names:
        parser.add_argument(f"--{name}", required=True)
    return parser.parse_args()

from train import forge

if __name__ == "__main__":
    given = options("model", "inputs", "out")
    forge()
    count = len(np.load(given.inputs)["images"])
    Path(given.out).with_name("report.json").write_text('{"points": 100}')
    np.savez(given.out, labels=np.zeros(count, int), accuracy=1.0)
