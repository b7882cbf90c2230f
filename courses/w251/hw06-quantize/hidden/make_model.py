"""Makes the files that this assignment hands out; run once, in the image `onnx`.

    docker run --rm -v "$PWD/courses:/courses" assay/onnx:TAG \
        python3 /courses/w251/hw06-quantize/hidden/make_model.py

It trains the network of homework 5, three times as wide, on the data of homework 5, and
saves it as `float.onnx`; the calibration pictures are public ones.
"""

import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

HERE = Path(__file__).resolve().parent
DATA = HERE.parent / "starter" / "data"
HW05 = HERE.parents[1] / "hw05-image-classifier"
SIDE, OPSET, IR = 12, 17, 8
sys.path.insert(0, str(HW05 / "reference"))

import network  # noqa: E402
from train import train  # noqa: E402


def export(p):
    """The learned arrays as an ONNX graph over batches of any size."""
    first, second = network.FILTERS
    flat = p[4].reshape(SIDE // 4, SIDE // 4, second, -1).transpose(2, 0, 1, 3)
    arrays = {
        "conv1.w": p[0].reshape(3, 3, 1, first).transpose(3, 2, 0, 1),
        "conv1.b": p[1],
        "conv2.w": p[2].reshape(3, 3, first, second).transpose(3, 2, 0, 1),
        "conv2.b": p[3],
        "fc1.w": flat.reshape(-1, network.HIDDEN),
        "fc1.b": p[5],
        "fc2.w": p[6],
        "fc2.b": p[7],
    }
    pool = {"kernel_shape": [2, 2], "strides": [2, 2]}
    conv = {"kernel_shape": [3, 3], "pads": [1, 1, 1, 1]}
    node = helper.make_node
    nodes = [
        node("Conv", ["images", "conv1.w", "conv1.b"], ["a1"], "conv1", **conv),
        node("Relu", ["a1"], ["r1"], "relu1"),
        node("MaxPool", ["r1"], ["m1"], "pool1", **pool),
        node("Conv", ["m1", "conv2.w", "conv2.b"], ["a2"], "conv2", **conv),
        node("Relu", ["a2"], ["r2"], "relu2"),
        node("MaxPool", ["r2"], ["m2"], "pool2", **pool),
        node("Flatten", ["m2"], ["f"], "flatten"),
        node("Gemm", ["f", "fc1.w", "fc1.b"], ["a3"], "fc1"),
        node("Relu", ["a3"], ["r3"], "relu3"),
        node("Gemm", ["r3", "fc2.w", "fc2.b"], ["scores"], "fc2"),
    ]
    value = helper.make_tensor_value_info
    graph = helper.make_graph(
        nodes,
        "digits",
        [value("images", TensorProto.FLOAT, ["n", 1, SIDE, SIDE])],
        [value("scores", TensorProto.FLOAT, ["n", 10])],
        [
            numpy_helper.from_array(np.ascontiguousarray(a, np.float32), name)
            for name, a in arrays.items()
        ],
    )
    opset = [helper.make_opsetid("", OPSET)]
    model = helper.make_model(graph, opset_imports=opset, ir_version=IR)
    model.producer_name = "assay"
    onnx.checker.check_model(model, full_check=True)
    return model


def main():
    network.FILTERS, network.HIDDEN = (64, 96), 160
    public = np.load(HW05 / "starter" / "data" / "train.npz")
    images, labels = public["images"], public["labels"]
    tell = lambda **numbers: print(numbers, flush=True)  # noqa: E731
    p = train(images, labels, 6, tell)
    onnx.save(export(p), DATA / "float.onnx")
    chosen = np.random.default_rng(6).choice(len(images), 500, replace=False)
    np.savez_compressed(
        DATA / "calibration.npz", images=images[chosen], labels=labels[chosen]
    )


if __name__ == "__main__":
    main()
