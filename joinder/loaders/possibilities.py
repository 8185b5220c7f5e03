"""The claims that a document may make, each with its matches, weighed by the joint reading.

A frame's match is where a claim's evidence, ``what`` and dates come from. A claim that no frame matched, but that the
whole article makes likely, stands on the sentence that brings its two names closest together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from joinder.graph.ontology import ontology
from joinder.loaders.assertion import cues
from joinder.loaders.candidate import Candidate
from joinder.loaders.defaults import governor_of
from joinder.loaders.encoder import softmax
from joinder.loaders.windows import MENTIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from joinder.loaders.document import Document, Mention, Passage
    from joinder.loaders.joint import JointReading
    from joinder.loaders.tokens import Token

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


def likely(
    joint: JointReading, pairs: Iterable[tuple[int, int]], labels: Sequence[str], linear: Mapping[Triple, float],
    floor: float,
) -> Iterator[tuple[Triple, float, dict[str, float]]]:  # fmt: skip
    """The triples of pairs that the ontology allows and that reach a probability, with it and those of their statuses.

    Args:
        joint: the reading that weighs them.
        pairs: numbers of clusters, and of crowds after them.
        labels: the label of each number.
        linear: what the linear model found, where it was asked.
        floor: the probability.
    """
    relations = list(ontology().relations.items())
    ends = {(subject, object_) for _, r in relations for subject in r.subject for object_ in r.object}
    asked = [(i, j) for i, j in pairs if (labels[i], labels[j]) in ends]
    scores = joint.pairs(asked, linear)
    probabilities = 1 / (1 + np.exp(-scores.relations))
    for row, column in zip(*np.nonzero(probabilities >= floor), strict=True):
        (subject, object_), (name, relation) = asked[row], relations[column]
        if labels[subject] in relation.subject and labels[object_] in relation.object:
            statuses = map(float, softmax(scores.statuses[row, column]))
            status = dict(zip(ontology().statuses, statuses, strict=True))
            yield (subject, name, object_), float(probabilities[row, column]), status


def weigh(document: Document, candidates: Sequence[Candidate], joint: JointReading) -> list[Possibility]:
    """All claims worth telling, in no order of merit; the clusters must have the labels that ``joint`` gave."""
    groups = grouped(candidates)
    labels = [c.label for c in document.clusters]
    near = joint.together | {(subject, object_) for subject, _, object_ in groups}
    pairs = [pair for pair in sorted(near) if max(pair) < len(labels)]
    linear = {triple: group[0].score for triple, group in groups.items()}
    found = []
    for triple, score, statuses in likely(joint, pairs, labels, linear, WORTH_TELLING):
        matches = groups.get(triple) or list(_together(document, triple))
        if matches:
            found.append(Possibility(triple, matches, score, statuses))
    return found


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
        yield unmatched(nearest[0].passage, nearest[0].token, triple)


def unmatched(passage: Passage, named: Token, triple: Triple) -> Candidate:
    """A match that nothing but the whole article speaks for, placed at a token that stands for its subject."""
    above = governor_of(named)
    token = above if above.sent == named.sent else named
    return Candidate(*triple, passage, token, "", ["whole-article"], cues(above), named)
