"""Who links camps: participation, betweenness, and how redundant one's links are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from scipy import sparse

from joinder.graph.measures.betweenness import betweenness
from joinder.graph.measures.overlap import columns, pairs_to_make
from joinder.graph.measures.ranking import places, rounded_scores

if TYPE_CHECKING:
    from joinder.graph.measures.camps import Partitioned
    from joinder.graph.measures.memberships import Array, Memberships

#: Burt's constraint needs the whole projection, and products of it: up to so many pairs.
PAIRS: Final = 300_000


@dataclass(frozen=True, slots=True)
class Bridge:
    """One who joined campaigns of several camps."""

    rank: str
    id: str
    name: str
    label: str
    betweenness: float
    normalised: float
    participation: float
    camps: int
    campaigns: int
    redundancy: float | None
    constraint: float | None
    names: tuple[str, ...]


def participation(found: Memberships, camp_of_campaign: Array) -> tuple[Array, Array]:
    """Give 1 - sum of squared shares of one's campaigns over camps (Guimera and Amaral 2005), and the camps' number."""
    count = int(camp_of_campaign.max(initial=-1)) + 1
    belongs = sparse.csr_array(
        (np.ones(len(camp_of_campaign)), (np.arange(len(camp_of_campaign)), camp_of_campaign)),
        shape=(len(camp_of_campaign), max(count, 1)),
    )
    spread = (found.matrix @ belongs).tocsr()
    squares = np.asarray(spread.multiply(spread).sum(axis=1)).ravel()
    return 1 - squares / np.maximum(found.degrees, 1) ** 2, np.diff(spread.indptr)


def constraint(found: Memberships) -> Array | None:
    """Give Burt's constraint on the projection with Newman's weights; None where the projection is too large.

    On the two-mode graph itself it would be 1 / d_i for everybody. Who has no companion has no constraint (NaN).
    """
    if pairs_to_make(found.sizes) > PAIRS:
        return None
    scale = sparse.diags_array(1 / np.maximum(found.sizes - 1.0, 1.0))
    weights = (found.matrix @ scale @ found.matrix.T).tolil()
    weights.setdiag(0)
    weights = weights.tocsr()
    weights.eliminate_zeros()
    sums = np.asarray(weights.sum(axis=1)).ravel()
    share = (sparse.diags_array(np.divide(1, sums, out=np.zeros(len(sums)), where=sums > 0)) @ weights).tocsr()
    through = share + share @ share
    there = weights.copy()
    there.data[:] = 1.0
    local = there.multiply(through)
    total = np.asarray(local.multiply(local).sum(axis=1)).ravel()
    return np.where(sums > 0, total, np.nan)


def redundancy(matrix: Any, shared: Any, row: int) -> float | None:
    """Give the share of pairs of one's campaigns that somebody else links too (Latapy et al. 2008); None below two."""
    mine = columns(matrix, row)
    if len(mine) < 2:
        return None
    among = shared[mine][:, mine]
    linked = sparse.triu(among, k=1)
    return float((linked.data >= 2).sum()) / (len(mine) * (len(mine) - 1) / 2)


def bridges(
    found: Memberships, done: Partitioned, label: str | None = None, limit: int | None = None
) -> tuple[list[Bridge], str]:
    """Rank those who link two camps or more by their betweenness; also say how betweenness was computed."""
    values, camps = participation(found, done.parts[1])
    between = betweenness(found)
    tied = constraint(found)
    shared = (found.matrix.T @ found.matrix).tocsr()
    side = found.participants
    raw = rounded_scores(between.raw)
    order = sorted(
        (i for i in range(len(side)) if camps[i] > 1 and (label is None or side.labels[i] == label)),
        key=lambda i: (-raw[i], -values[i], side.names[i], side.ids[i]),
    )
    rows = []
    for rank, i in list(zip(places(float(raw[i]) for i in order), order, strict=True))[:limit]:
        limits = None if tied is None or np.isnan(tied[i]) else float(tied[i])
        linked = sorted(set(done.parts[1][columns(found.matrix, i)].tolist()))
        rows.append(
            Bridge(
                rank, side.ids[i], side.names[i], side.labels[i], float(raw[i]), float(between.normalised[i]),
                float(values[i]), int(camps[i]), int(found.degrees[i]), redundancy(found.matrix, shared, i), limits,
                tuple(f"camp {camp + 1}" for camp in linked),
            )
        )  # fmt: skip
    told = f"betweenness estimated from {between.sources:,} sources" if between.sources else "betweenness is exact"
    over = "" if tied is not None else "; constraint not computed: the projection has too many pairs"
    return rows, told + over
