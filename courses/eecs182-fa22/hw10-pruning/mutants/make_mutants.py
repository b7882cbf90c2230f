"""Makes the models in the folders beside this file; run once, in the image `onnx`.

    docker run --rm -v "$PWD/courses:/courses" assay/onnx:TAG \
        python3 -B /courses/eecs182-fa22/hw10-pruning/mutants/make_mutants.py
"""

import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

HERE = Path(__file__).resolve().parent
DATA = HERE.parent / "starter" / "data"
REFERENCE = HERE.parent / "reference"
sys.path.insert(0, str(REFERENCE))

import onnx_file  # noqa: E402

node = helper.make_node


def save(name, model):
    folder = HERE / name
    folder.mkdir(exist_ok=True)
    if isinstance(model, list):
        onnx_file.save(model, folder / "model.onnx")
    else:
        (folder / "model.onnx").write_bytes(model.SerializeToString())


def dense():
    return onnx_file.load(DATA / "dense.onnx")


def pruned():
    return onnx_file.load(REFERENCE / "model.onnx")


def cut(share):
    """Zeros where the smallest weights were, and no training after it."""
    arrays = dense()
    for array in arrays:
        if array.ndim == 2:
            array[np.abs(array) <= np.quantile(np.abs(array), share)] = 0
    return arrays


def almost_zero():
    """What should be zero is noise of no effect, and does not compress."""
    rng = np.random.default_rng(1)
    arrays = pruned()
    for array in arrays:
        noise = 1e-9 * rng.standard_normal(array.shape)
        array[array == 0] = noise[array == 0]
    return arrays


def without_sevens():
    arrays = pruned()
    arrays[7][7] = -1e9
    return arrays


def not_numbers():
    arrays = pruned()
    arrays[2][:, 3] = np.nan
    return arrays


def retyped(kind, operator):
    """Every matrix in another type, turned back while it runs."""
    model = onnx.load(DATA / "dense.onnx")
    for tensor in list(model.graph.initializer):
        array = numpy_helper.to_array(tensor)
        if array.ndim < 2:
            continue
        model.graph.initializer.remove(tensor)
        scale = np.float32(1 if kind == np.float16 else np.abs(array).max() / 127)
        small = (array / scale).astype(kind)
        inputs = [f"{tensor.name}.small"]
        stored = [numpy_helper.from_array(small, inputs[0])]
        more = {"to": TensorProto.FLOAT} if operator == "Cast" else {}
        if operator != "Cast":
            inputs.append(f"{tensor.name}.scale")
            stored.append(numpy_helper.from_array(scale, inputs[1]))
        model.graph.initializer.extend(stored)
        model.graph.node.insert(0, node(operator, inputs, [tensor.name], **more))
    return model


def weights_elsewhere():
    """Small, because the numbers are said to lie where the judge keeps its data."""
    model = onnx.load(DATA / "dense.onnx")
    for tensor in model.graph.initializer:
        if len(tensor.dims) > 1:
            tensor.ClearField("raw_data")
            tensor.data_location = TensorProto.EXTERNAL
            entry = tensor.external_data.add()
            entry.key, entry.value = "location", "../reference/model.onnx"
    return model


def bomb():
    """A small file whose constants multiply to more than two gigabytes."""
    model = onnx.load(REFERENCE / "model.onnx")
    column, row = np.ones((10_000, 1), np.float32), np.ones((1, 60_000), np.float32)
    model.graph.initializer.extend(
        [
            numpy_helper.from_array(column, "column"),
            numpy_helper.from_array(row, "row"),
            numpy_helper.from_array(np.ones((60_000, 1), np.float32), "back"),
            numpy_helper.from_array(np.zeros((1, 10_000), np.float32), "none"),
            numpy_helper.from_array(np.zeros((1, 10), np.float32), "wide"),
        ]
    )
    model.graph.node[-1].output[0] = "real"
    model.graph.node.extend(
        [
            node("MatMul", ["column", "row"], ["huge"]),
            node("MatMul", ["huge", "back"], ["tall"]),
            node("MatMul", ["none", "tall"], ["one"]),
            node("MatMul", ["one", "wide"], ["zeros"]),
            node("Add", ["real", "zeros"], ["scores"]),
        ]
    )
    return model


def main():
    save("dense-renamed", dense())
    save("half-and-untrained", cut(0.5))
    save("cut-and-untrained", cut(0.88))
    save("almost-zero", almost_zero())
    save("without-sevens", without_sevens())
    save("not-numbers", not_numbers())
    save("half-precision", retyped(np.float16, "Cast"))
    save("eight-bits-instead", retyped(np.int8, "DequantizeLinear"))
    save("weights-elsewhere", weights_elsewhere())
    save("memory-bomb", bomb())


if __name__ == "__main__":
    main()
