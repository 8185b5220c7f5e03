"""Who acts with one participant, and how two campaigns lie side by side: sets are intersected, nothing is projected."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from joinder.graph.measures import significance
from joinder.graph.measures.overlap import coefficient, columns, shortened
from joinder.graph.measures.ranking import places
from joinder.graph.measures.tails import tails

if TYPE_CHECKING:
    from joinder.graph.measures.memberships import Array, Memberships


@dataclass(frozen=True, slots=True)
class Companion:
    """One who acts with another: shared campaigns, weighted so that small ones count more (Newman 2001)."""

    rank: str
    id: str
    name: str
    label: str
    newman: float
    shared: int
    campaigns: int
    jaccard: float
    coefficient: float | None
    p: float
    q: float
    names: tuple[str, ...]


def companions(found: Memberships, participant: str, least: int = 1) -> list[Companion]:
    """List who acts with one participant, closest first (Newman's weight), with the campaigns they share.

    Nothing is projected: only the participant's own campaigns are gone through. ``q`` corrects over all others.
    """
    if participant not in found.participants.ids:
        return []
    me = found.participants.ids.index(participant)
    matrix, degrees, sizes = found.matrix, found.degrees, found.sizes
    mine = columns(matrix, me)
    shared = np.asarray(matrix[:, mine].sum(axis=1)).ravel()
    newman = np.asarray(matrix[:, mine] @ (1 / np.maximum(sizes[mine] - 1, 1))).ravel()
    shared[me] = 0
    others = (shared >= max(least, 1)).nonzero()[0]
    model = significance.fit(degrees, sizes)
    p = tails(model, np.full(len(others), degrees[me]), degrees[others], shared[others])
    q = significance.corrected(p, len(found.participants) - 1)
    shared_names = _shared_names(matrix[others], mine, found.campaigns.names)
    names, ids = found.participants.names, found.participants.ids
    close = [round(float(newman[o]), 9) for o in others]
    order = sorted(range(len(others)), key=lambda i: (-close[i], names[others[i]], ids[others[i]]))
    ranks = places([close[i] for i in order])
    rows = []
    for rank, i in zip(ranks, order, strict=True):
        o = int(others[i])
        a, b, s = int(degrees[me]), int(degrees[o]), int(shared[o])
        rows.append(
            Companion(
                rank, ids[o], names[o], found.participants.labels[o], float(newman[o]), s, b, s / (a + b - s),
                coefficient(a, b, s), float(p[i]), float(q[i]), shared_names[i],
            )
        )  # fmt: skip
    return rows


def _shared_names(others: Any, mine: Array, names: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Name, for each of many, what it shares with one: as ``overlap.common`` does, for all at once."""
    by_name = sorted(mine.tolist(), key=lambda c: names[c])
    part = others[:, by_name].tocsr()
    part.sort_indices()
    listed = [names[by_name[c]] for c in part.indices.tolist()]
    return [shortened(listed[a:b]) for a, b in pairwise(part.indptr.tolist())]


@dataclass(frozen=True, slots=True)
class Shared:
    """Where one participant stands towards two campaigns: ``both``, or the name of the only one."""

    where: str
    id: str
    name: str
    label: str


def of_two(found: Memberships, one: str, other: str) -> list[Shared]:
    """List who is in both campaigns, then who is in the first only, then in the second only."""
    sets = [
        set(found.rows[found.columns == found.campaigns.ids.index(c)].tolist()) if c in found.campaigns.ids else set()
        for c in (one, other)
    ]
    parts = (("both", sets[0] & sets[1]), ("first", sets[0] - sets[1]), ("second", sets[1] - sets[0]))
    side = found.participants
    return [
        Shared(where, side.ids[i], side.names[i], side.labels[i])
        for where, members in parts
        for i in sorted(members, key=lambda i: (side.names[i], side.ids[i]))
    ]
