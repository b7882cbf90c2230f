"""From bytes to a parsed model, or the sentence why not; nothing is executed."""

from typing import Any

import onnx
from google.protobuf.message import DecodeError

from .facts import RefusedError

MIB = 2**20
STANDARD = ("", "ai.onnx")
HOW = "Save it with onnx.save(model, path), in one file, and hand in that file."
MAGICS = {
    b"PK\x03\x04": "a zip archive",
    b"\x1f\x8b": "a gzip archive",
    b"\x80\x02": "a pickle",
    b"\x80\x04": "a pickle",
    b"\x93NUMPY": "a NumPy array",
}


def parse(data: bytes, *, max_mib: float) -> Any:
    """The model in ``data``; the size is looked at before anything else."""
    if len(data) > max_mib * MIB:
        got = f"{len(data) / MIB:.2f} MiB; at most {max_mib:g} MiB are taken"
        raise RefusedError(f"model.onnx has {got}.")
    for magic, what in MAGICS.items():
        if data.startswith(magic):
            raise RefusedError(f"model.onnx is {what}, not an ONNX model.", HOW)
    try:
        model = onnx.load_model_from_string(data)
    except (DecodeError, ValueError) as error:
        said = "model.onnx cannot be read as ONNX: it is cut off, or something else."
        raise RefusedError(said, HOW) from error
    if not model.graph.node or not model.graph.output or not model.opset_import:
        said = "model.onnx holds no whole graph: it is cut off, or something else."
        raise RefusedError(said, HOW)
    return model


def expect_self_contained(model: Any) -> None:
    """Refuse data outside the file, and everything beside one plain graph."""
    for tensor in tensors(model):
        if tensor.external_data or tensor.data_location == onnx.TensorProto.EXTERNAL:
            raise RefusedError(
                f"The tensor {name_of(tensor.name)} lies in another file; "
                "the model must hold all of its data.",
                "onnx.save(model, path, save_as_external_data=False)",
            )
    if model.functions or model.training_info:
        raise RefusedError("model.onnx defines functions or training of its own.")
    if model.graph.sparse_initializer:
        said = "model.onnx stores sparse tensors; store them with their zeros."
        raise RefusedError(said)
    if any(_holds_graph(attribute) for attribute in attributes(model)):
        raise RefusedError(
            "model.onnx has branches or loops (If, Loop, Scan); they are not taken."
        )


def expect_standard(model: Any, *, low: int, high: int) -> int:
    """Refuse custom operators and opsets out of range; return the opset."""
    for node in model.graph.node:
        if node.domain not in STANDARD:
            raise RefusedError(
                f"The operator {name_of(node.op_type)} of the domain "
                f"{name_of(node.domain)} is not a standard one of ONNX.",
                "Use the operators of ai.onnx; "
                "ONNX Runtime writes them with quant_format=QuantFormat.QDQ.",
            )
    opsets = [each.version for each in model.opset_import if each.domain in STANDARD]
    opset = opsets[0] if len(opsets) == 1 else 0
    if not low <= opset <= high:
        said = (
            f"The operator set is {opset}" if opset else "The operator set is not given"
        )
        hint = f"onnx.version_converter.convert_version(model, {high})"
        raise RefusedError(f"{said}; {low} to {high} are taken.", hint)
    return int(opset)


def expect_whole(model: Any) -> None:
    """Refuse what the library's own checker refuses."""
    try:
        onnx.checker.check_model(model, full_check=True)
    except Exception as error:  # a hostile file may raise anything
        first = str(error).strip().split("\n")[0]
        said = f"model.onnx is not a valid model: {name_of(first, 200)}"
        hint = "onnx.checker.check_model(model, full_check=True) says more."
        raise RefusedError(said, hint) from error


def attributes(model: Any) -> Any:
    """Every attribute of every node."""
    return (attribute for node in model.graph.node for attribute in node.attribute)


def tensors(model: Any) -> Any:
    """Every stored tensor: initializers, and those inside of attributes."""
    yield from model.graph.initializer
    for attribute in attributes(model):
        if attribute.HasField("t"):
            yield attribute.t
        yield from attribute.tensors
    for sparse in model.graph.sparse_initializer:
        yield from (sparse.values, sparse.indices)


def name_of(text: str, most: int = 60) -> str:
    """A name from the file, safe to print."""
    clean = "".join(c if c.isprintable() else "?" for c in text[:most])
    return clean or "(without a name)"


def _holds_graph(attribute: Any) -> bool:
    sparse = attribute.HasField("sparse_tensor") or attribute.sparse_tensors
    return bool(attribute.HasField("g") or attribute.graphs or sparse)
