"""Is a convolution or product really computed in 8 bits? Read off the graph."""

from typing import Any, Dict

import onnx

PROTO = onnx.TensorProto
SMALL = (PROTO.INT8, PROTO.UINT8, PROTO.INT4, PROTO.UINT4, PROTO.BOOL)
# Operators on whole numbers by their nature.
INTEGER = ("ConvInteger", "MatMulInteger", "QLinearConv", "QLinearMatMul")
# Operators that pass whole numbers on as they are.
MOVES = ("MaxPool", "Flatten", "Reshape", "Transpose", "Squeeze", "Unsqueeze")


class Precision:
    """Where each value of one graph comes from."""

    def __init__(self, model: Any) -> None:
        graph = model.graph
        self._made: Dict[str, Any] = {
            n: node for node in graph.node for n in node.output
        }
        self._stored = {tensor.name: tensor.data_type for tensor in graph.initializer}
        self._most = len(graph.node)

    def is_int8(self, node: Any) -> bool:
        """Both inputs come out of DequantizeLinear, from at most 8 bits."""
        if node.op_type in INTEGER:
            return True
        sides = [self._made.get(name) for name in list(node.input)[:2]]
        if len(sides) < 2 or not all(
            s and s.op_type == "DequantizeLinear" for s in sides
        ):
            return False
        other, weights = sides
        return self._is_stored(weights.input[0]) and self._is_quantised(other.input[0])

    def _is_stored(self, name: str) -> bool:
        return self._stored.get(name) in SMALL

    def _is_quantised(self, name: str) -> bool:
        for _ in range(self._most + 1):
            node = self._made.get(name)
            if node is None:
                return self._is_stored(name)
            if node.op_type == "QuantizeLinear":
                return self._gives_8_bits(node)
            if node.op_type not in MOVES:
                return False
            name = node.input[0]
        return False

    def _gives_8_bits(self, node: Any) -> bool:
        """Without a zero point and another wish, QuantizeLinear gives uint8."""
        wishes = [each.i for each in node.attribute if each.name == "output_dtype"]
        if any(wish and wish not in SMALL for wish in wishes):
            return False
        zero = node.input[2] if len(node.input) > 2 else ""
        return not zero or self._is_stored(zero)
