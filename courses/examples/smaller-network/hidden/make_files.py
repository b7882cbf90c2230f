"""Makes the data and models of this assignment; run once, in the image `onnx`.

    docker run --rm -v "$PWD/courses:/courses" assay/onnx:TAG \
        python3 -B /courses/examples/smaller-network/hidden/make_files.py
"""

from pathlib import Path

import numpy as np
import onnx
from clouds import CLASSES, SIZE, draw
from onnx import TensorProto, helper, numpy_helper

HOME = Path(__file__).resolve().parent.parent
DATA = HOME / "starter" / "data"


def saved(layers, folder, name="model.onnx", between="Relu"):
    """Write a network of (weights, bias) layers with an activation between them."""
    nodes, arrays, at = [], [], "points"
    for k, (w, b) in enumerate(layers):
        arrays += [
            numpy_helper.from_array(w.astype(np.float32), f"w{k}"),
            numpy_helper.from_array(b.astype(np.float32), f"b{k}"),
        ]
        is_last = k == len(layers) - 1
        out = "scores" if is_last else f"sum{k}"
        nodes.append(helper.make_node("Gemm", [at, f"w{k}", f"b{k}"], [out]))
        if not is_last:
            nodes.append(helper.make_node(between, [out], [f"active{k}"]))
        at = f"active{k}"
    graph = helper.make_graph(
        nodes,
        "clouds",
        [helper.make_tensor_value_info("points", TensorProto.FLOAT, ["n", SIZE])],
        [helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["n", CLASSES])],
        arrays,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 8
    folder.mkdir(parents=True, exist_ok=True)
    onnx.save(model, folder / name)


def solved(features, labels, penalty):
    """The readout that fits the labels best."""
    x = np.hstack([features, np.ones((len(features), 1))])
    square = x.T @ x + penalty * np.eye(x.shape[1])
    w = np.linalg.solve(square, x.T @ np.eye(CLASSES)[labels])
    return w[:-1], w[-1]


def random_layers(sizes, points, labels, seed):
    """Random hidden layers and a readout that is solved for."""
    rng = np.random.default_rng(seed)
    layers, x = [], points
    for size in sizes:
        w = rng.normal(0, x.shape[1] ** -0.5, (x.shape[1], size))
        b = rng.normal(0, 0.5, size)
        layers.append((w, b))
        x = np.maximum(x @ w + b, 0)
    return [*layers, solved(x, labels, 1.0)]


def main():
    points, labels = draw(8000, 1)
    DATA.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(DATA / "train.npz", points=points[:2000], labels=labels[:2000])
    supplied = random_layers([192, 192], points, labels, 1)
    linear = [solved(points, labels, 1.0)]
    mutants = HOME / "mutants"
    saved(supplied, DATA, "supplied.onnx")
    saved(linear, HOME / "reference")
    saved(supplied, mutants / "supplied-renamed")
    saved(random_layers([200], points, labels, 2), mutants / "half-way")
    other = random_layers([32], points, labels, 3)
    saved(other, mutants / "another-operator", between="Sigmoid")
    (w, b), = linear
    saved([(w, b + np.where(np.arange(CLASSES) == 7, -1e9, 0))], mutants / "without-the-eighth")
    saved([(0 * w, b)], mutants / "one-answer")
    whole = (HOME / "reference" / "model.onnx").read_bytes()
    (mutants / "cut-off").mkdir(exist_ok=True)
    (mutants / "cut-off" / "model.onnx").write_bytes(whole[: len(whole) // 2])


if __name__ == "__main__":
    main()
