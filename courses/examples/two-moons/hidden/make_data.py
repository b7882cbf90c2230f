"""How the public files of this assignment were made, once."""

from pathlib import Path

import numpy as np
from moons import draw

data = Path(__file__).parent.parent / "starter" / "data"
data.mkdir(parents=True, exist_ok=True)
points, labels = draw(600, 1)
np.savez_compressed(data / "train.npz", points=points, labels=labels)
np.savez_compressed(data / "example.npz", points=draw(20, 2)[0])
