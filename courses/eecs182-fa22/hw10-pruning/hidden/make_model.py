"""Makes the files that this assignment hands out; run once, in the image `onnx`.

    docker run --rm -v "$PWD/courses:/courses" assay/onnx:TAG \
        python3 -B /courses/eecs182-fa22/hw10-pruning/hidden/make_model.py

The digits are those of W251's homework 5: the public two thirds are in its training
set, handed out here again; the hidden third is in digits.npz.
"""

import shutil
import sys
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
DATA = HERE.parent / "starter" / "data"
HW05 = HERE.parents[2] / "w251" / "hw05-image-classifier"
sys.path.insert(0, str(HERE.parent / "reference"))

import network  # noqa: E402
import onnx_file  # noqa: E402
from prune import train  # noqa: E402


def main():
    whole = np.load(HW05 / "starter" / "data" / "train.npz")
    shutil.copyfile(HW05 / "starter" / "data" / "train.npz", DATA / "train.npz")
    p = network.initialise(np.random.default_rng(182))
    data = {"images": whole["images"], "labels": whole["labels"]}
    ones = [np.ones_like(w) for w in p]
    p = train(p, ones, data, 20, np.random.default_rng(183), rate=2e-3)
    onnx_file.save(p, DATA / "dense.onnx")


if __name__ == "__main__":
    main()
