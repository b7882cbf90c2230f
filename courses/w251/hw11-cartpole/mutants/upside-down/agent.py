"""Wrong: a sign is mixed up, so every push makes it worse."""

import os
from pathlib import Path

import numpy as np

model = np.load(Path(os.environ["MODEL"]) / "model.npz")
weights = model["weights"]


def act(observations):
    """0 or 1 for every row of observations."""
    return (observations @ weights < 0).astype(int)
