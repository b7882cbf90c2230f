"""Small models, sound and unsound; imported by the programs beside it."""

import numpy as np
from onnx import TensorProto, helper, numpy_helper

node = helper.make_node
value = helper.make_tensor_value_info


def stored(name, array):
    return numpy_helper.from_array(np.asarray(array), name)


def model(nodes=None, tensors=None, *, batch="n", side=4, opset=17, more=(), inputs=()):
    """Four numbers in, three scores out, unless told otherwise."""
    nodes = nodes or [node("MatMul", ["x", "w"], ["y"], "product")]
    tensors = tensors or [stored("w", np.ones((side, 3), np.float32))]
    graph = helper.make_graph(
        nodes,
        "tiny",
        [value("x", TensorProto.FLOAT, [batch, side]), *inputs],
        [value("y", TensorProto.FLOAT, [batch, 3])],
        tensors,
    )
    opsets = [helper.make_opsetid("", opset), *more]
    return helper.make_model(graph, opset_imports=opsets, ir_version=8)


def quantised():
    """The same in 8 bits, weights and activations."""
    rng = np.random.default_rng(1)
    tensors = [
        stored("w.q", rng.integers(-90, 90, (4, 30), np.int8)),
        stored("v.q", rng.integers(-90, 90, (30, 3), np.int8)),
        stored("s", np.float32(0.1)),
        stored("z", np.uint8(3)),
    ]
    nodes = [
        node("QuantizeLinear", ["x", "s", "z"], ["x.q"]),
        node("DequantizeLinear", ["x.q", "s", "z"], ["x.d"]),
        node("DequantizeLinear", ["w.q", "s"], ["w"]),
        node("MatMul", ["x.d", "w"], ["h"]),
        node("QuantizeLinear", ["h", "s", "z"], ["h.q"]),
        node("DequantizeLinear", ["h.q", "s", "z"], ["h.d"]),
        node("DequantizeLinear", ["v.q", "s"], ["v"]),
        node("MatMul", ["h.d", "v"], ["y"]),
    ]
    return model(nodes, tensors)
