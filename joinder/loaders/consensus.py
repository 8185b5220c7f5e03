"""A second look at the candidates of an article together: what one says of the others.

The first model scores each match by itself. Here each possible claim is weighed again by all its matches, by what is
claimed of the same pair, by its companions in a list, and by how many others do the same to the same object.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from joinder.loaders.candidates import Candidate
    from joinder.loaders.document import Document
    from joinder.loaders.linear import LinearModel
    from joinder.loaders.topics import Topics

Triple = tuple[int, str, int]
_EXITS = ("PAUSED", "LEFT", "BOYCOTTED", "RESUMED")


@dataclass(slots=True)
class Possibility:
    """A possible claim with its matches, best first, and its score after the second look."""

    triple: Triple
    matches: list[Candidate]
    features: list[str]
    score: float = 0.0


def _bin(score: float) -> int:
    """A probability's logit in steps of two thirds, from -6 to 6."""
    clipped = min(max(score, 1e-4), 1 - 1e-4)
    return max(-6, min(6, round(1.5 * math.log(clipped / (1 - clipped)))))


def possibilities(document: Document, topics: Topics, candidates: Sequence[Candidate]) -> list[Possibility]:
    """Group scored candidates by the claim they would make, with the evidence of the second look."""
    groups: dict[Triple, list[Candidate]] = {}
    for candidate in candidates:
        groups.setdefault((candidate.subject, candidate.relation, candidate.object), []).append(candidate)
    best = {t: max(c.score for c in g) for t, g in groups.items()}
    pairs: dict[tuple[int, int], list[Triple]] = {}
    by_subject: dict[int, list[Triple]] = {}
    by_object: dict[tuple[str, int], list[float]] = {}
    spots: dict[tuple[int, int, str, int], list[Triple]] = {}
    for triple, group in groups.items():
        subject, relation, object_ = triple
        pairs.setdefault((subject, object_), []).append(triple)
        by_subject.setdefault(subject, []).append(triple)
        by_object.setdefault((relation, object_), []).append(best[triple])
        for c in group:
            spots.setdefault((c.passage.index, c.token.i, relation, object_), []).append(triple)
    result = []
    for triple, group in groups.items():
        group.sort(key=lambda c: (-c.score, c.passage.index, c.token.i))
        if best[triple] < 0.015:
            continue
        features = _features(document, topics, triple, group, best, pairs, by_subject, by_object, spots)
        result.append(Possibility(triple, group, features, best[triple]))
    return result


def _features(
    document: Document, topics: Topics, triple: Triple, group: list[Candidate], best: dict[Triple, float],
    pairs: dict[tuple[int, int], list[Triple]], by_subject: dict[int, list[Triple]],
    by_object: dict[tuple[str, int], list[float]], spots: dict[tuple[int, int, str, int], list[Triple]],
) -> list[str]:  # fmt: skip
    subject, relation, object_ = triple
    top = group[0]
    found = [f"best={_bin(best[triple])}"]
    found += [f"best>={b}" for b in range(-6, _bin(best[triple]) + 1)]
    if len(group) > 1:
        found.append(f"second={_bin(group[1].score)}")
        total = 1 - math.prod(1 - c.score for c in group[:6])
        found += [f"any>={b}" for b in range(-6, _bin(total) + 1)]
    found.append(f"matched={bool(top.trigger)}")
    for other in pairs[subject, object_]:
        if other[1] != relation:
            value = _bin(best[other])
            found += [f"pair:{other[1]}>={b}" for b in (-3, -1, 0, 1, 3) if value >= b]
    strongest: dict[str, float] = {}
    for other in by_subject[subject]:
        if other != triple:
            kind = "exit" if other[1] in _EXITS else other[1]
            strongest[kind] = max(strongest.get(kind, 0.0), best[other])
    for kind, score in strongest.items():
        found += [f"subject:{kind}>={b}" for b in (-1, 1, 3) if _bin(score) >= b]
    mates = [best[t] for c in group[:2] for t in spots[c.passage.index, c.token.i, relation, object_] if t != triple]
    if mates:
        found += [f"mates>={b}" for b in (-3, -1, 0, 1, 3) if _bin(sum(mates) / len(mates)) >= b]
        found.append(f"mates={min(len(mates), 5)}")
    same = sum(s > 0.4 for s in by_object[relation, object_]) - (best[triple] > 0.4)
    found.append(f"others={min(same, 6)}")
    acted = sum(s > 0.4 for r in _EXITS for s in by_object.get((r, subject), ()))
    found.append(f"subject-acted-on={min(acted, 3)}")
    found.append(f"campaign-rank={topics.campaign_rank(object_)}")
    found.append(f"target-rank={topics.target_rank(object_)}")
    found.append(f"topic={_bin(topics.sureness.get(object_, 0.0)) // 2}")
    found.append(f"subject-topic={_bin(topics.sureness.get(subject, 0.0)) // 2}")
    found.append(f"ends={document.clusters[subject].label}>{document.clusters[object_].label}")
    found.append(f"sure={int(4 * document.clusters[subject].scores.get(document.clusters[subject].label, 0))}")
    found.append(f"object-sure={int(4 * document.clusters[object_].scores.get(document.clusters[object_].label, 0))}")
    surest = max((topics.sureness.get(e, 0.0) for e in topics.campaigns), default=0.0)
    found.append(f"has-campaign={int(4 * surest)}")
    found += [f"theme={t}" for t in topics.themes]
    return [*found, *(f"{relation}|{f}" for f in found)]


def reconsider(found: list[Possibility], model: LinearModel) -> None:
    """Write the score of the second look."""
    for possibility in found:
        possibility.score = model.probabilities(possibility.features)["yes"]
