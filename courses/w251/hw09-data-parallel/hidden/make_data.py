"""How train.npz was made, once: random rows, labelled by a random network."""

from pathlib import Path

import numpy as np

ROWS, WIDTH, CLASSES = 997, 64, 10

here = Path(__file__).parent
rng = np.random.default_rng(909)
rows = rng.integers(0, 256, (ROWS, WIDTH)).astype(np.uint8)
hidden = np.tanh((rows / 255 - 0.5) @ rng.normal(0, 0.5, (WIDTH, 32)))
labels = (hidden @ rng.normal(size=(32, CLASSES))).argmax(axis=1).astype(np.uint8)
for folder in (here, here.parent / "starter" / "data"):
    np.savez_compressed(folder / "train.npz", rows=rows, labels=labels)
