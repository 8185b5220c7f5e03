"""The encoder and the joint reading: stored weights, what they grow with, and the same network as is trained."""

import sys
from pathlib import Path

import numpy as np
import pytest

from joinder.graph.ontology import ontology
from joinder.loaders.encoder import pack, parameters, unpack
from joinder.loaders.joint import KINDS, JointReading, geometry, linear_logits
from tests.unit.loaders.reading import document

TOOLS = Path(__file__).parents[3] / "tools"
TEXT = """Brands quit Vidora

Yesterday Brewmont Coffee and Pellworth Motors pulled their adverts from Vidora for the Fair Feed Pledge.
So did 30 firms.

Dana Whitlock, who founded the Fair Feed Pledge, thanked Brewmont Coffee. Vidora said nothing."""
NAMES = ("Brewmont Coffee", "Pellworth Motors", "Vidora", "Fair Feed Pledge", "Dana Whitlock")


def test_weights_survive_being_stored_as_bytes() -> None:
    """A matrix comes back within half a step of its column's scale, a vector as it was."""
    random = np.random.default_rng(1)
    full = {
        "matrix": random.normal(size=(96, 64)).astype(np.float32) * np.linspace(0.1, 9, 64, dtype=np.float32),
        "vector": random.normal(size=384).astype(np.float32),
        "word": random.normal(size=(100, 64)).astype(np.float32),
    }
    back = unpack(pack(full))
    step = np.abs(full["matrix"]).max(axis=0) / 127
    assert (np.abs(back["matrix"] - full["matrix"]) <= step / 2 + 1e-6).all()
    assert np.array_equal(back["vector"], full["vector"])
    words = back["word"] * back["word.scale"]
    assert np.abs(words - full["word"]).max() <= np.abs(full["word"]).max() / 127


def test_the_kinds_of_names_are_probabilities() -> None:
    """One row for each cluster, in the kinds' names, summing to one."""
    read = document(TEXT)
    rows = JointReading(read).kinds([{"Brand": 1.0}] * len(read.clusters))
    assert len(rows) == len(read.clusters)
    assert all(tuple(row) == KINDS for row in rows)
    assert [sum(row.values()) for row in rows] == pytest.approx([1.0] * len(rows), abs=1e-5)


def test_pairs_are_scored_in_the_order_asked_for() -> None:
    """A pair's scores do not depend on which others are asked for, nor on how many at once."""
    read = document(TEXT)
    joint = JointReading(read)
    joint.kinds([{"Brand": 1.0}] * len(read.clusters))
    pairs = sorted(p for p in joint.together if max(p) < len(read.clusters))
    every = joint.pairs(pairs * 40, {})
    one = joint.pairs(pairs[3:4], {})
    assert every.relations.shape == (40 * len(pairs), len(ontology().relations))
    assert every.relations[3] == pytest.approx(one.relations[0], abs=1e-3)
    assert every.relations[-len(pairs) + 3] == pytest.approx(one.relations[0], abs=1e-3)
    assert joint.pairs([], {}).statuses.shape == (0, len(ontology().relations), len(ontology().statuses))


def test_what_the_linear_model_found_counts_for_the_pair() -> None:
    """A triple that a frame matched with certainty is likelier than the same without."""
    read = document(TEXT)
    joint = JointReading(read)
    joint.kinds([{"Brand": 1.0}] * len(read.clusters))
    left = list(ontology().relations).index("LEFT")
    without, within = (joint.pairs([(0, 1)], found).relations[0, left] for found in ({}, {(0, "LEFT", 1): 0.999}))
    assert within > without


def test_an_article_without_words_is_read() -> None:
    """Nothing to read gives no pair and no error."""
    read = document("…")
    joint = JointReading(read)
    assert joint.kinds([]) == []
    assert joint.together == set()


@pytest.mark.parametrize(
    ("subject", "object_", "wanted"),
    [
        ([1], [1, 4], (1, 0, 0, 1 / 3, 0)),
        ([0], [1], (0, 1, 0, 0, 1)),
        ([5], [0], (0, 0, 1, 0, 0)),
        ([], [0], (0, 0, 0, 0, 0)),
    ],
)
def test_how_two_names_stand_to_one_another(subject: list[int], object_: list[int], wanted: tuple[float, ...]) -> None:
    """Same, next or further sentence; how often together, up to three times; which comes first."""
    assert geometry(subject, object_) == pytest.approx(wanted)


