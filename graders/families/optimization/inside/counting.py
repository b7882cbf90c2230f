"""Counts the numbers that a parsed model stores, wherever they are put."""

from typing import Any, NamedTuple

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


class Numbers(NamedTuple):
    """How many numbers are stored: all, and some among them."""

    everything: int
    zeros: int
    small: int  # of at most 8 bits
    biases: int


def numbers(model: Any) -> Numbers:
    """Count every stored number but those of scales and shapes."""
    everything = zeros = small = biases = 0
    for tensor in tensors(model):
        array = _array(tensor)
        if array.size <= FEW:
            continue
        everything += array.size
        zeros += int(array.size - numpy.count_nonzero(array))
        small += array.size if tensor.data_type in SMALL else 0
        biases += array.size if _is_bias(array, tensor.data_type) else 0
    listed = sum(
        len(getattr(attribute, kind))
        for node in model.graph.node
        for attribute in node.attribute
        for kind in LISTS
        if len(getattr(attribute, kind)) > FEW
    )
    return Numbers(everything + listed, zeros, small, biases)


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
