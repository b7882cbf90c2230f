"""Prints what is counted in small models."""

import json

import numpy as np
from models import model, node, quantised, stored
from onnx import TensorProto, helper
from optimization.facts import read
from optimization.inspecting import inspect

from graders.protocol.codec import to_wire


def facts(made):
    return inspect(made.SerializeToString(), {})


def in_constant():
    zeros = np.zeros((4, 30), np.float32)
    zeros[0] = 1
    nodes = [
        node("Constant", [], ["w"], value=stored("w", zeros)),
        node("MatMul", ["x", "w"], ["h"]),
        node("MatMul", ["h", "v"], ["y"]),
    ]
    return model(nodes, [stored("v", np.ones((30, 3), np.float32))])


def weights_only():
    tensors = [stored("w.q", np.ones((4, 30), np.int8)), stored("s", np.float32(1))]
    tensors.append(stored("v", np.ones((30, 3), np.float32)))
    nodes = [
        node("DequantizeLinear", ["w.q", "s"], ["w"]),
        node("MatMul", ["x", "w"], ["h"]),
        node("MatMul", ["h", "v"], ["y"]),
    ]
    return model(nodes, tensors)


def sixteen_bits():
    """QuantizeLinear to 16 bits, by an attribute instead of a zero point."""
    made = quantised()
    made.opset_import[0].version = 21
    made.ir_version = 10
    for each in made.graph.node:
        if each.op_type == "QuantizeLinear":
            each.attribute.append(
                helper.make_attribute("output_dtype", TensorProto.UINT16)
            )
        if "z" in each.input:
            each.input.remove("z")
    return made


found = {
    "quantised": facts(quantised()),
    "constant": facts(in_constant()),
    "weights-only": facts(weights_only()),
    "sixteen": facts(sixteen_bits()),
}
shares = {
    name: {
        "int8": each.int8_share,
        "compute": each.int8_compute_share,
        "zero": each.zero_share,
        "numbers": each.numbers,
        "operations": each.operations_per_row,
    }
    for name, each in found.items()
}
wire = json.loads(json.dumps(to_wire(found["quantised"])))
shares["survives"] = read(wire) == found["quantised"]
print(json.dumps(shares))
