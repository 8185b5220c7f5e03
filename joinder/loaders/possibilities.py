"""The claims that a document may make, each with its matches, weighed by the joint reading.

A frame's match is where a claim's evidence, ``what`` and dates come from. A claim that no frame matched, but that the
whole article makes likely, stands on the sentence that brings its two names closest together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from joinder.graph.ontology import ontology
from joinder.loaders.candidates import unmatched
from joinder.loaders.windows import MENTIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from joinder.loaders.candidates import Candidate
    from joinder.loaders.document import Document, Mention
    from joinder.loaders.joint import JointReading

Triple = tuple[int, str, int]
#: Below this a possible claim is not worth telling in ``explain``.
WORTH_TELLING = 0.05


@dataclass(slots=True)
class Possibility:
    """A possible claim with its matches, best first, its probability, and those of its statuses."""

    triple: Triple
    matches: list[Candidate]
    score: float
    statuses: dict[str, float]


def grouped(candidates: Iterable[Candidate]) -> dict[Triple, list[Candidate]]:
    """Scored candidates by the claim that they would make, the best first."""
    groups: dict[Triple, list[Candidate]] = {}
    for candidate in candidates:
        groups.setdefault((candidate.subject, candidate.relation, candidate.object), []).append(candidate)
    for group in groups.values():
        group.sort(key=lambda c: (-c.score, c.passage.index, c.token.i))
    return groups


def allowed_pairs(pairs: Iterable[tuple[int, int]], labels: Sequence[str]) -> list[tuple[int, int]]:
    """The pairs whose labels any relation allows."""
    ends = {(s, o) for r in ontology().relations.values() for s in r.subject for o in r.object}
    return [(i, j) for i, j in pairs if (labels[i], labels[j]) in ends]


def weigh(document: Document, candidates: Sequence[Candidate], joint: JointReading) -> list[Possibility]:
    """All claims worth telling, in no order of merit; the clusters must have the labels that ``joint`` gave."""
    groups = grouped(candidates)
    labels = [c.label for c in document.clusters]
    near = joint.together() | {(subject, object_) for subject, _, object_ in groups}
    pairs = allowed_pairs((p for p in sorted(near) if max(p) < len(labels)), labels)
    scores = joint.pairs(pairs, {triple: group[0].score for triple, group in groups.items()})
    probabilities = 1 / (1 + np.exp(-scores.relations))
    relations = list(ontology().relations.items())
    found = []
    for row, column in zip(*np.nonzero(probabilities >= WORTH_TELLING), strict=True):
        (subject, object_), (name, relation) = pairs[row], relations[column]
        if labels[subject] in relation.subject and labels[object_] in relation.object:
            triple = (subject, name, object_)
            matches = groups.get(triple) or list(_together(document, triple))
            if matches:
                statuses = status_probabilities(scores.statuses[row, column])
                found.append(Possibility(triple, matches, float(probabilities[row, column]), statuses))
    return found


def status_probabilities(logits: np.ndarray) -> dict[str, float]:
    """The probabilities of the statuses."""
    powers = np.exp(logits - logits.max())
    return dict(zip(ontology().statuses, map(float, powers / powers.sum()), strict=True))


def _together(document: Document, triple: Triple) -> Iterator[Candidate]:
    """A match for a claim that no frame made: where its names stand closest together, at best in one sentence."""
    subject, _, object_ = triple

    def gap(pair: tuple[Mention, Mention]) -> tuple[bool, bool, int, int]:
        one, other = pair
        apart = one.passage is not other.passage or one.token.sent != other.token.sent
        return apart, one.passage.block.kind == "title", abs(one.start - other.start), one.start

    mentions = [document.clusters[end].mentions[:MENTIONS] for end in (subject, object_)]
    pairs = [(s, o) for s in mentions[0] for o in mentions[1]]
    if pairs:
        nearest = min(pairs, key=gap)
        yield unmatched(nearest[0], triple, nearest[1])
