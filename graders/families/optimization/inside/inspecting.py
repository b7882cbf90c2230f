"""python -m optimization inspecting ORDERS MODEL REFERENCE OUT: looks, runs nothing."""

import hashlib
import zlib
from pathlib import Path
from typing import Any, Dict

from graders.protocol.codec import to_wire
from graders.protocol.orders import read_orders

from . import counting, reading, shapes
from .facts import Facts, RefusedError, write
from .operations import operations_per_row

FILE = "model.onnx"
PACKING = 9  # zlib's level: the one fixed compression behind every size


def inspect(data: bytes, options: Dict[str, Any]) -> Facts:
    """The facts of one file; raise RefusedError."""
    model = reading.parse(data, max_mib=float(options.get("max_model_mib", 4)))
    counting.expect_few_nodes(model)
    reading.expect_self_contained(model)
    opset = reading.expect_standard(
        model,
        low=int(options.get("opset_min", 13)),
        high=int(options.get("opset_max", 21)),
    )
    input_name, input_shape = shapes.input_of(model)
    output_name = shapes.output_of(model)
    reading.expect_whole(model)
    stored = counting.numbers(model)
    operations, in_int8 = operations_per_row(model)
    return Facts(
        sha256=hashlib.sha256(data).hexdigest(),
        file_bytes=len(data),
        packed_bytes=len(zlib.compress(data, PACKING)),
        opset=opset,
        operators=tuple(sorted({node.op_type for node in model.graph.node})),
        nodes=len(model.graph.node),
        numbers=stored.everything,
        zeros=stored.zeros,
        int8_numbers=stored.small,
        biases=stored.biases,
        operations_per_row=operations,
        int8_operations_per_row=in_int8,
        input_name=input_name,
        input_shape=input_shape,
        output_name=output_name,
    )


def main(orders: str, model: str, reference: str, out: str) -> None:
    """Inspect the reference, which must be sound, then what was handed in."""
    options = read_orders(Path(orders)).options
    answer: Dict[str, Any] = {"refused": None}
    answer["reference"] = inspect((Path(reference) / FILE).read_bytes(), options)
    try:
        facts = inspect((Path(model) / FILE).read_bytes(), options)
        expect_same_input(facts, answer["reference"])
        answer["model"] = facts
        say(facts, answer["reference"])
    except RefusedError as error:
        answer["refused"] = {"sentence": error.sentence, "hint": error.hint}
        print(error.sentence, error.hint)  # noqa: T201 - the stage's public log
    write(Path(out), to_wire(answer))


def expect_same_input(facts: Facts, reference: Facts) -> None:
    """Refuse a model that takes something else than the supplied one."""
    if facts.input_shape != reference.input_shape:
        got, wanted = (
            " x ".join(["n", *map(str, each.input_shape)])
            for each in (facts, reference)
        )
        raise RefusedError(f"The input's shape is {got}; it must be {wanted}.")


def say(facts: Facts, reference: Facts) -> None:
    """Tell the student what was seen."""
    lines = [
        f"operator set {facts.opset}, {facts.nodes} nodes",
        f"operators: {' '.join(facts.operators)}",
        f"{facts.file_bytes} bytes, {facts.packed_bytes} after zlib level {PACKING}; "
        f"the supplied model: {reference.file_bytes} and {reference.packed_bytes}",
        f"{facts.numbers} stored numbers: {100 * facts.int8_share:.1f} % of 8 bits, "
        f"{100 * facts.zero_share:.1f} % zero",
        f"{facts.operations_per_row} operations a row in convolutions and products, "
        f"{100 * facts.int8_compute_share:.1f} % of them on 8-bit numbers",
        f"sha256 {facts.sha256}",
    ]
    print("\n".join(lines))  # noqa: T201
