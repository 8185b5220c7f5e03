"""From scored candidates to claims: which are said, their status, ``what`` and dates, and the sentence that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from joinder.graph.model import Claim, CrowdClaim, Entity, Extraction, Rejection
from joinder.loaders.assertion import control_class
from joinder.loaders.crowds import find_crowds
from joinder.loaders.dates import find_dates
from joinder.loaders.scoring import status_features, what_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from joinder.loaders.candidate import Candidate
    from joinder.loaders.document import Cluster, Document
    from joinder.loaders.extract import Reading
    from joinder.loaders.possibilities import Possibility
    from joinder.loaders.scoring import Weights

#: A cluster's number, or the gold's name for it.
End = TypeVar("End")
#: For one pair of ends only the likelier of these relations is claimed.
_RIVALS = (("PAUSED", "LEFT"), ("JOINED", "SUPPORTS"), ("WORKS_FOR", "MEMBER_OF"), ("JOINED", "ORGANIZED"))
#: Whom a campaign is directed against is not among those who make it.
_NOT_OF_A_TARGET = ("JOINED", "ORGANIZED", "SUPPORTS")
#: Facts that every kind of article tells; all others need an article about some action.
BACKGROUND = frozenset({"WORKS_FOR", "MEMBER_OF"})
#: Relations whose claims are always about what is so.
_TIMELESS = BACKGROUND | {"TARGETS"}
#: Both models of statuses learn from articles that tell mostly of what is done, and lean to it twice. The odds of the
#: others are raised by this (prior correction: Saerens, Latinne and Decaestecker 2002; fitted to practice prose).
_USUAL, _UNUSUAL = "done", 12.0
#: How likely the likeliest action of an article must be for any of its actions to be claimed.
_ABOUT_ACTION = 0.5


def accepted(reading: Reading, thresholds: Mapping[str, float]) -> list[Possibility]:
    """The possible claims that reach their relation's threshold, rivals settled, in the text's order."""
    top = max((p.score for p in reading.possibilities if p.triple[1] not in BACKGROUND), default=0.0)
    best: dict[tuple[int, str, int], Possibility] = {
        p.triple: p
        for p in reading.possibilities
        if p.score >= thresholds.get(p.triple[1], 0.5) and (top >= _ABOUT_ACTION or p.triple[1] in BACKGROUND)
    }
    _keep_said_objects(best)
    _keep_one_post(best)
    kept = without_rivals({triple: p.score for triple, p in best.items()})
    best = {triple: p for triple, p in best.items() if triple in kept}
    for campaign, relation, target in [t for t in best if t[1] == "TARGETS"]:
        for acting in _NOT_OF_A_TARGET:
            made = best.get((target, acting, campaign))
            if made is not None and made.score < best[campaign, relation, target].score + 0.2:
                del best[target, acting, campaign]
    return sorted(
        best.values(), key=lambda p: (p.matches[0].passage.index, p.matches[0].token.i, p.triple[1], p.triple)
    )


def without_rivals(scores: Mapping[tuple[End, str, End], float]) -> set[tuple[End, str, End]]:
    """The triples that are left when, of two relations of one pair that exclude each other, the likelier is kept."""
    kept = set(scores)
    for first, second in _RIVALS:
        for one in scores:
            other = (one[0], second, one[2])
            if one[1] == first and one in kept and other in kept:
                kept.discard(one if scores[one] < scores[other] else other)
    return kept


def _keep_said_objects(best: dict[tuple[int, str, int], Possibility]) -> None:
    """Of one match's objects drop those taken from the article where the sentence says one."""
    spots: dict[tuple[int, int, int, str], list[Possibility]] = {}
    for possibility in best.values():
        match = possibility.matches[0]
        spots.setdefault((match.passage.index, match.token.i, match.subject, match.relation), []).append(possibility)
    for rivals in spots.values():
        implied = [p for p in rivals if _is_implied(p.matches[0])]
        if len(implied) < len(rivals):
            for possibility in implied:
                del best[possibility.triple]


def _is_implied(match: Candidate) -> bool:
    """Tell whether a match's object is the article's campaign or target and not a phrase of the sentence."""
    return any(f.startswith(("ow=campaign", "ow=target")) for f in match.features)


def _keep_one_post(best: dict[tuple[int, str, int], Possibility]) -> None:
    """Of the bodies at which one word gives one person a post, drop those that it speaks for far less."""
    spots: dict[tuple[int, int, int], list[Possibility]] = {}
    for possibility in best.values():
        if possibility.triple[1] == "WORKS_FOR":
            match = possibility.matches[0]
            spots.setdefault((match.passage.index, match.token.i, match.subject), []).append(possibility)
    for rivals in spots.values():
        most = max(p.matches[0].score for p in rivals)
        for possibility in rivals:
            if possibility.matches[0].score < most / 2:
                del best[possibility.triple]


