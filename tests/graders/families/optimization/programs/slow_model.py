"""Prints a small model that computes for very long."""

import base64
import json

import numpy as np
from models import node, stored
from onnx import TensorProto, helper

value = helper.make_tensor_value_info
side, steps = 400, 1900
chain = [node("MatMul", [f"a{k}", "w"], [f"a{k + 1}"]) for k in range(steps)]
graph = helper.make_graph(
    [
        node("Flatten", ["images"], ["flat"]),
        node("MatMul", ["flat", "in"], ["a0"]),
        *chain,
        node("MatMul", [f"a{steps}", "out"], ["scores"]),
    ],
    "slow",
    [value("images", TensorProto.FLOAT, ["n", 1, 12, 12])],
    [value("scores", TensorProto.FLOAT, ["n", 10])],
    [
        stored("in", np.zeros((144, side), np.float32)),
        stored("w", np.full((side, side), 1 / side, np.float32)),
        stored("out", np.zeros((side, 10), np.float32)),
    ],
)
made = helper.make_model(
    graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8
)
print(json.dumps(base64.b64encode(made.SerializeToString()).decode()))
