"""The joint reading: what each name is, and what each pair of names has to do with one another, by the whole article.

The encoder's vectors of two names, and the words that both of them attend to (localised context pooling: Zhou et al.,
"Document-level relation extraction with adaptive thresholding and localized context pooling", AAAI 2021), are weighed
together with what the linear models found for the same names and pairs.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from joinder.graph.ontology import ontology
from joinder.loaders.encoder import encode, parameters, softmax
from joinder.loaders.windows import lay_windows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from joinder.loaders.document import Document
    from joinder.loaders.encoder import Encoded, Floats
    from joinder.loaders.windows import Place

KINDS = ("Person", "Group", "Brand", "Platform", "Campaign", "None")
#: A counted crowd acts as a group does.
CROWD_KIND = "Group"
BLOCKS = 4
#: What stands for the logit of a pair and relation that no frame or default proposed, and by what logits are divided.
MISSING, SCALE = -1.0, 6.0
#: Pairs whose products are in memory together: few enough that these stay in a processor's cache.
_AT_ONCE = 128
#: The matrices that an end of a pair is multiplied by, whatever the other end.
_OF_ONE = ("subject", "object", "of.subject", "of.object", "status.subject", "status.object")
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class PairScores:
    """For each pair asked for (in order): relations' logits (pairs x relations), statuses' (pairs x relations x 4)."""

    relations: Floats
    statuses: Floats


class JointReading:
    """One encoded document, asked first for its names' kinds and then for its pairs' relations."""

    def __init__(self, document: Document, counted: Sequence[Place] = ()) -> None:
        self._weights = parameters()
        self.windows = lay_windows(document, counted)
        self._encoded: Encoded = encode(self.windows, self._weights)
        #: What each cluster is, its kind with it; ``kinds`` tells.
        self._entities: Floats = self._encoded.clusters

    def kinds(self, priors: Sequence[Mapping[str, float]]) -> list[dict[str, float]]:
        """The probabilities of every cluster's kinds, given those that the linear model found (a crowd is a Group)."""
        w = self._weights
        crowds = [{CROWD_KIND: 1.0}] * (len(self._encoded.clusters) - len(priors))
        logs = prior_logs([*priors, *crowds])
        logits = self._encoded.clusters @ w["kinds"] + logs @ w["kinds.prior"] + w["kinds.bias"]
        kinds = softmax(logits)
        self._entities = self._encoded.clusters + kinds @ w["kinds.embedding"]
        return [dict(zip(KINDS, map(float, row), strict=True)) for row in kinds[: len(priors)]]

    @cached_property
    def together(self) -> set[Pair]:
        """The pairs of clusters, and of crowds with clusters, that one window names both of."""
        return {(int(i), int(j)) for w in self._encoded.windows for i in w.clusters for j in w.clusters if i != j}

    @cached_property
    def _products(self) -> dict[str, Floats]:
        """What a cluster brings to its pairs, once for all of them."""
        return {name: self._entities @ self._weights[name] for name in _OF_ONE}

    def pairs(self, pairs: Sequence[Pair], linear: Mapping[tuple[int, str, int], float]) -> PairScores:
        """The scores of pairs of clusters, given the linear model's probabilities of triples; after ``kinds``."""
        logs = linear_logits(pairs, linear)
        parts = [self._part(pairs[i : i + _AT_ONCE], logs[i : i + _AT_ONCE]) for i in range(0, len(pairs), _AT_ONCE)]
        shape = len(ontology().relations), len(ontology().statuses)
        none = np.zeros((0, shape[0]), np.float32), np.zeros((0, *shape), np.float32)
        return PairScores(
            np.concatenate([relations for relations, _ in parts] or [none[0]]),
            np.concatenate([statuses for _, statuses in parts] or [none[1]]),
        )

    def _part(self, pairs: Sequence[Pair], logs: Floats) -> tuple[Floats, Floats]:
        """The logits of some pairs at once."""
        w = self._weights
        subjects, objects = np.array([p[0] for p in pairs]), np.array([p[1] for p in pairs])
        context = self._context(subjects, objects)
        sentences = self.windows.sentences
        place = np.array([geometry(sentences[s], sentences[o]) for s, o in pairs], np.float32)
        shape = (len(pairs), BLOCKS, -1)
        own = self._products
        left = np.tanh(own["subject"][subjects] + context @ w["subject.context"] + w["subject.bias"]
                       + place @ w["subject.place"]).reshape(shape)  # fmt: skip
        right = np.tanh(own["object"][objects] + context @ w["object.context"] + w["object.bias"]).reshape(shape)
        bilinear = (left[..., :, None] * right[..., None, :]).reshape(len(pairs), -1) @ w["bilinear"]
        count = logs.shape[1]
        relations = (
            bilinear[:, :count] + own["of.subject"][subjects] + own["of.object"][objects]
            + context @ w["of.context"] + w["relation.bias"] + place @ w["of.place"]
            + logs * w["linear"] + (logs <= MISSING) * w["linear.missing"]
        )  # fmt: skip
        statuses = (
            bilinear[:, count:] + own["status.subject"][subjects] + own["status.object"][objects]
            + context @ w["status.context"]
        )  # fmt: skip
        return relations, statuses[:, None] + w["status.relation"]

    def _context(self, subjects: NDArray[np.int64], objects: NDArray[np.int64]) -> Floats:
        """The vector of the words that both names of each pair attend to; zeros where no window names both."""
        total = np.zeros((len(subjects), self._encoded.clusters.shape[1]), np.float32)
        weight = np.full((len(subjects), 1), 1e-6, np.float32)
        for window in self._encoded.windows:
            here = np.isin(subjects, window.clusters) & np.isin(objects, window.clusters)
            if here.any():
                rows = np.searchsorted(window.clusters, subjects[here]), np.searchsorted(window.clusters, objects[here])
                shared = (window.attention[rows[0]] * window.attention[rows[1]]).sum(axis=1)
                total[here] += shared @ window.vectors
                weight[here] += shared.sum(axis=-1, keepdims=True)
        result: Floats = total / weight
        return result


