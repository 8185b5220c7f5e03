"""The encoder: a small transformer that turns the pieces of a window into vectors that know their context.

Four layers of the architecture of BERT (Devlin et al. 2019), begun from MiniLM (Wang et al. 2020) and trained further
by ``tools/train_encoder.py``. They are an ONNX graph that ONNX Runtime computes; see ``docs/accuracy.md``.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from joinder.loaders.windows import Spot, Windows

    Floats = NDArray[np.float32]

HEADS = 12
#: The square of the mean error of a rounded weight is far below what training leaves undetermined: bytes suffice.
_BYTES = np.int8


@dataclass(frozen=True, slots=True)
class EncodedWindow:
    """One window: its pieces' vectors, the clusters that are named in it, and what they attend to.

    Attributes:
        vectors: pieces x width.
        clusters: the clusters' numbers, rising.
        attention: clusters x heads x pieces; the last layer's attention from a cluster's mentions, as shares of them.
    """

    vectors: Floats
    clusters: NDArray[np.int64]
    attention: Floats


@dataclass(frozen=True, slots=True)
class Encoded:
    """An encoded article: its windows, and every cluster's vector (clusters x width; zeros where none is named)."""

    windows: list[EncodedWindow]
    clusters: Floats


@cache
def parameters() -> dict[str, Floats]:
    """Read the weights of word pieces and heads (once), made full numbers from bytes and the scale of each column."""
    with as_file(files("joinder.loaders").joinpath("data/encoder/weights.npz")) as path, np.load(path) as stored:
        return unpack(stored)


def pack(full: dict[str, Floats]) -> dict[str, NDArray[Any]]:
    """Make the form in which weights are stored: matrices as bytes with a scale per column, vectors as they are."""
    packed: dict[str, NDArray[Any]] = {}
    for name, value in full.items():
        if value.ndim < 2 or value.size < 4096:
            packed[name] = value.astype(np.float32)
            continue
        axis = 1 if name == "word" else 0  # a row for each word piece, a column for each output
        scale = np.maximum(np.abs(value).max(axis=axis, keepdims=True), 1e-8) / 127
        packed[name] = np.rint(value / scale).astype(_BYTES)
        packed[f"{name}.scale"] = scale.astype(np.float32)
    return packed


def unpack(stored: Any) -> dict[str, Floats]:
    """Undo ``pack``, but for the rounding. The word pieces stay bytes: a row is scaled when it is looked up."""
    names = [n for n in stored if not n.endswith(".scale")]
    full: dict[str, Any] = {}
    for name in names:
        value = stored[name]
        if name == "word":
            full["word"], full["word.scale"] = value, stored["word.scale"]
        elif value.dtype == _BYTES:
            full[name] = value.astype(np.float32) * stored[f"{name}.scale"]
        else:
            full[name] = value
    return full


def softmax(x: Floats) -> Floats:
    """Probabilities along the last axis."""
    powers: Floats = np.exp(x - x.max(axis=-1, keepdims=True))
    result: Floats = powers / powers.sum(axis=-1, keepdims=True)
    return result


@cache
def _session() -> Any:
    """The layers, ready to be computed; one thread, so that processes side by side have a core each."""
    import onnxruntime  # noqa: PLC0415 - half of what loading costs, and only who reads articles needs it

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    graph = files("joinder.loaders").joinpath("data/encoder/layers.onnx").read_bytes()
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def encode_window(numbers: list[int], flags: NDArray[np.int8], weights: dict[str, Floats]) -> tuple[Floats, Floats]:
    """Encode one window.

    Args:
        numbers: the pieces.
        flags: per piece 1 where a name begins, 2 within a name, 0 elsewhere.
        weights: the parameters.

    Returns:
        The vectors (pieces x width) and the last layer's attention (heads x pieces x pieces).
    """
    rows = np.asarray(numbers)
    words: Floats = weights["word"][rows] * weights["word.scale"][rows]
    vectors, attention = _session().run(None, {"words": words, "flags": flags.astype(np.int64)})
    return vectors, attention


def encode(windows: Windows, weights: dict[str, Floats]) -> Encoded:
    """Encode an article's windows, and pool its names' mentions into clusters.

    A cluster's vector is the soft maximum (log of the sum of powers) of its mentions' (Jia, Wong and Poon 2019), its
    attention their mean (Zhou et al. 2021). Time and memory grow with the number of windows, not with its square.
    """
    count, width = len(windows.sentences), weights["word"].shape[-1]
    vectors: list[list[Floats]] = [[] for _ in range(count)]
    named = Counter(spot.cluster for spot in windows.spots)
    standing: list[list[Spot]] = [[] for _ in windows.pieces]
    for spot in windows.spots:
        standing[spot.window].append(spot)
    encoded = []
    for numbers, spots in zip(windows.pieces, standing, strict=True):
        flags = np.zeros(len(numbers), np.int8)
        for spot in spots:
            flags[spot.start : spot.stop] = 2
            flags[spot.start] = 1
        hidden, attention = encode_window(numbers, flags, weights)
        here = sorted({spot.cluster for spot in spots})
        looks = np.zeros((len(here), HEADS, len(numbers)), np.float32)
        for spot in spots:
            vectors[spot.cluster].append(hidden[spot.start : spot.stop].mean(axis=0))
            share = attention[:, spot.start : spot.stop].mean(axis=1) / named[spot.cluster]
            looks[here.index(spot.cluster)] += share
        encoded.append(EncodedWindow(hidden, np.array(here, np.int64), looks))
    clusters = np.zeros((count, width), np.float32)
    for cluster, mentions in enumerate(vectors):
        if mentions:
            clusters[cluster] = np.logaddexp.reduce(np.stack(mentions), axis=0)
    return Encoded(encoded, clusters)
