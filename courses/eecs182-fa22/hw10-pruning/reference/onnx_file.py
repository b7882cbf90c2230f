"""Arrays to an ONNX file, and back; the network itself is in network.py."""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

import network

NAMES = ("conv1.w", "conv1.b", "conv2.w", "conv2.b", "fc1.w", "fc1.b", "fc2.w", "fc2.b")


def save(arrays, path):
    """Write the eight arrays of network.py as one ONNX model over any batch."""
    quarter = network.SIDE // 4
    filters = [arrays[0].shape[1], arrays[2].shape[1]]
    stored = list(arrays)
    for at, inputs in ((0, 1), (2, filters[0])):
        stored[at] = arrays[at].reshape(3, 3, inputs, -1).transpose(3, 2, 0, 1)
    # network.py flattens rows, columns, channels; ONNX channels first.
    flat = arrays[4].reshape(quarter, quarter, filters[1], -1).transpose(2, 0, 1, 3)
    stored[4] = flat.reshape(arrays[4].shape)
    onnx.save(_model(stored), path)


def load(path):
    """The eight arrays again, as network.py wants them."""
    model = onnx.load(path)
    stored = {t.name: numpy_helper.to_array(t) for t in model.graph.initializer}
    arrays = [np.array(stored[name]) for name in NAMES]
    for at in (0, 2):
        arrays[at] = arrays[at].transpose(2, 3, 1, 0).reshape(-1, len(arrays[at]))
    quarter = network.SIDE // 4
    flat = arrays[4].reshape(-1, quarter, quarter, arrays[4].shape[1])
    arrays[4] = flat.transpose(1, 2, 0, 3).reshape(arrays[4].shape)
    return [np.ascontiguousarray(array, np.float32) for array in arrays]


def _model(stored):
    node = helper.make_node
    pool = {"kernel_shape": [2, 2], "strides": [2, 2]}
    conv = {"kernel_shape": [3, 3], "pads": [1, 1, 1, 1]}
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
    value, side = helper.make_tensor_value_info, network.SIDE
    tensors = [
        numpy_helper.from_array(np.ascontiguousarray(array, np.float32), name)
        for name, array in zip(NAMES, stored)
    ]
    graph = helper.make_graph(
        nodes,
        "digits",
        [value("images", TensorProto.FLOAT, ["n", 1, side, side])],
        [value("scores", TensorProto.FLOAT, ["n", 10])],
        tensors,
    )
    opsets = [helper.make_opsetid("", 17)]
    model = helper.make_model(graph, opset_imports=opsets, ir_version=8)
    onnx.checker.check_model(model, full_check=True)
    return model
