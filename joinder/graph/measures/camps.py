"""Camps with their stability, and who bridges them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from joinder.graph.measures import agreement, communities

if TYPE_CHECKING:
    from joinder.graph.measures.communities import Partition
    from joinder.graph.measures.memberships import Array, Memberships

SEEDS: Final = 20
#: With more joinings than this, fewer seeds are tried, down to :data:`FEWEST_SEEDS`.
WORK: Final = 4_000_000
FEWEST_SEEDS: Final = 5
NAMED: Final = 6


@dataclass(frozen=True, slots=True)
class Partitioned:
    """The best of several partitions; ``stability`` is its mean adjusted mutual information with the others."""

    parts: Partition
    modularity: float
    stability: float
    of_camps: Array
    seeds: int


@dataclass(frozen=True, slots=True)
class Camp:
    """One camp: how large, how stable, which share of its participants' joinings lies within, and who is in it."""

    camp: int
    participants: int
    campaigns: int
    stability: float
    inside: float
    campaign_names: tuple[str, ...]
    participant_names: tuple[str, ...]


def seeds_for(joinings: int) -> int:
    """Choose the number of seeds: fewer where one run is long."""
    return int(min(SEEDS, max(FEWEST_SEEDS, WORK // max(joinings, 1))))


def partition(found: Memberships, seeds: int | None = None) -> Partitioned:
    """Find camps from several seeds, keep the best by modularity, and compare it with each other one."""
    count = seeds or seeds_for(len(found))
    tried = [communities.communities(found, seed) for seed in range(count)]
    values = [round(communities.modularity(found, parts), 12) for parts in tried]
    best = int(np.argmax(values))
    whole = [np.concatenate(parts) for parts in tried]
    others = [parts for seed, parts in enumerate(whole) if seed != best]
    if not len(found) or not others:
        return Partitioned(tried[best], values[best], 1.0, np.ones(int(whole[best].max(initial=-1)) + 1), count)
    stability = float(np.mean([agreement.adjusted_mutual_information(whole[best], other) for other in others]))
    of_camps = np.mean([agreement.best_matches(whole[best], other) for other in others], axis=0)
    return Partitioned(tried[best], values[best], stability, of_camps, count)


def camps(found: Memberships, done: Partitioned) -> list[Camp]:
    """List the camps, the largest first, each with its largest campaigns and its most active participants."""
    people, groups = done.parts
    inside = people[found.rows] == groups[found.columns]
    activity = np.bincount(found.rows[inside], minlength=len(found.participants))
    count = len(done.of_camps)
    joined = np.bincount(people[found.rows], minlength=count)
    within = np.bincount(people[found.rows], weights=inside, minlength=count) / np.maximum(joined, 1)
    rows = []
    for camp in range(count):
        members, campaigns = (people == camp).nonzero()[0], (groups == camp).nonzero()[0]
        rows.append(
            Camp(
                camp + 1, len(members), len(campaigns), float(done.of_camps[camp]), float(within[camp]),
                _most(campaigns, found.sizes, found.campaigns.names),
                _most(members, activity, found.participants.names),
            )
        )  # fmt: skip
    return rows


def _most(chosen: Array, counts: Array, names: tuple[str, ...]) -> tuple[str, ...]:
    order = sorted(chosen.tolist(), key=lambda i: (-int(counts[i]), names[i], i))
    named = tuple(names[i] for i in order[:NAMED])
    return named if len(order) <= NAMED else (*named, f"and {len(order) - NAMED} more")
