"""Quantise the supplied network: static, 8 bits for weights and activations.

python quantize.py --data ../starter/data --out model.onnx
"""

import argparse
import tempfile
from pathlib import Path

import numpy as np
import onnx
from onnxruntime.quantization import (
    CalibrationDataReader,
    CalibrationMethod,
    QuantFormat,
    QuantType,
    quantize_static,
)


def features(images):
    """Every image with the same brightness and contrast, as the network wants it."""
    x = images.reshape(len(images), -1).astype(np.float32)
    x = (x - x.mean(axis=1, keepdims=True)) / (x.std(axis=1, keepdims=True) + 1e-6)
    return x.reshape(-1, 1, 12, 12)


class Pictures(CalibrationDataReader):
    """The calibration pictures, fifty at a time."""

    def __init__(self, path):
        images = features(np.load(path)["images"])
        self.batches = iter(np.array_split(images, 10))

    def get_next(self):
        batch = next(self.batches, None)
        return None if batch is None else {"images": batch}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        # It writes beside the model, and the data may be read-only.
        source = Path(folder) / "float.onnx"
        source.write_bytes((options.data / "float.onnx").read_bytes())
        quantize_static(
            source,
            options.out,
            Pictures(options.data / "calibration.npz"),
            quant_format=QuantFormat.QDQ,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
            calibrate_method=CalibrationMethod.MinMax,
        )
    model = onnx.load(options.out)
    model.producer_name = model.doc_string = ""
    onnx.save(model, options.out)


if __name__ == "__main__":
    main()
