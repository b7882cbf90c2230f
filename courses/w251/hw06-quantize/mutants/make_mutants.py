"""Makes the models in the folders beside this file; run once, in the image `onnx`.

    docker run --rm -v "$PWD/courses:/courses" assay/onnx:TAG \
        python3 /courses/w251/hw06-quantize/mutants/make_mutants.py
"""

import io
import logging
import sys
import tempfile
import zipfile
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantFormat, QuantType, quantize_static

HERE = Path(__file__).resolve().parent
DATA = HERE.parent / "starter" / "data"
sys.path.insert(0, str(HERE.parent / "reference"))

from quantize import Pictures  # noqa: E402

node = helper.make_node


def save(name, data):
    folder = HERE / name
    folder.mkdir(exist_ok=True)
    if not isinstance(data, bytes):
        data.producer_name = data.doc_string = ""
        data = data.SerializeToString()
    (folder / "model.onnx").write_bytes(data)


def supplied():
    return onnx.load(DATA / "float.onnx")


class Dimmed(Pictures):
    """Calibration with pictures of hardly any contrast: everything else is cut off."""

    def get_next(self):
        batch = super().get_next()
        return batch and {"images": 0.02 * batch["images"]}


def quantised(pictures=Pictures):
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "float.onnx", Path(folder) / "out.onnx"
        source.write_bytes((DATA / "float.onnx").read_bytes())
        quantize_static(
            source,
            target,
            pictures(DATA / "calibration.npz"),
            quant_format=QuantFormat.QDQ,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
        )
        return onnx.load(target)


def replace_weights(model, build):
    """Every float matrix or kernel is made by nodes of ``build`` instead."""
    graph = model.graph
    for tensor in list(graph.initializer):
        array = numpy_helper.to_array(tensor)
        if array.dtype != np.float32 or array.ndim < 2:
            continue
        graph.initializer.remove(tensor)
        nodes, tensors = build(tensor.name, array)
        graph.initializer.extend(tensors)
        for made in reversed(nodes):
            graph.node.insert(0, made)
    return model


def weights_only(name, array):
    """8 bits in the file, floating point in the computation."""
    scale = np.float32(np.abs(array).max() / 127)
    small = np.clip(np.round(array / scale), -127, 127).astype(np.int8)
    tensors = [
        numpy_helper.from_array(small, f"{name}.q"),
        numpy_helper.from_array(scale, f"{name}.s"),
    ]
    return [node("DequantizeLinear", [f"{name}.q", f"{name}.s"], [name])], tensors


def two_halves(name, array):
    """16 bits a weight, stored as two tensors of 8 and added up."""
    scale = np.float32(np.abs(array).max() / 32000)
    whole = np.round(array / scale).astype(np.int32)
    low = (whole + 128) % 256 - 128
    high = (whole - low) // 256
    tensors = [
        numpy_helper.from_array(low.astype(np.int8), f"{name}.low"),
        numpy_helper.from_array(high.astype(np.int8), f"{name}.high"),
        numpy_helper.from_array(scale, f"{name}.s"),
        numpy_helper.from_array(np.float32(scale * 256), f"{name}.s256"),
    ]
    nodes = [
        node("DequantizeLinear", [f"{name}.low", f"{name}.s"], [f"{name}.a"]),
        node("DequantizeLinear", [f"{name}.high", f"{name}.s256"], [f"{name}.b"]),
        node("Add", [f"{name}.a", f"{name}.b"], [name]),
    ]
    return nodes, tensors


def in_constants(name, array):
    """No initializer at all: the numbers are an attribute of a node."""
    value = numpy_helper.from_array(array, name)
    return [node("Constant", [], [name], value=value)], []


def with_decoys(model):
    """Many small products in 8 bits, whose sum is multiplied by nothing."""
    graph = model.graph
    rng = np.random.default_rng(1)
    graph.initializer.extend(
        [
            numpy_helper.from_array(np.float32(1), "d.s"),
            numpy_helper.from_array(np.float32(1e-12), "d.tiny"),
            numpy_helper.from_array(rng.integers(-9, 9, (10, 10), np.int8), "d.w"),
            numpy_helper.from_array(np.int8(0), "d.z"),
        ]
    )
    graph.node[-1].output[0] = "real"
    last = "real"
    for k in range(30):
        graph.node.extend(
            [
                node("QuantizeLinear", [last, "d.s", "d.z"], [f"d{k}.q"]),
                node("DequantizeLinear", [f"d{k}.q", "d.tiny"], [f"d{k}.x"]),
                node("DequantizeLinear", ["d.w", "d.tiny"], [f"d{k}.w"]),
                node("MatMul", [f"d{k}.x", f"d{k}.w"], [f"d{k}.y"]),
                node("Add", [last, f"d{k}.y"], [f"d{k}" if k < 29 else "scores"]),
            ]
        )
        last = f"d{k}"
    return model