def gather(reading: Reading, weights: Weights, version: str) -> Extraction:
    """Make the extraction of a document from its reading."""
    document = reading.document
    chosen = accepted(reading, weights.thresholds)
    names = _display_names(document)
    claims = tuple(_claim(document, p, names, weights, reading) for p in chosen)
    crowds: tuple[CrowdClaim, ...] = ()
    if any(p.triple[1] not in BACKGROUND for p in chosen):
        crowds = tuple(find_crowds(reading, weights, names))
    used = {n for p in chosen for n in (p.triple[0], p.triple[2])} | {names.index(c.object) for c in crowds}
    entities = tuple(
        _entity(cluster, names[i]) for i, cluster in enumerate(document.clusters) if i in used or _is_entity(cluster)
    )
    made = {p.triple for p in chosen}
    rejections = tuple(_rejection(p, names, weights.thresholds) for p in reading.possibilities if p.triple not in made)
    return Extraction(document.article, entities, claims, crowds, version, rejections)


def _display_names(document: Document) -> list[str]:
    """The clusters' names, made different where two spell alike."""
    names: list[str] = []
    for cluster in document.clusters:
        name = cluster.name
        if name in names:
            name = next((f for f in cluster.forms if f not in names), f"{name} ({cluster.label})")
        names.append(name)
    return names


def _is_entity(cluster: Cluster) -> bool:
    """Tell whether a name that no claim needs is likely enough to be a thing of its label."""
    return cluster.label != "None"


def _entity(cluster: Cluster, name: str) -> Entity:
    spans = tuple((m.start, m.end) for m in cluster.mentions)
    aliases = tuple(f for f in cluster.forms if f != name)
    return Entity(name, cluster.label, aliases, spans, tuple(cluster.votes))


def evidence(candidate: Candidate) -> tuple[int, int]:
    """The offsets of the sentence that says so."""
    sentence = candidate.token.sent
    start = candidate.passage.start + sentence.start_char
    text = sentence.text
    return start + len(text) - len(text.lstrip()), start + len(text.rstrip())


def _claim(document: Document, possibility: Possibility, names: list[str], weights: Weights, reading: Reading) -> Claim:
    candidate = possibility.matches[0]
    start, end = evidence(candidate)
    status = "done"
    if candidate.relation not in _TIMELESS:
        status = status_of(candidate, possibility.statuses, weights)
    first, last = _dates(document, candidate, status)
    return Claim(
        names[candidate.subject],
        candidate.relation,
        names[candidate.object],
        status,
        document.article.text[start:end],
        start,
        end,
        what_of(candidate, weights),
        first,
        last,
        _speaker(candidate, names, reading),
        _reason(possibility),
    )


def status_of(candidate: Candidate, whole: Mapping[str, float], weights: Weights) -> str:
    """The status that is likeliest by the match's own words and by the whole article together."""
    words = weights.status.probabilities(status_features(candidate))
    return max(words, key=lambda status: words[status] * whole[status] * (1.0 if status == _USUAL else _UNUSUAL))


def _reason(possibility: Possibility) -> str:
    candidate = possibility.matches[0]
    paths = [f for f in candidate.features if f.startswith(("sp=", "op=", "ow=", "dir=")) and "&" not in f]
    trigger = f"“{candidate.trigger}”" if candidate.trigger else "no frame: position in the sentence"
    return f"{trigger} {' '.join(paths)}; match {candidate.score:.2f}, with the whole article {possibility.score:.2f}"


def _dates(document: Document, candidate: Candidate, status: str) -> tuple[str | None, str | None]:
    """The dates nearest to a trigger in its sentence, read by the status's tense."""
    if candidate.relation in _TIMELESS:
        return None, None
    sentence = candidate.token.sent
    found = find_dates(sentence.text, document.article.published)
    if not found:
        return None, None
    place = candidate.token.idx - sentence.start_char
    nearest = min(found, key=lambda d: (abs(d.start - place), d.start))
    first, last = nearest.reading("future" if status == "planned" else "past")
    return (first, None) if nearest.relation == "on" else (first, last)


def _speaker(candidate: Candidate, names: list[str], reading: Reading) -> str | None:
    """Who is quoted for a claim: the subject of the verb of saying above its trigger."""
    token = candidate.token
    for _ in range(4):
        head = token.head
        if head is token:
            return None
        if token.dep_ in {"ccomp", "parataxis"} and control_class(head.lemma) == "say":
            for child in head.children:
                if child.dep_ == "nsubj":
                    found = reading.finder.references.resolve(candidate.passage, child)
                    return names[found[0].entity] if len(found) == 1 else None
        token = head
    return None


def _rejection(possibility: Possibility, names: list[str], thresholds: Mapping[str, float]) -> Rejection:
    candidate = possibility.matches[0]
    start, end = evidence(candidate)
    floor = thresholds.get(candidate.relation, 0.5)
    why = (
        f"{_reason(possibility)}, less than {floor:.2f}"
        if possibility.score < floor
        else "a likelier relation of the same pair stands, or the article is about no action"
    )
    return Rejection("weighing", why, start, end, candidate.relation, names[candidate.subject], names[candidate.object])
