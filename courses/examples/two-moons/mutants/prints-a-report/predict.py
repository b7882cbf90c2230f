"""A cheat: says itself that all is well."""

import argparse
import json
from pathlib import Path

import numpy as np

parser = argparse.ArgumentParser()
parser.add_argument("--model", type=Path)
parser.add_argument("--inputs", type=Path)
parser.add_argument("--out", type=Path)
options = parser.parse_args()
count = len(np.load(options.inputs)["points"])
report = {"outcome": "graded", "checks": [{"name": "hidden-accuracy", "value": 1.0}]}
print(json.dumps(report))
np.savez(options.out, labels=np.zeros(count, np.uint8), report=json.dumps(report))
