"""What goes in and what comes out: one tensor each, over batches of any size."""

from typing import Any, Tuple

import onnx

from .facts import RefusedError
from .reading import name_of

FLOAT = onnx.TensorProto.FLOAT


def input_of(model: Any) -> Tuple[str, Tuple[int, ...]]:
    """The one input's name and its shape without the batch."""
    stored = {tensor.name for tensor in model.graph.initializer}
    inputs = [each for each in model.graph.input if each.name not in stored]
    if len(inputs) != 1:
        raise RefusedError(f"The model has {len(inputs)} inputs; it must have one.")
    shape = _expect_any_batch(inputs[0], "input")
    rest = tuple(dimension.dim_value for dimension in shape[1:])
    if not all(rest):
        raise RefusedError("The input's dimensions after the batch must be numbers.")
    return inputs[0].name, rest


def output_of(model: Any) -> str:
    """The one output's name."""
    outputs = list(model.graph.output)
    if len(outputs) != 1:
        raise RefusedError(f"The model has {len(outputs)} outputs; it must have one.")
    _expect_any_batch(outputs[0], "output")
    return str(outputs[0].name)


def _expect_any_batch(value: Any, side: str) -> Any:
    name = name_of(value.name)
    tensor = value.type.tensor_type
    if tensor.elem_type != FLOAT:
        raise RefusedError(f"The {side} {name} must be a tensor of 32-bit floats.")
    shape = list(tensor.shape.dim)
    if not shape:
        raise RefusedError(f"The {side} {name} has no shape.")
    if shape[0].HasField("dim_value"):
        raise RefusedError(
            f"The {side} {name} has a fixed batch of {shape[0].dim_value}; "
            "it must take batches of any size.",
            'Name the first dimension instead: dim_param = "n".',
        )
    return shape