def fixed_inside(model):
    """Says that it takes any batch, and reshapes to one of 64."""
    flatten = next(n for n in model.graph.node if n.op_type == "Flatten")
    shape = numpy_helper.from_array(np.array([64, -1], np.int64), "shape64")
    model.graph.initializer.append(shape)
    flatten.op_type = "Reshape"
    flatten.input.append("shape64")
    del flatten.attribute[:]
    return model


def by_batch_size(model):
    """Answers a batch of 64, the timed one, with nothing; others properly."""
    graph = model.graph
    graph.node[-1].output[0] = "real"
    graph.initializer.extend(
        [
            numpy_helper.from_array(np.array(0, np.int64), "first"),
            numpy_helper.from_array(np.array(64, np.int64), "sixty-four"),
            numpy_helper.from_array(np.float32(0), "nothing"),
        ]
    )
    graph.node.extend(
        [
            node("Shape", ["images"], ["shape"]),
            node("Gather", ["shape", "first"], ["batch"]),
            node("Equal", ["batch", "sixty-four"], ["timed"]),
            node("Where", ["timed", "nothing", "real"], ["scores"]),
        ]
    )
    return model


def padded(model):
    """A proper model with 400 kB that nothing reads."""
    ballast = np.random.default_rng(2).integers(-128, 127, 400_000, np.int8)
    model.graph.initializer.append(numpy_helper.from_array(ballast, "ballast"))
    return model


def with_idle_work(model):
    """A proper model that convolves three times and uses one of the results."""
    graph = model.graph
    at, conv = next((i, n) for i, n in enumerate(graph.node) if n.name == "conv2")
    quantise, back, pool = graph.node[at + 1 : at + 4]
    assert [quantise.op_type, back.op_type] == ["QuantizeLinear", "DequantizeLinear"]
    graph.initializer.append(numpy_helper.from_array(np.float32(1e-12), "idle.s"))
    last, extra = back.output[0], []
    for k in (2, 3):
        idle = node("Conv", conv.input, [f"idle{k}"], pads=[k] * 4, dilations=[k, k])
        q = node("QuantizeLinear", [f"idle{k}", *quantise.input[1:]], [f"idle{k}.q"])
        inputs = [f"idle{k}.q", "idle.s", quantise.input[2]]
        d = node("DequantizeLinear", inputs, [f"idle{k}.d"])
        extra += [idle, q, d, node("Add", [last, f"idle{k}.d"], [f"sum{k}"])]
        last = f"sum{k}"
    pool.input[0] = last
    for made in reversed(extra):
        graph.node.insert(at + 3, made)
    return model


def small_model(operator="Flatten", domain="", opset=17, batch="n"):
    """A model that is refused before anybody asks how good it is."""
    value = helper.make_tensor_value_info
    graph = helper.make_graph(
        [
            node(operator, ["images"], ["flat"], domain=domain),
            node("Gemm", ["flat", "w"], ["scores"]),
        ],
        "digits",
        [value("images", TensorProto.FLOAT, [batch, 1, 12, 12])],
        [value("scores", TensorProto.FLOAT, [batch, 10])],
        [numpy_helper.from_array(np.zeros((144, 10), np.float32), "w")],
    )
    opsets = [helper.make_opsetid("", opset)]
    if domain:
        opsets.append(helper.make_opsetid(domain, 1))
    return helper.make_model(graph, opset_imports=opsets, ir_version=8)


def external():
    model = small_model()
    weights = model.graph.initializer[0]
    weights.ClearField("raw_data")
    weights.data_location = TensorProto.EXTERNAL
    entry = weights.external_data.add()
    entry.key, entry.value = "location", "../../lab/hidden/digits.npz"
    return model


def archive():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as whole:
        whole.writestr("model.onnx", b"not a model")
    return data.getvalue()


def main():
    logging.disable(logging.WARNING)
    save("float-renamed", supplied())
    save("badly-calibrated", quantised(Dimmed))
    save("weights-only", replace_weights(supplied(), weights_only))
    save("floats-in-constants", replace_weights(supplied(), in_constants))
    decoys = with_decoys(replace_weights(supplied(), two_halves))
    save("halves-and-decoys", decoys)
    save("fixed-inside", fixed_inside(quantised()))
    save("switches-by-batch-size", by_batch_size(quantised()))
    save("padded", padded(quantised()))
    save("idle-work", with_idle_work(quantised()))
    save("fixed-batch", small_model(batch=64))
    save("custom-operator", small_model("Lookup", "my.operators"))
    save("old-operator-set", small_model(opset=9))
    save("external-data", external())
    save("cut-off", (HERE.parent / "reference" / "model.onnx").read_bytes()[:20_000])
    save("renamed-zip", archive())


if __name__ == "__main__":
    main()
