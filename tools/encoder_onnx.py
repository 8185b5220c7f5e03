"""The encoder as an ONNX graph: what ``joinder.loaders.encoder`` runs, its matrices in bytes.

Built from the parameters that ``encoder_net`` trains. The matrices become signed bytes with a scale for each column,
and what is multiplied by them unsigned bytes with a scale for each window (dynamic quantization: Jacob et al.,
"Quantization and training of neural networks for efficient integer-arithmetic-only inference", CVPR 2018).
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from joinder.loaders.encoder import HEADS

OPSET, FORMAT = 20, 9
EPSILON = 1e-12


class _Graph:
    """Collects nodes and constants; every node's output is named."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def constant(self, name: str, value: Any) -> str:
        self.constants.append(numpy_helper.from_array(np.asarray(value), name))
        return name

    def node(self, kind: str, inputs: list[str], output: str, **options: Any) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [output], name=output, **options))
        return output

    def product(self, x: str, name: str, p: dict[str, np.ndarray]) -> str:
        """``x`` times the matrix of a name, and its bias added."""
        product = self.node("MatMul", [x, self.constant(name, p[name])], f"{name}.product")
        return self.node("Add", [product, self.constant(f"{name}.bias", p[f"{name}.bias"])], f"{name}.out")

    def normalised(self, x: str, name: str, p: dict[str, np.ndarray], output: str) -> str:
        gain, shift = (self.constant(f"{name}.{part}", p[f"{name}.{part}"]) for part in ("gain", "shift"))
        return self.node("LayerNormalization", [x, gain, shift], output, axis=-1, epsilon=EPSILON)


def build(p: dict[str, np.ndarray]) -> Any:
    """The graph, in full numbers: ``words`` (pieces x width) and ``flags`` to ``vectors`` and ``attention``.

    Args:
        p: the parameters by the names of ``encoder_net``; the heads' are not used.
    """
    width, layers = p["type"].shape[-1], sum(name.endswith(".inner") for name in p)
    g = _Graph()
    constant, node = g.constant, g.node
    length = node("Shape", ["flags"], "length")
    places = node(
        "Slice", [constant("position", p["position"] + p["type"]), constant("first", np.array([0])), length], "places"
    )
    x = g.normalised(node("Add", ["words", places], "placed"), "normal", p, "normal")
    x = node("Add", [x, node("Gather", [constant("flag", p["flag"]), "flags"], "marks")], "marked")
    constant("parts", np.array([-1, 3, HEADS, width // HEADS]))
    constant("joined", np.array([-1, width]))
    constant("narrow", np.array((width / HEADS) ** -0.5, np.float32))
    for number in range(3):
        constant(f"part.{number}", np.array(number))
    for layer in range(layers):
        x = _layer(g, x, f"{layer}", p, last=layer == layers - 1)
    given = [
        helper.make_tensor_value_info("words", TensorProto.FLOAT, ["pieces", width]),
        helper.make_tensor_value_info("flags", TensorProto.INT64, ["pieces"]),
    ]
    found = [
        helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["pieces", width]),
        helper.make_tensor_value_info("attention", TensorProto.FLOAT, [HEADS, "pieces", "pieces"]),
    ]
    graph = helper.make_graph(g.nodes, "encoder", given, found, g.constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="joinder")
    model.ir_version = FORMAT
    onnx.checker.check_model(model, full_check=True)
    return model


def _layer(g: _Graph, x: str, at: str, p: dict[str, np.ndarray], *, last: bool) -> str:
    """One layer: attention among the pieces, then each piece for itself."""
    node = g.node
    parts = node("Reshape", [g.product(x, f"{at}.qkv", p), "parts"], f"{at}.parts")
    heads = node("Transpose", [parts], f"{at}.heads", perm=[1, 2, 0, 3])
    query, key, value = (node("Gather", [heads, f"part.{i}"], f"{at}.head.{i}", axis=0) for i in range(3))
    turned = node("Transpose", [key], f"{at}.turned", perm=[0, 2, 1])
    likeness = node("MatMul", [node("Mul", [query, "narrow"], f"{at}.narrowed"), turned], f"{at}.likeness")
    attention = node("Softmax", [likeness], "attention" if last else f"{at}.attention", axis=-1)
    mixed = node("Transpose", [node("MatMul", [attention, value], f"{at}.seen")], f"{at}.seen.by", perm=[1, 0, 2])
    mixed = g.product(node("Reshape", [mixed, "joined"], f"{at}.seen.joined"), f"{at}.mix", p)
    x = g.normalised(node("Add", [x, mixed], f"{at}.mixed"), f"{at}.mix", p, f"{at}.mix.normal")
    deep = node("Gelu", [g.product(x, f"{at}.inner", p)], f"{at}.deep", approximate="tanh")
    deep = node("Add", [x, g.product(deep, f"{at}.outer", p)], f"{at}.deepened")
    return g.normalised(deep, f"{at}.outer", p, "vectors" if last else f"{at}.outer.normal")


def quantized(model: Any) -> bytes:
    """The same graph with its weight matrices in bytes, as it is shipped."""
    with tempfile.TemporaryDirectory() as folder:
        full, small = Path(folder) / "full.onnx", Path(folder) / "small.onnx"
        onnx.save(model, full)
        quantize_dynamic(
            full, small, op_types_to_quantize=["MatMul"], per_channel=True, reduce_range=True,
            weight_type=QuantType.QInt8, extra_options={"MatMulConstBOnly": True},
        )  # fmt: skip
        return small.read_bytes()
