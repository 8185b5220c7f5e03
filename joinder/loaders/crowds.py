"""Crowd claims: counted, unnamed sets that do something, such as "more than 1,200 organisations"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from joinder.graph.model import CrowdClaim
from joinder.loaders.counts import find_counts
from joinder.loaders.joint import CROWD_KIND
from joinder.loaders.possibilities import likely, unmatched
from joinder.loaders.scoring import what_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from joinder.loaders.candidate import Candidate
    from joinder.loaders.candidates import CandidateFinder
    from joinder.loaders.counts import Count
    from joinder.loaders.document import Document, Passage
    from joinder.loaders.extract import Reading
    from joinder.loaders.possibilities import Triple
    from joinder.loaders.scoring import Weights
    from joinder.loaders.tokens import Token
    from joinder.loaders.windows import Place

#: Whose threshold it is among those of the relations.
CROWDS = "crowds"


def find_crowds(reading: Reading, weights: Weights, names: list[str]) -> Iterator[CrowdClaim]:
    """The claims that the counts of a document make: each is weighed like a name that stands at its unit."""
    document, joint, counts = reading.document, reading.joint, reading.counts
    names_end = len(document.clusters)
    labels = [c.label for c in document.clusters] + [CROWD_KIND] * len(counts)
    pairs = [pair for pair in sorted(joint.together) if pair[0] >= names_end > pair[1]]
    seen: set[tuple[float, str, int]] = set()
    found = likely(joint, pairs, labels, {}, weights.thresholds.get(CROWDS, 0.5))
    for triple, statuses in _likeliest(found):
        number, relation, object_ = triple
        place, count = counts[number - names_end]
        if (count.value, relation, object_) not in seen:
            seen.add((count.value, relation, object_))
            passage = document.passages[place[0]]
            match = _match(reading.finder, passage, passage.doc[place[1]], triple)
            yield _claim(match, count, names[object_], max(statuses, key=statuses.__getitem__), weights)


def _likeliest(found: Iterable[tuple[Triple, float, dict[str, float]]]) -> Iterator[tuple[Triple, dict[str, float]]]:
    """One claim of each crowd: a count is said of one act, and a second reading of it is mostly the first's echo."""
    best: dict[int, tuple[float, Triple, dict[str, float]]] = {}
    for triple, score, statuses in found:
        if triple[0] not in best or score > best[triple[0]][0]:
            best[triple[0]] = score, triple, statuses
    for _, triple, statuses in best.values():
        yield triple, statuses


def counted_heads(document: Document) -> Iterator[tuple[Place, Count]]:
    """The counts of a document that a token stands for, with its passage's number and its own."""
    for passage in document.passages:
        for count in find_counts(passage.doc.text):
            token = _head(passage, count)
            if token is not None:
                yield (passage.index, token.i), count


def _head(passage: Passage, count: Count) -> Token | None:
    """The token of a count's unit, or of its number where the unit is left out."""
    start, end = (count.unit_start, count.unit_end) if count.unit else (count.start, count.end)
    return passage.doc.last_of(start, end)


def _match(finder: CandidateFinder, passage: Passage, unit: Token, triple: tuple[int, str, int]) -> Candidate:
    """The frame's match that says so, where there is one, for what the claim is about."""
    found = [c for c in finder.crowd(passage, unit) if c.relation == triple[1]]
    right = [c for c in found if c.object == triple[2]] or found
    return right[0] if right else unmatched(passage, unit, triple)


def _claim(candidate: Candidate, count: Count, object_: str, status: str, weights: Weights) -> CrowdClaim:
    sentence = candidate.token.sent
    start = candidate.passage.start + sentence.start_char
    quote = sentence.text.rstrip()
    return CrowdClaim(
        count.value,
        count.bound,
        count.unit or "people",
        candidate.relation,
        object_,
        status,
        quote,
        start,
        start + len(quote),
        what_of(candidate, weights),
    )