def prior_logs(priors: Sequence[Mapping[str, float]]) -> Floats:
    """The logarithms of the linear model's probabilities of kinds, clusters x kinds."""
    return np.log(np.array([[max(p.get(k, 0.0), 1e-3) for k in KINDS] for p in priors], np.float32).reshape(-1, 6))


def linear_logits(pairs: Sequence[Pair], linear: Mapping[tuple[int, str, int], float]) -> Floats:
    """The scaled logits of what the linear model found for pairs, pairs x relations."""
    relations = {r: i for i, r in enumerate(ontology().relations)}
    rows = {pair: i for i, pair in enumerate(pairs)}
    found = np.full((len(pairs), len(relations)), MISSING, np.float32)
    for (subject, relation, object_), probability in linear.items():
        row = rows.get((subject, object_))
        if row is not None:
            value = np.log(max(probability, 1e-4) / max(1 - probability, 1e-4)) / SCALE
            found[row, relations[relation]] = max(found[row, relations[relation]], value)
    return found


def geometry(subject: Sequence[int], object_: Sequence[int]) -> tuple[float, float, float, float, float]:
    """How two names stand to one another: same sentence, the next, further; how often together; which comes first.

    Args:
        subject: the numbers of the sentences that name the subject, rising.
        object_: those that name the object.
    """
    if not subject or not object_:
        return 0.0, 0.0, 0.0, 0.0, 0.0
    fewer, more = sorted((subject, object_), key=len)
    distance, together = 2, 0
    for sentence in fewer:
        at = bisect_left(more, sentence)
        near = more[max(at - 1, 0) : at + 1]
        distance = min(distance, *(abs(sentence - other) for other in near))
        together += sentence in near
    first = float(subject[0] < object_[0])
    return float(distance == 0), float(distance == 1), float(distance > 1), min(3, together) / 3, first
