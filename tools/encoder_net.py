"""The encoder and the joint reading once more, in JAX, to train them: the same parameters by the same names.

``joinder.loaders.encoder`` and ``joinder.loaders.joint`` are what runs; a test holds the two against each other.
"""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from joinder.graph.ontology import ontology
from joinder.loaders.encoder import HEADS
from joinder.loaders.joint import BLOCKS, KINDS, MISSING

RELATIONS = tuple(ontology().relations)
STATUSES = ontology().statuses
WIDTH, PAIR_WIDTH = 384, 256
Parameters = dict[str, Any]


def new_heads(seed: int = 0) -> dict[str, np.ndarray]:
    """The parameters that no pretrained encoder has, small and random; the linear models count from the start."""
    random = np.random.RandomState(seed)

    def small(*shape: int) -> np.ndarray:
        return (random.randn(*shape) * 0.02).astype(np.float32)

    def zeros(*shape: int) -> np.ndarray:
        return np.zeros(shape, np.float32)

    relations, kinds, statuses = len(RELATIONS), len(KINDS), len(STATUSES)
    usual = zeros(relations, statuses)
    usual[:, 0] = 1.0
    return {
        "flag": small(3, WIDTH),
        "kinds": small(WIDTH, kinds),
        "kinds.prior": np.eye(kinds, dtype=np.float32) * 0.5,
        "kinds.bias": zeros(kinds),
        "kinds.embedding": small(kinds, WIDTH),
        "subject": small(WIDTH, PAIR_WIDTH),
        "subject.context": small(WIDTH, PAIR_WIDTH),
        "subject.bias": zeros(PAIR_WIDTH),
        "subject.place": small(5, PAIR_WIDTH),
        "object": small(WIDTH, PAIR_WIDTH),
        "object.context": small(WIDTH, PAIR_WIDTH),
        "object.bias": zeros(PAIR_WIDTH),
        "bilinear": small(BLOCKS * (PAIR_WIDTH // BLOCKS) ** 2, relations + statuses),
        "of.subject": small(WIDTH, relations),
        "of.object": small(WIDTH, relations),
        "of.context": small(WIDTH, relations),
        "of.place": zeros(5, relations),
        "relation.bias": np.full(relations, -3.0, np.float32),
        "linear": np.full(relations, 3.0, np.float32),
        "linear.missing": zeros(relations),
        "status.relation": usual,
        "status.subject": zeros(WIDTH, statuses),
        "status.object": zeros(WIDTH, statuses),
        "status.context": zeros(WIDTH, statuses),
    }


def new_layers(count: int, seed: int = 0) -> dict[str, np.ndarray]:
    """The parameters of an encoder that has not learnt anything, small and random."""
    random = np.random.RandomState(seed)

    def small(*shape: int) -> np.ndarray:
        return (random.randn(*shape) * 0.05).astype(np.float32)

    parameters = {"position": small(512, WIDTH), "type": small(WIDTH)}
    sizes = {"qkv": (WIDTH, 3 * WIDTH), "mix": (WIDTH, WIDTH), "inner": (WIDTH, 4 * WIDTH), "outer": (4 * WIDTH, WIDTH)}
    for layer in range(count):
        for name, shape in sizes.items():
            parameters |= {f"{layer}.{name}": small(*shape), f"{layer}.{name}.bias": small(shape[1])}
    for name in ("normal", *(f"{layer}.{part}" for layer in range(count) for part in ("mix", "outer"))):
        parameters |= {f"{name}.gain": 1 + small(WIDTH), f"{name}.shift": small(WIDTH)}
    return parameters


def _normalised(x: Any, gain: Any, shift: Any) -> Any:
    centred = x - x.mean(-1, keepdims=True)
    return centred * jax.lax.rsqrt((centred**2).mean(-1, keepdims=True) + 1e-12) * gain + shift


class Dropout:
    """Sets a share of values to zero while training (Srivastava et al. 2014); without a key it does nothing."""

    def __init__(self, key: Any, rate: float) -> None:
        self._key, self._rate, self._calls = key, rate, 0

    def __call__(self, x: Any) -> Any:
        """Drop, and scale up what is left."""
        if self._key is None:
            return x
        self._calls += 1
        kept = jax.random.bernoulli(jax.random.fold_in(self._key, self._calls), 1 - self._rate, x.shape)
        return x * kept / (1 - self._rate)


def encode(p: Parameters, words: Any, inputs: dict[str, Any], drop: Dropout) -> tuple[Any, Any]:
    """Encode padded windows.

    Args:
        p: the parameters.
        words: windows x pieces x width, the rows of the pieces.
        inputs: ``mask`` (windows x pieces, 1 where a piece stands) and ``flags``.
        drop: the dropout.

    Returns:
        Vectors (windows x pieces x width) and the last layer's attention (windows x heads x pieces x pieces).
    """
    count, length = inputs["mask"].shape
    x = _normalised(words + p["position"][:length] + p["type"], p["normal.gain"], p["normal.shift"])
    x = drop(x + p["flag"][inputs["flags"]])
    hidden = (1 - inputs["mask"])[:, None, None, :] * -1e9
    attention = None
    for layer in range(sum(name.endswith(".inner") for name in p)):
        w = {name.partition(".")[2]: v for name, v in p.items() if name.startswith(f"{layer}.")}
        parts = (x @ w["qkv"] + w["qkv.bias"]).reshape(count, length, 3, HEADS, -1).transpose(2, 0, 3, 1, 4)
        query, key, value = parts
        attention = jax.nn.softmax(query @ key.transpose(0, 1, 3, 2) / np.sqrt(WIDTH / HEADS) + hidden, -1)
        mixed = (attention @ value).transpose(0, 2, 1, 3).reshape(count, length, WIDTH) @ w["mix"] + w["mix.bias"]
        x = _normalised(x + drop(mixed), w["mix.gain"], w["mix.shift"])
        deep = jax.nn.gelu(x @ w["inner"] + w["inner.bias"], approximate=True) @ w["outer"] + w["outer.bias"]
        x = _normalised(x + drop(deep), w["outer.gain"], w["outer.shift"])
    return x, attention


def forward(p: Parameters, words: Any, inputs: dict[str, Any], key: Any = None, rate: float = 0.1) -> tuple[Any, ...]:
    """All logits of one padded article: relations (n x n x relations), kinds (n x kinds), statuses (n x n x r x 4)."""
    drop = Dropout(key, rate)
    vectors, attention = encode(p, words, inputs, drop)
    count, length = inputs["mask"].shape
    flat = vectors.reshape(count * length, WIDTH)
    mentions, belongs = inputs["mentions"] @ flat, inputs["belongs"]
    size = belongs.sum(1, keepdims=True)
    clusters = jax.nn.logsumexp(mentions[None] + ((1 - belongs) * -1e9)[..., None], axis=1)
    clusters = jnp.where(size > 0, clusters, 0)
    kinds = drop(clusters) @ p["kinds"] + inputs["priors"] @ p["kinds.prior"] + p["kinds.bias"]
    looks = jnp.einsum("mwl,whlk->mhwk", inputs["mentions"].reshape(-1, count, length), attention)
    looks = jnp.einsum("nm,mhwk->hnwk", belongs / jnp.maximum(size, 1), looks).reshape(HEADS, len(belongs), -1)
    shared = jnp.einsum("hnk,hmk->nmk", looks, looks)
    context = drop((shared / (shared.sum(-1, keepdims=True) + 1e-6)) @ flat)
    entity = drop(clusters + jax.nn.softmax(kinds) @ p["kinds.embedding"])
    shape = (len(belongs), len(belongs), BLOCKS, PAIR_WIDTH // BLOCKS)
    left = jnp.tanh((entity @ p["subject"])[:, None] + context @ p["subject.context"] + p["subject.bias"]
                    + inputs["place"] @ p["subject.place"]).reshape(shape)  # fmt: skip
    right = jnp.tanh((entity @ p["object"])[None] + context @ p["object.context"] + p["object.bias"]).reshape(shape)
    weights = p["bilinear"].reshape(BLOCKS, shape[-1], shape[-1], -1)
    bilinear = jnp.einsum("nmrgj,nmgj->nmr", jnp.einsum("nmgi,gijr->nmrgj", left, weights), right)
    relations = len(RELATIONS)
    logits = (
        bilinear[..., :relations] + (entity @ p["of.subject"])[:, None] + (entity @ p["of.object"])[None]
        + context @ p["of.context"] + p["relation.bias"] + inputs["place"] @ p["of.place"]
        + inputs["linear"] * p["linear"] + (inputs["linear"] <= MISSING) * p["linear.missing"]
    )  # fmt: skip
    statuses = (
        bilinear[..., relations:] + (entity @ p["status.subject"])[:, None] + (entity @ p["status.object"])[None]
        + context @ p["status.context"]
    )  # fmt: skip
    return logits, kinds, statuses[..., None, :] + p["status.relation"]


def loss(p: Parameters, words: Any, inputs: dict[str, Any], targets: dict[str, Any], key: Any) -> tuple[Any, Any]:
    """The sum of three cross entropies (claims, kinds, statuses), and each; scaled to a usual article's size."""
    logits, kinds, statuses = forward(p, words, inputs, key)
    claims = ((jax.nn.softplus(logits) - targets["claims"] * logits) * targets["counts"]).sum() / 12
    each = jnp.take_along_axis(jax.nn.log_softmax(kinds), targets["kinds"][:, None], -1)[:, 0]
    named = -(each * targets["kinds.count"]).sum() / 12
    known = targets["statuses"] >= 0
    picked = jnp.take_along_axis(jax.nn.log_softmax(statuses), jnp.maximum(targets["statuses"], 0)[..., None], -1)
    stated = -(picked[..., 0] * known).sum() / 6  # statuses are few beside the pairs that must stay apart
    return claims + named + stated, (claims, named, stated)
