"""Wrong: one answer for all fifty episodes."""

import os
from pathlib import Path

import numpy as np

weights = np.load(Path(os.environ["MODEL"]) / "model.npz")["weights"]


def act(observations):
    return int(observations[0] @ weights > 0)
