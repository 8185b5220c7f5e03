"""Who joined earlier, and who after whom: dated joinings only, beside what shuffled dates would give.

"Joined earlier", never "caused": likeness and common news give the same order (Shalizi and Thomas 2011).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from joinder.graph.measures.overlap import first
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
#: So many possible pairs are gone through at once.
PAIRS_AT_ONCE: Final = 20_000_000


Pair = tuple[int, int, list[int]]
"""Two participants, and the campaigns in which the first was earlier."""


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


def followings(
    found: Memberships, times: Times, window: int = 0, least: int = 2, limit: int | None = None
) -> tuple[list[Following], list[str]]:
    """List who joined after whom in at least so many campaigns, the least expected first.

    Args:
        found: who joined what.
        times: when.
        window: only pairs at most so many days apart count (0: any).
        least: the fewest campaigns in which the first was earlier.
        limit: how many pairs are wanted; q always corrects over all.

    Returns:
        the pairs, and the names of campaigns that were too large to be paired.
    """
    every = list(times.by_campaign(found))
    groups = [group for group in every if len(group[1]) <= LARGEST]
    too_large = [found.campaigns.names[campaign] for campaign, rows, _, _ in every if len(rows) > LARGEST]
    ordered, kept = np.zeros(len(found.campaigns)), list[Pair]()
    for low, high in pairwise(_passes(groups, len(found.participants))):
        kept += _in_order(groups, (low, high), window, max(least, 1), ordered)
    if not kept:
        return [], too_large
    possible = np.zeros(len(found.campaigns))
    for campaign, rows, _, _ in groups:
        possible[campaign] = len(rows) * (len(rows) - 1)
    dated = _dated(found, times)
    tests = _tests(kept, dated, ordered / np.maximum(possible, 1))
    q = corrected(tests[:, 0], len(dated) * (len(dated) - 1))
    credit = np.array([len(campaigns) / len(dated[one]) for one, _, campaigns in kept])
    order = _likeliest_last(found, kept, tests[:, 0], credit, limit)
    return [_following(found, dated, kept[i], credit[i], tests[i], q[i]) for i in order], too_large


def _likeliest_last(found: Memberships, kept: list[Pair], p: Array, credit: Array, limit: int | None) -> list[int]:
    """Put pairs in order, the least likely by chance first; only those that are wanted are compared by name."""
    names, ids = found.participants.names, found.participants.ids
    before = np.array([len(campaigns) for _, _, campaigns in kept])
    near = first((p, -before, -credit), None)
    if limit is not None and len(near) > limit:
        near = near[p[near] <= p[near[limit - 1]]]

    def key(i: int) -> tuple[float | str, ...]:
        one, other, _ = kept[i]
        return (p[i], -before[i], -credit[i], names[one], names[other], ids[one], ids[other])

    return sorted(near.tolist(), key=key)[:limit]


def _following(
    found: Memberships, dated: dict[int, set[int]], pair: Pair, credit: float, test: Array, q: float
) -> Following:
    one, other, campaigns = pair
    side = found.participants
    return Following(
        side.names[one], side.names[other], side.ids[one], side.ids[other], len(campaigns),
        len(dated[one] & dated[other]), float(credit), float(test[1]), float(test[0]), float(q),
        tuple(sorted(found.campaigns.names[c] for c in campaigns)),
    )  # fmt: skip


def _passes(groups: list[tuple[int, Array, Array, Array]], n: int) -> list[int]:
    """Cut the participants so that the pairs which one part makes stay few enough to be sorted at once."""
    pairs = sum(len(rows) ** 2 for _, rows, _, _ in groups)
    return [int(edge) for edge in np.linspace(0, n, -(-pairs // PAIRS_AT_ONCE) + 1)] if pairs else [0]


def _in_order(
    groups: list[tuple[int, Array, Array, Array]], part: tuple[int, int], window: int, least: int, ordered: Array
) -> Iterator[Pair]:
    """Find the pairs of one part's participants that were in order often enough; count all ordered ones."""
    keys, where, n = [], [], 0
    for campaign, rows, begins, ends in groups:
        mine = ((rows >= part[0]) & (rows < part[1])).nonzero()[0]
        before = ends[mine][:, None] < begins[None, :]
        if window:
            before &= (ends[None, :] - begins[mine][:, None]) <= window
        one, other = before.nonzero()
        ordered[campaign] += len(one)
        n = max(n, int(rows.max(initial=0)) + 1)
        keys.append((rows[mine][one], rows[other]))
        where.append(np.full(len(one), campaign, dtype=np.int32))
    both = np.concatenate([one * n + other for one, other in keys])
    campaigns = np.concatenate(where)
    order = np.argsort(both, kind="stable")
    pairs, starts, counts = np.unique(both[order], return_index=True, return_counts=True)
    often = counts >= least
    for key, start, count in zip(pairs[often].tolist(), starts[often].tolist(), counts[often].tolist(), strict=True):
        yield key // n, key % n, campaigns[order[start : start + count]].tolist()


def _dated(found: Memberships, times: Times) -> dict[int, set[int]]:
    """Give the campaigns in which each participant has a date."""
    dated: dict[int, set[int]] = defaultdict(set)
    for row, column in zip(found.rows[times.edges].tolist(), found.columns[times.edges].tolist(), strict=True):
        dated[row].add(column)
    return dated


def _tests(kept: list[Pair], dated: dict[int, set[int]], chance: Array) -> Array:
    """Test each pair: p, and the number of shared campaigns in which any two would be in this order."""
    known: dict[tuple[float, ...], float] = {}
    made = np.empty((len(kept), 2))
    for i, (one, other, campaigns) in enumerate(kept):
        chances = np.sort(chance[sorted(dated[one] & dated[other])])
        key = (float(len(campaigns)), *chances.tolist())
        if key not in known:
            known[key] = poisson_binomial_tail(chances, len(campaigns))
        made[i] = known[key], chances.sum()
    return made
