"""Who joined earlier, and who after whom: dated joinings only, beside what shuffled dates would give.

"Joined earlier", never "caused": likeness and common news give the same order (Shalizi and Thomas 2011).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from joinder.graph.measures.ranking import places
from joinder.graph.measures.significance import corrected, poisson_binomial_tail
from joinder.graph.measures.timing import Times, earlier_and_later

if TYPE_CHECKING:
    from collections.abc import Iterator

    from joinder.graph.measures.memberships import Array, Memberships

SHUFFLES: Final = 2_000
#: At most so many draws in all: with more joinings there are fewer shuffles.
DRAWS: Final = 200_000_000
FEWEST_SHUFFLES: Final = 200
SEED: Final = 0
#: Campaigns with more dated participants make no pairs (a million and more each).
LARGEST: Final = 1_000


@dataclass(frozen=True, slots=True)
class Lead:
    """How early one joins: ``lead`` runs from -1 (always last) to 1 (always first); p and q are against shuffles."""

    rank: str
    id: str
    name: str
    label: str
    lead: float
    campaigns: int
    earlier: int
    later: int
    p: float | None
    q: float | None


@dataclass(frozen=True, slots=True)
class Following:
    """One who joined after another in ``before`` of ``shared`` campaigns; ``credit``: before / its campaigns."""

    first: str
    then: str
    first_id: str
    then_id: str
    before: int
    shared: int
    credit: float
    expected: float
    p: float
    q: float
    names: tuple[str, ...]


def shuffles_for(joinings: int) -> int:
    """Choose the number of shuffles: fewer where there is more to shuffle."""
    return int(min(SHUFFLES, max(FEWEST_SHUFFLES, DRAWS // max(joinings, 1))))


def leads(found: Memberships, times: Times, shuffles: int | None = None) -> list[Lead]:
    """Rank participants by how early they join, mean over their campaigns of (later - earlier) / others with a date.

    Only who has a date in two campaigns or more is tested: one campaign is no habit.
    """
    n = len(found.participants)
    groups = [(rows, *earlier_and_later(a, b)) for _, rows, a, b in times.by_campaign(found) if len(rows) > 1]
    total, count = np.zeros(n), np.zeros(n, dtype=np.int64)
    sums = np.zeros((2, n), dtype=np.int64)
    values = []
    for rows, earlier, later in groups:
        value = (later - earlier) / (len(rows) - 1)
        values.append((rows, value))
        total[rows] += value
        count[rows] += 1
        sums[0, rows] += earlier
        sums[1, rows] += later
    lead = np.divide(total, count, out=np.zeros(n), where=count > 0)
    tested = count >= 2
    p = _chances(values, total, n, shuffles or shuffles_for(len(times.edges)))
    q = np.ones(n)
    q[tested] = corrected(p[tested])
    names, ids = found.participants.names, found.participants.ids
    rounded = np.round(lead, 9)
    order = sorted(count.nonzero()[0].tolist(), key=lambda i: (-rounded[i], -count[i], names[i], ids[i]))
    return [
        Lead(
            rank, ids[i], names[i], found.participants.labels[i], float(rounded[i]), int(count[i]), int(sums[0, i]),
            int(sums[1, i]), float(p[i]) if tested[i] else None, float(q[i]) if tested[i] else None,
        )
        for rank, i in zip(places(float(rounded[i]) for i in order), order, strict=True)
    ]  # fmt: skip


def _chances(values: list[tuple[Array, Array]], total: Array, n: int, shuffles: int) -> Array:
    """Give the share of shuffles within campaigns that lead as much, itself counted (Phipson and Smyth 2010)."""
    rng = np.random.default_rng(SEED)
    reached = np.ones(n, dtype=np.int64)
    step = int(max(1, min(shuffles, 20_000_000 // max(n, 1))))
    for start in range(0, shuffles, step):
        width = min(step, shuffles - start)
        sums = np.zeros((n, width))
        for rows, value in values:
            sums[rows] += rng.permuted(np.tile(value[:, None], (1, width)), axis=0)
        reached += (sums >= total[:, None] - 1e-9).sum(axis=1)
    return reached / (shuffles + 1)


def followings(found: Memberships, times: Times, window: int = 0, least: int = 2) -> tuple[list[Following], list[str]]:
    """List who joined after whom in at least so many campaigns, the least expected first.

    Args:
        found: who joined what.
        times: when.
        window: only pairs at most so many days apart count (0: any).
        least: the fewest campaigns in which the first was earlier.

    Returns:
        the pairs, and the names of campaigns that were too large to be paired.
    """
    n = len(found.participants)
    keys, where, chance, too_large = [], [], np.zeros(len(found.campaigns)), []
    for campaign, rows, first, last in times.by_campaign(found):
        if len(rows) > LARGEST:
            too_large.append(found.campaigns.names[campaign])
            continue
        one, other = _ordered(first, last, window)
        chance[campaign] = len(one) / max(len(rows) * (len(rows) - 1), 1)
        keys.append(rows[one] * n + rows[other])
        where.append(np.full(len(one), campaign))
    if not keys:
        return [], too_large
    both, groups = np.concatenate(keys), np.concatenate(where)
    order = np.argsort(both, kind="stable")
    pairs, starts, counts = np.unique(both[order], return_index=True, return_counts=True)
    kept = counts >= max(least, 1)
    chosen = zip(pairs[kept].tolist(), starts[kept].tolist(), counts[kept].tolist(), strict=True)
    rows_ = list(_followings(found, times, ((k // n, k % n, groups[order[s : s + c]]) for k, s, c in chosen), chance))
    dated = len(np.unique(found.rows[times.edges]))
    q = corrected((row.p for row in rows_), dated * (dated - 1))
    tested = [replace(row, q=float(value)) for row, value in zip(rows_, q, strict=True)]
    return sorted(tested, key=lambda r: (r.p, -r.before, -r.credit, r.first, r.then, r.first_id, r.then_id)), too_large


def _ordered(first: Array, last: Array, window: int) -> tuple[Array, Array]:
    """Give the ordered pairs of a campaign's dates: the one surely before the other, within the window."""
    before = last[:, None] < first[None, :]
    if window:
        before &= (last[None, :] - first[:, None]) <= window
    one, other = before.nonzero()
    return one, other


def _followings(
    found: Memberships, times: Times, chosen: Iterator[tuple[int, int, Array]], chance: Array
) -> Iterator[Following]:
    """Test each pair: in how many of the shared campaigns would any two be in this order?"""
    dated: list[set[int]] = [set() for _ in found.participants.ids]
    for row, column in zip(found.rows[times.edges].tolist(), found.columns[times.edges].tolist(), strict=True):
        dated[row].add(column)
    side, known = found.participants, dict[tuple[float, ...], float]()
    for one, other, campaigns in chosen:
        shared = sorted(dated[one] & dated[other])
        chances = np.sort(chance[shared])
        key = (float(len(campaigns)), *chances.tolist())
        if key not in known:
            known[key] = poisson_binomial_tail(chances, len(campaigns))
        yield Following(
            side.names[one], side.names[other], side.ids[one], side.ids[other], len(campaigns), len(shared),
            len(campaigns) / max(len(dated[one]), 1), float(chances.sum()), known[key], 1.0,
            tuple(sorted(found.campaigns.names[c] for c in campaigns.tolist())),
        )  # fmt: skip
