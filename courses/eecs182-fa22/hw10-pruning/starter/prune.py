"""Prune the supplied network. As it is, it sets the smaller half of its weights to 0.

python prune.py --data data --out model.onnx
"""

import argparse
from pathlib import Path

import numpy as np
import onnx_file


def smallest(array, share):
    """Where the weights are that matter least, going by their size."""
    return np.abs(array) <= np.quantile(np.abs(array), share)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    arrays = onnx_file.load(options.data / "dense.onnx")
    for array in arrays:
        if array.ndim == 2:
            array[smallest(array, 0.5)] = 0
    # Your part: which weights, how many in which layer, and training what is left.
    onnx_file.save(arrays, options.out)


if __name__ == "__main__":
    main()
