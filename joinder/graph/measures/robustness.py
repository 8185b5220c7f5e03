"""How firm a rank is: its range without any one article, origin or outlet, and when possible duplicates are merged."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from joinder.graph.identity import fold
from joinder.graph.measures import ranking

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from joinder.graph.measures.memberships import Array, Memberships
    from joinder.graph.measures.ranking import Ranked
    from joinder.graph.measures.support import Support

#: Ranges by computing a measure anew are asked for as long as sources times joinings stay below this.
WORK: Final = 20_000_000
#: Names that are so much alike (rapidfuzz's ratio) may be one.
ALIKE: Final = 90


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Two participants of one label who may be one, by their names alone."""

    one: str
    other: str
    one_name: str
    other_name: str


def with_ranges(
    found: Memberships, rows: Sequence[Ranked], measure: str, support: Support, label: str | None = None
) -> tuple[list[Ranked], str]:
    """Add to each row its best and worst rank over leaving out each article, origin and outlet, one at a time.

    An origin is a story with all its reprints: what only they state falls with it, though no article alone states it.

    Returns:
        the rows, and a note that says what was done (or that it would be too much work).
    """
    kinds = [support.sole(source) for source in (support.article, support.origin, support.outlet)]
    # An origin of one article, or an outlet of one story, takes the same away: it is tried once.
    cases = list({edges.tobytes(): edges for sole in kinds for edges in _alone(sole)}.values())
    if measure != "campaigns" and len(cases) * max(len(found), 1) > WORK:
        return list(rows), f"ranges of ranks were not computed: {len(cases):,} sources x {len(found):,} joinings"
    low = {row.id: int(row.rank.rstrip("=")) for row in rows}
    high = dict(low)
    ranks = _by_counting if measure == "campaigns" else _anew
    for place in ranks(found, [row.id for row in rows], measure, cases, label):
        for node, at in place.items():
            low[node], high[node] = min(low[node], at), max(high[node], at)
    told = (
        f"ranges: each of {len(cases):,} articles, origins (a story with its reprints) and outlets that alone state "
        "a joining left out, one at a time"
    )
    return [replace(row, low=low[row.id], high=high[row.id]) for row in rows], told


def _alone(sole: Array) -> Iterator[Array]:
    """Give, for each source that alone states some joinings, those joinings."""
    order = np.argsort(sole, kind="stable")
    order = order[np.searchsorted(sole[order], 0) :]
    cuts = np.flatnonzero(np.diff(sole[order])) + 1
    for start, stop in pairwise([0, *cuts.tolist(), len(order)]):
        if start < stop:
            yield order[start:stop]


def _by_counting(
    found: Memberships, ids: list[str], _measure: str, cases: list[Array], label: str | None
) -> Iterator[dict[str, int]]:
    """Rank by campaigns again without each source: only those who lose something have another score."""
    counted = np.array([label is None or name == label for name in found.participants.labels], dtype=bool)
    scores = found.degrees.astype(np.int64)
    ordered = np.sort(scores[counted])
    at = {node: i for i, node in enumerate(found.participants.ids)}
    places = np.array([at[node] for node in ids], dtype=np.int64)
    for edges in cases:
        losers, lost = np.unique(found.rows[edges], return_counts=True)
        before, after = scores[losers], scores[losers] - lost
        mine = scores[places].copy()
        mine -= np.array([dict(zip(losers.tolist(), lost.tolist(), strict=True)).get(p, 0) for p in places.tolist()])
        rank = 1 + len(ordered) - np.searchsorted(ordered, mine, side="right")
        on = counted[losers]
        rank -= (before[on][None, :] > mine[:, None]).sum(axis=1)
        rank += (after[on][None, :] > mine[:, None]).sum(axis=1)
        yield dict(zip(ids, rank.tolist(), strict=True))


def _anew(
    found: Memberships, ids: list[str], measure: str, cases: list[Array], label: str | None
) -> Iterator[dict[str, int]]:
    """Compute the measure anew without each source; who is gone stands behind all."""
    for edges in cases:
        left = np.ones(len(found), dtype=bool)
        left[edges] = False
        yield ranks_of(found.keep(left), ids, measure, label)


def ranks_of(found: Memberships, ids: Sequence[str], measure: str, label: str | None = None) -> dict[str, int]:
    """Give the rank of each of these participants; who is not there stands behind all."""
    raw = ranking.rounded_scores(ranking.MEASURES[measure](found).raw)
    side = found.participants
    ordered = np.sort(raw[[label is None or name == label for name in side.labels]])
    at = {node: i for i, node in enumerate(side.ids)}
    return {
        node: 1 + len(ordered) - int(np.searchsorted(ordered, raw[at[node]], side="right"))
        if node in at else len(ordered) + 1
        for node in ids
    }  # fmt: skip


def duplicates(found: Memberships, ids: Sequence[str]) -> list[Duplicate]:
    """List pairs that may be one and touch the given participants: names alike, or one contained in the other."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - only reports need it

    side = found.participants
    keys = [fold(name) for name in side.names]
    words = [frozenset(name.casefold().split()) for name in side.names]
    pairs = set()
    at = {node: i for i, node in enumerate(side.ids)}
    for me in (at[node] for node in ids):
        alike = process.extract(keys[me], keys, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=20)
        near = {index for _, _, index in alike}
        near |= {i for i, other in enumerate(words) if other < words[me] or words[me] < other}
        pairs |= {(min(me, i), max(me, i)) for i in near if i != me and side.labels[i] == side.labels[me]}
    return [Duplicate(side.ids[a], side.ids[b], side.names[a], side.names[b]) for a, b in sorted(pairs)]


def merged(found: Memberships, pairs: Sequence[Duplicate]) -> tuple[Memberships, dict[str, str]]:
    """Merge pairs of participants; return the memberships then, and who became whom."""
    becomes: dict[str, str] = {}

    def end(node: str) -> str:
        while node in becomes:
            node = becomes[node]
        return node

    for pair in pairs:
        one, other = sorted((end(pair.one), end(pair.other)))
        if one != other:
            becomes[other] = one
    settled = {node: end(node) for node in becomes}
    at = {node: i for i, node in enumerate(found.participants.ids)}
    target = np.array([at[settled.get(node, node)] for node in found.participants.ids], dtype=np.int64)
    rows = target[found.rows] if len(found) else found.rows
    _, first = np.unique(np.stack([rows, found.columns]), axis=1, return_index=True)
    moved = replace(found, rows=rows)
    return moved.keep(np.sort(first)), settled
