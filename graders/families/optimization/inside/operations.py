"""How much a model computes for one row, and how much of it in 8 bits."""

from math import prod
from typing import Any, Dict, List, Tuple

import onnx

from .facts import RefusedError
from .precision import Precision
from .reading import name_of

CONVOLUTIONS = ("Conv", "QLinearConv", "ConvInteger")
PRODUCTS = ("MatMul", "Gemm", "QLinearMatMul", "MatMulInteger")


def operations_per_row(model: Any) -> Tuple[int, int]:
    """Multiplications and additions of convolutions and products: all, in 8 bits."""
    shapes = _shapes(onnx.shape_inference.infer_shapes(model))
    precision = Precision(model)
    everything = small = 0
    for node in model.graph.node:
        if node.op_type in (*CONVOLUTIONS, *PRODUCTS):
            count = _operations(node, shapes)
            everything += count
            small += count if precision.is_int8(node) else 0
    return everything, small


def _operations(node: Any, shapes: Dict[str, List[int]]) -> int:
    """Refuses what it cannot count: else work could be hidden."""
    made = shapes.get(node.output[0], [])[1:]
    at = 3 if node.op_type.startswith("QLinear") else 1
    weights = shapes.get(node.input[at], []) if len(node.input) > at else []
    is_known = bool(made and weights and all(made) and all(weights))
    if is_known and node.op_type in CONVOLUTIONS:
        return 2 * prod(made) * prod(weights[1:])
    if is_known and len(weights) == 2:
        return 2 * prod(weights) * prod(made[:-1])
    said = f"The shapes of {name_of(node.name or node.output[0])} cannot be inferred"
    raise RefusedError(
        f"{said}; only the batch may be open.",
        "onnx.shape_inference.infer_shapes shows what is known.",
    )


def _shapes(model: Any) -> Dict[str, List[int]]:
    """Each value's dimensions; 0 where one is not a number."""
    graph = model.graph
    values = [*graph.input, *graph.value_info, *graph.output]
    found = {
        value.name: [each.dim_value for each in value.type.tensor_type.shape.dim]
        for value in values
    }
    found.update({tensor.name: list(tensor.dims) for tensor in graph.initializer})
    return found
