"""Crowd claims: counted, unnamed sets that do something, such as "more than 1,200 organisations"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from joinder.graph.model import CrowdClaim
from joinder.loaders.counts import find_counts
from joinder.loaders.scoring import score_claims, status_features, what_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from joinder.loaders.candidates import Candidate, CandidateFinder
    from joinder.loaders.counts import Count
    from joinder.loaders.document import Document, Passage
    from joinder.loaders.scoring import Weights

#: A crowd is weighed like a named group; that its article names no one beside it makes it weigh less.
THRESHOLD = 0.12


def find_crowds(
    document: Document, finder: CandidateFinder, weights: Weights, names: list[str]
) -> Iterator[CrowdClaim]:
    """The best claim that each count of a document makes, if any is likely enough."""
    seen: set[tuple[float, str, str]] = set()
    for passage in document.passages:
        for count in find_counts(passage.doc.text):
            token = _head(passage, count)
            if token is None:
                continue
            found = list(finder.crowd(passage, token))
            score_claims(found, weights.claims)
            best = max(found, key=lambda c: (c.score, c.relation, -c.object), default=None)
            if best is None or best.score < THRESHOLD:
                continue
            key = (count.value, best.relation, names[best.object])
            if key not in seen:
                seen.add(key)
                yield _claim(passage, count, best, weights, names)


def _head(passage: Passage, count: Count) -> Token | None:
    """The token of a count's unit, or of its number where the unit is left out."""
    start, end = (count.unit_start, count.unit_end) if count.unit else (count.start, count.end)
    span = passage.doc.char_span(start, end, alignment_mode="expand")
    return span[-1] if span is not None else None


def _claim(passage: Passage, count: Count, candidate: Candidate, weights: Weights, names: list[str]) -> CrowdClaim:
    sentence = candidate.token.sent
    start = passage.start + sentence.start_char
    quote = sentence.text.rstrip()
    return CrowdClaim(
        count.value,
        count.bound,
        count.unit or "people",
        candidate.relation,
        names[candidate.object],
        weights.status.best(status_features(candidate))[0],
        quote,
        start,
        start + len(quote),
        what_of(candidate, weights),
    )
