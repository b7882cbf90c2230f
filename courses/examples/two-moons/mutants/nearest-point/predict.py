import argparse
from pathlib import Path

import numpy as np

parser = argparse.ArgumentParser()
parser.add_argument("--model", type=Path)
parser.add_argument("--inputs", type=Path)
parser.add_argument("--out", type=Path)
options = parser.parse_args()
model = np.load(options.model / "model.npz")
points = np.load(options.inputs)["points"]
distance = ((points[:, None] - model["points"][None]) ** 2).sum(-1)
np.savez(options.out, labels=model["labels"][distance.argmin(1)])
