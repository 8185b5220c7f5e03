"""From scored candidates to claims: which are said, with what status, ``what`` and dates, and the sentence that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from joinder.graph.model import Claim, Entity, Extraction
from joinder.loaders.scoring import status_features, what_features

if TYPE_CHECKING:
    from joinder.loaders.candidates import Candidate
    from joinder.loaders.document import Cluster, Document
    from joinder.loaders.extract import Reading
    from joinder.loaders.scoring import Weights

#: For one pair of ends only the likelier of these relations is claimed.
_RIVALS = (("PAUSED", "LEFT"), ("JOINED", "SUPPORTS"), ("WORKS_FOR", "MEMBER_OF"))
_ANYWHERE = {"WORKS_FOR", "MEMBER_OF"}


def accepted(reading: Reading, weights: Weights) -> list[Candidate]:
    """The best candidate of each triple that reaches its relation's threshold, rivals settled, in the text's order."""
    best: dict[tuple[int, str, int], Candidate] = {}
    for candidate in reading.candidates:
        if candidate.score < weights.thresholds.get(candidate.relation, 0.5):
            continue
        key = (candidate.subject, candidate.relation, candidate.object)
        if key not in best or candidate.score > best[key].score:
            best[key] = candidate
    for first, second in _RIVALS:
        for subject, relation, object_ in list(best):
            rival = (subject, second, object_)
            if relation == first and rival in best:
                weaker = first if best[subject, first, object_].score < best[rival].score else second
                del best[subject, weaker, object_]
    return sorted(best.values(), key=lambda c: (c.passage.index, c.token.i, c.relation, c.subject, c.object))


def gather(reading: Reading, weights: Weights, version: str) -> Extraction:
    """Make the extraction of a document from its reading."""
    document = reading.document
    chosen = accepted(reading, weights)
    names = [display_name(c) for c in document.clusters]
    claims = [_claim(document, c, names, weights) for c in chosen]
    used = {n for c in chosen for n in (c.subject, c.object)}
    entities = tuple(
        Entity(names[i], c.label, tuple(f for f in c.forms if f != names[i]), tuple((m.start, m.end) for m in c.mentions), tuple(c.votes))
        for i, c in enumerate(document.clusters)
        if c.label != "None" or i in used
    )  # fmt: skip
    return Extraction(document.article, entities, tuple(claims), (), version)


def display_name(cluster: Cluster) -> str:
    """The fullest form of a cluster's name."""
    return cluster.name


def evidence(document: Document, candidate: Candidate) -> tuple[int, int]:
    """The offsets of the sentence that says so."""
    sentence = candidate.token.sent
    start = candidate.passage.start + sentence.start_char
    text = sentence.text
    return start + len(text) - len(text.lstrip()), start + len(text.rstrip())


def _claim(document: Document, candidate: Candidate, names: list[str], weights: Weights) -> Claim:
    start, end = evidence(document, candidate)
    status = weights.status.best(status_features(candidate))[0]
    what: str | None = None
    if candidate.relation in {"PAUSED", "LEFT", "RESUMED"}:
        found = weights.what.best(what_features(candidate))[0]
        what = None if found == "none" else found
    elif candidate.relation == "WORKS_FOR":
        what = candidate.what_words[0] if candidate.what_words and candidate.what_words[0] else None
    if candidate.relation in {"WORKS_FOR", "MEMBER_OF", "TARGETS"}:
        status = "done"
    return Claim(
        names[candidate.subject], candidate.relation, names[candidate.object], status,
        document.article.text[start:end], start, end, what, reason=f"{candidate.trigger} p={candidate.score:.2f}",
    )  # fmt: skip