def test_a_pair_that_no_frame_matched_has_the_mark_of_it() -> None:
    """The linear model's certainty is kept within bounds, and its silence differs from its doubt."""
    found = linear_logits([(0, 1), (1, 0)], {(0, "LEFT", 1): 1.0, (0, "LEFT", 2): 0.9})
    column = list(ontology().relations).index("LEFT")
    assert found[0, column] == pytest.approx(np.log(1e4) / 6, abs=1e-3)
    assert (np.delete(found, column, axis=1) == -1).all()
    assert (found[1] == -1).all()


def test_what_runs_is_what_is_trained(monkeypatch: pytest.MonkeyPatch) -> None:
    """The graph and the network in JAX give the same logits for the same parameters and article."""
    pytest.importorskip("jax")
    runtime = pytest.importorskip("onnxruntime")
    sys.path.insert(0, str(TOOLS))
    try:
        from encoder_batches import inputs
        from encoder_net import forward, new_heads, new_layers
        from encoder_onnx import build
    finally:
        sys.path.remove(str(TOOLS))
    layers = new_layers(2, seed=3) | {"flag": new_heads(seed=4)["flag"]}
    session = runtime.InferenceSession(build(layers).SerializeToString(), providers=["CPUExecutionProvider"])
    monkeypatch.setattr("joinder.loaders.encoder._session", lambda: session)
    read = document(TEXT, dict.fromkeys(NAMES, "Brand"))
    joint = JointReading(read)
    priors = [{"Brand": 0.7, "Person": 0.3}] * len(read.clusters)
    kinds = joint.kinds(priors)
    found = {(0, "LEFT", 2): 0.9, (1, "PAUSED", 2): 0.4}
    pairs = sorted(joint.together)
    scores = joint.pairs(pairs, found)
    example = {
        "pieces": joint.windows.pieces,
        "spots": [[s.cluster, s.window, s.start, s.stop] for s in joint.windows.spots],
        "sentences": joint.windows.sentences,
        "priors": [[p.get(k, 0.0) for k in KINDS] for p in priors],
        "linear": [[*triple, score] for triple, score in found.items()],
    }
    pieces, given = inputs(example)
    weights = parameters() | layers
    words = weights["word"][pieces] * weights["word.scale"][pieces]
    relations, named, statuses = map(np.asarray, forward(weights, words, given))
    rows, columns = zip(*pairs, strict=True)
    powers = np.exp(named[: len(kinds)] - named[: len(kinds)].max(axis=1, keepdims=True))
    assert np.array([list(k.values()) for k in kinds]) == pytest.approx(
        powers / powers.sum(axis=1, keepdims=True), abs=1e-3
    )
    assert scores.relations == pytest.approx(relations[rows, columns], abs=0.02)
    assert scores.statuses == pytest.approx(statuses[rows, columns], abs=0.02)


def test_matrices_in_bytes_tell_the_same() -> None:
    """Quantized layers give vectors that point where the full ones do."""
    runtime = pytest.importorskip("onnxruntime")
    pytest.importorskip("onnx")
    pytest.importorskip("jax")
    sys.path.insert(0, str(TOOLS))
    try:
        from encoder_net import new_heads, new_layers
        from encoder_onnx import build, quantized
    finally:
        sys.path.remove(str(TOOLS))
    full = build(new_layers(2, seed=5) | {"flag": new_heads(seed=6)["flag"]})
    random = np.random.default_rng(7)
    given = {"words": random.normal(size=(40, 384)).astype(np.float32), "flags": np.zeros(40, np.int64)}
    one, other = (
        runtime.InferenceSession(graph, providers=["CPUExecutionProvider"]).run(None, given)[0]
        for graph in (full.SerializeToString(), quantized(full))
    )
    cosines = (one * other).sum(axis=1) / np.linalg.norm(one, axis=1) / np.linalg.norm(other, axis=1)
    assert cosines.min() > 0.98
