"""Counts the numbers that a parsed model stores, wherever they are put."""

from typing import Any, Tuple

import numpy
import onnx
from onnx import numpy_helper

from .facts import RefusedError
from .precision import SMALL
from .reading import name_of, tensors

PROTO = onnx.TensorProto
FLOATS = (PROTO.FLOAT, PROTO.FLOAT16, PROTO.BFLOAT16, PROTO.DOUBLE)
KINDS = (*SMALL, *FLOATS, PROTO.INT32, PROTO.INT64)
FEW = 16  # a scale, a shape: not counted as data
MOST_BIASES = 4096
MOST_NODES = 2000
LISTS = ("floats", "ints")


def expect_few_nodes(model: Any) -> None:
    """Refuse graphs that would take long to look at."""
    if len(model.graph.node) > MOST_NODES:
        raise RefusedError(
            f"model.onnx has {len(model.graph.node)} nodes; {MOST_NODES} are taken."
        )


def numbers(model: Any) -> Tuple[int, int, int]:
    """How many numbers are stored: all, zeros among them, those of at most 8 bits."""
    everything = zeros = small = 0
    for tensor in tensors(model):
        array = _array(tensor)
        if array.size <= FEW or _is_bias(array, tensor.data_type):
            continue
        everything += array.size
        zeros += int(array.size - numpy.count_nonzero(array))
        small += array.size if tensor.data_type in SMALL else 0
    listed = sum(
        len(getattr(attribute, kind))
        for node in model.graph.node
        for attribute in node.attribute
        for kind in LISTS
        if len(getattr(attribute, kind)) > FEW
    )
    return everything + listed, zeros, small


def _is_bias(array: Any, kind: int) -> bool:
    """A quantised layer's bias has 32 bits, and so have its scales: one a channel."""
    few = array.ndim == 1 and array.size <= MOST_BIASES
    return few and kind in (PROTO.INT32, PROTO.FLOAT)


def _array(tensor: Any) -> Any:
    if tensor.data_type not in KINDS:
        kind = PROTO.DataType.Name(tensor.data_type)
        said = f"The tensor {name_of(tensor.name)} holds {kind}; that is not taken."
        raise RefusedError(said)
    try:
        return numpy_helper.to_array(tensor)
    except Exception as error:  # a hostile file may raise anything
        said = f"The tensor {name_of(tensor.name)} has other data than its shape says."
        raise RefusedError(said) from error
