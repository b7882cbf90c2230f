"""Prints, for each bad file, what the inspection says of it."""

import io
import json
import zipfile

import numpy as np
from models import model, node, stored, value
from onnx import TensorProto, helper
from optimization.facts import RefusedError
from optimization.inspecting import expect_same_input, inspect


def outside():
    made = model()
    weights = made.graph.initializer[0]
    weights.ClearField("raw_data")
    weights.data_location = TensorProto.EXTERNAL
    entry = weights.external_data.add()
    entry.key, entry.value = "location", "../hidden/labels.npz"
    return made


def half_outside():
    """The location is marked, the data is there all the same."""
    made = model()
    made.graph.initializer[0].data_location = TensorProto.EXTERNAL
    return made


def with_function():
    made = model()
    opsets = [helper.make_opsetid("", 17)]
    body = [node("Relu", ["a"], ["b"])]
    made.functions.append(helper.make_function("f", "F", ["a"], ["b"], body, opsets))
    return made


def with_branch():
    inner = helper.make_graph(
        [node("Identity", ["y1"], ["r"])], "g", [], [value("r", 1, ["n", 3])]
    )
    nodes = [
        node("MatMul", ["x", "w"], ["y1"]),
        node("If", ["c"], ["y"], then_branch=inner, else_branch=inner),
    ]
    tensors = [stored("w", np.ones((4, 3), np.float32)), stored("c", np.bool_(True))]
    return model(nodes, tensors)


def with_sparse():
    made = model()
    made.graph.sparse_initializer.add()
    return made


def zipped():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as whole:
        whole.writestr("model.onnx", model().SerializeToString())
    return data.getvalue()


def lying_tensor():
    made = model()
    made.graph.initializer[0].dims[0] = 4000
    return made


def dangling():
    return model([node("MatMul", ["x", "nothing"], ["y"])])


def many_nodes():
    chain = [node("Relu", [f"a{k}"], [f"a{k + 1}"]) for k in range(2100)]
    first, last = node("MatMul", ["x", "w"], ["a0"]), node("Relu", ["a2100"], ["y"])
    return model([first, *chain, last])


def unknown_shape():
    """Every row times every other: how much that is depends on the batch."""
    nodes = [
        node("Transpose", ["x"], ["turned"], perm=[1, 0]),
        node("MatMul", ["x", "turned"], ["all"]),
        node("MatMul", ["all", "x"], ["mixed"]),
        node("MatMul", ["mixed", "w"], ["y"]),
    ]
    return model(nodes)


def wide_tensor():
    made = model()
    made.graph.initializer.append(stored("wide", np.ones(40, np.uint16)))
    return made


whole = model().SerializeToString()
CASES = {
    "empty": b"",
    "text": b"this is no model",
    "cut-off": whole[: len(whole) // 2],
    "cut-early": whole[:20],
    "zip": zipped(),
    "pickle": b"\x80\x04\x95rest",
    "too-large": b"\x08" * (5 * 2**20),
    "old-opset": model(opset=9),
    "new-opset": model(opset=25),
    "no-opset": model(opset=17),
    "fixed-batch": model(batch=64),
    "external": outside(),
    "half-external": half_outside(),
    "custom": model(
        [node("Magic", ["x", "w"], ["y"], domain="my.own")],
        more=[helper.make_opsetid("my.own", 1)],
    ),
    "microsoft": model(
        [node("FusedMatMul", ["x", "w"], ["y"], domain="com.microsoft")],
        more=[helper.make_opsetid("com.microsoft", 1)],
    ),
    "function": with_function(),
    "branch": with_branch(),
    "sparse": with_sparse(),
    "two-inputs": model(inputs=[value("z", TensorProto.FLOAT, ["n", 4])]),
    "double": model(tensors=[stored("w", np.ones((4, 3)))]),
    "lying-tensor": lying_tensor(),
    "dangling": dangling(),
    "many-nodes": many_nodes(),
    "unknown-shape": unknown_shape(),
    "wide-tensor": wide_tensor(),
}
del CASES["no-opset"].opset_import[:]


def said(data):
    try:
        inspect(data if isinstance(data, bytes) else data.SerializeToString(), {})
    except RefusedError as error:
        return error.sentence
    return "taken"


found = {name: said(data) for name, data in CASES.items()}
found["sound"] = said(model())
try:
    sides = (model(side=5), model(side=4))
    expect_same_input(*(inspect(each.SerializeToString(), {}) for each in sides))
except RefusedError as error:
    found["other-input"] = error.sentence
print(json.dumps(found))
