"""From scores to ranks: ties are ties, raw and normalised values stand side by side."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from joinder.graph.measures import scores
from joinder.graph.measures.betweenness import betweenness

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from joinder.graph.measures.memberships import Array, Memberships

#: Scores are rounded to so many digits before they are compared, so that a tie is a tie on every machine.
DIGITS: Final = 9


@dataclass(frozen=True, slots=True)
class Scores:
    """The values of one measure: as they are, and on a scale from 0 to 1; ``note`` says what only this run knows."""

    raw: Array
    normalised: Array
    note: str = ""


@dataclass(frozen=True, slots=True)
class Ranked:
    """One participant in a ranking; ``rank`` is ``"3"``, or ``"3="`` where others have the same score.

    ``low`` and ``high`` are the best and worst rank when any one article, origin or outlet is left out (0: not asked).
    """

    rank: str
    id: str
    name: str
    label: str
    score: float
    campaigns: int
    articles: int
    normalised: float = 0.0
    low: int = 0
    high: int = 0


def _campaigns(found: Memberships) -> Scores:
    raw = scores.campaigns(found)
    return Scores(raw, raw / max(len(found.campaigns), 1))


def _degree(found: Memberships) -> Scores:
    raw = scores.degree(found)
    return Scores(raw, raw / max(len(found.participants) - 1, 1))


def _weighted(found: Memberships) -> Scores:
    raw = scores.weighted(found)
    whole = float(-np.log(np.maximum(found.sizes, 1) / max(len(found.participants), 1)).sum())
    return Scores(raw, raw / whole if whole > 0 else np.zeros(len(raw)))


def _strength(found: Memberships) -> Scores:
    raw = scores.strength(found)
    return Scores(raw, raw / max(float((found.sizes - 1.0).sum()), 1.0))


def _pagerank(found: Memberships) -> Scores:
    raw = scores.pagerank(found)
    return Scores(raw, raw / raw.sum() if len(raw) else raw)


def _birank(found: Memberships) -> Scores:
    raw = scores.birank(found)
    return Scores(raw, raw / raw.max() if len(raw) else raw)


def _betweenness(found: Memberships) -> Scores:
    between = betweenness(found)
    note = ""
    if between.sources:
        note = (
            f"estimated from {between.sources:,} sources of {sum(found.matrix.shape):,} (seed 0): "
            f"with probability 0.95 no raw value is off by more than {between.bound:,.0f}; "
            f"largest standard error {between.error.max():,.0f}"
        )
    return Scores(between.raw, between.normalised, note)


def _core(found: Memberships) -> Scores:
    raw = scores.core(found)
    return Scores(raw, raw / max(float(found.degrees.max(initial=0)), 1.0))


MEASURES: Final[dict[str, Callable[[Memberships], Scores]]] = {
    "campaigns": _campaigns,
    "degree": _degree,
    "weighted": _weighted,
    "strength": _strength,
    "pagerank": _pagerank,
    "birank": _birank,
    "betweenness": _betweenness,
    "core": _core,
}


def order(found: Memberships, raw: Array) -> list[int]:
    """Put all participants in the order of their scores; equal ones stand by name, then by id."""
    rounded = rounded_scores(raw)
    names, ids = found.participants.names, found.participants.ids
    return sorted(range(len(raw)), key=lambda i: (-rounded[i], names[i], ids[i]))


def rounded_scores(raw: Array) -> Array:
    """Round to significant digits, so that scores that differ by the order of adding are equal."""
    if not len(raw):
        return raw
    largest = float(np.abs(raw).max())
    scale = 10.0 ** (DIGITS - int(np.ceil(np.log10(largest)))) if largest > 0 else 1.0
    return np.asarray(np.round(raw * scale) / scale)


def rank(
    found: Memberships, measure: str, label: str | None = None, limit: int | None = None, given: Scores | None = None
) -> list[Ranked]:
    """Rank participants by one of :data:`MEASURES`, best first; ties share their rank and stand in the order of names.

    With ``label`` only participants of that label are listed; their scores still come from the whole graph. A tie
    at the ``limit`` is cut by name, and its rank still says that it is one. ``given`` saves computing scores again.
    """
    values = given or MEASURES[measure](found)
    rounded = rounded_scores(values.raw)
    side = found.participants
    nodes = [i for i in order(found, values.raw) if label is None or side.labels[i] == label]
    ranks = places([float(rounded[i]) for i in nodes])
    return [
        Ranked(
            place, side.ids[i], side.names[i], side.labels[i], float(rounded[i]), int(found.degrees[i]),
            side.articles[i], float(values.normalised[i]),
        )
        for i, place in list(zip(nodes, ranks, strict=True))[:limit]
    ]  # fmt: skip


def places(scored: Iterable[float]) -> list[str]:
    """Number scores that are sorted from high to low: ``["1", "2=", "2=", "4"]``."""
    values = list(scored)
    same = Counter(values)
    first: dict[float, int] = {}
    for index, value in enumerate(values):
        first.setdefault(value, index + 1)
    return [f"{first[value]}=" if same[value] > 1 else str(first[value]) for value in values]
