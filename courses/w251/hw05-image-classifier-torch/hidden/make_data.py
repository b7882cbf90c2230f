"""How the files of this assignment were made, once; needs scikit-learn.

The digits are the test part of the UCI "Optical Recognition of Handwritten Digits"
data set (E. Alpaydin, C. Kaynak), as scikit-learn ships it. A third of them is never
in the public set: the hidden images are drawn from that third.
"""

from pathlib import Path

import numpy as np
from distort import draw
from sklearn.datasets import load_digits

here = Path(__file__).parent
data = here.parent / "starter" / "data"
digits = load_digits()
order = np.random.default_rng(251).permutation(len(digits.images))
public, held_out = order[:1197], order[1197:]

np.savez_compressed(
    here / "digits.npz",
    images=digits.images[held_out].astype(np.uint8),
    labels=digits.target[held_out].astype(np.uint8),
)
images, labels = draw(digits.images[public], digits.target[public], 8000, 5)
np.savez_compressed(data / "train.npz", images=images, labels=labels.astype(np.uint8))
images, _ = draw(digits.images[public], digits.target[public], 50, 6)
np.savez_compressed(data / "example.npz", images=images)
