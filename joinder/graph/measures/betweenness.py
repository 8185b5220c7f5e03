"""Betweenness on the two-mode graph: how many shortest ways between others lead through a participant.

Brandes (2001) for many sources at once, as products of a sparse matrix with dense ones. Participants of the same set of
campaigns are alike: they are kept once, with their number as weight, which gives the same answer for less work.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from joinder.graph.measures.scores import classes

if TYPE_CHECKING:
    from joinder.graph.measures.memberships import Array, Memberships

#: Exact as long as sources times distinct joinings stay below this; beyond, sources are drawn.
EXACT_WORK: Final = 200_000_000
#: How many cells a dense block may have.
CELLS: Final = 2_000_000
SEED: Final = 0
#: How likely it is, at most, that the bound of an estimate does not hold for every participant.
RISK: Final = 0.05


@dataclass(frozen=True, slots=True)
class Betweenness:
    """Raw betweenness of each participant; ``sources`` is 0 where it is exact.

    ``bound`` holds for all estimates at once with probability 0.95 (Hoeffding's inequality), in raw units;
    ``error`` is the standard error of each.
    """

    raw: Array
    sources: int
    bound: float
    error: Array
    most: float

    @property
    def normalised(self) -> Array:
        """Divide by the most that a participant could have in such a graph (Borgatti and Everett 1997)."""
        return self.raw / self.most


def betweenness(found: Memberships, work: int = EXACT_WORK) -> Betweenness:
    """Compute betweenness exactly, or, where that is more than ``work``, from sources drawn with a fixed seed."""
    n, k = found.matrix.shape
    which, first = classes(found.matrix)
    weights = np.bincount(which, minlength=len(first)).astype(float)
    matrix = found.matrix[first].astype(float).tocsr()
    most = greatest(n, k)
    if (len(first) + k) * matrix.nnz <= work:
        total = _from(matrix, weights, np.arange(len(first)), weights, side=0)[0]
        total += _from(matrix, weights, np.arange(k), np.ones(k), side=1)[0]
        return Betweenness(total[which] / 2, 0, 0.0, np.zeros(n), most)
    draws = max(500, work // matrix.nnz)
    drawn = np.random.default_rng(SEED).integers(0, n + k, size=draws)
    rows, often = np.unique(which[drawn[drawn < n]], return_counts=True)
    groups, times = np.unique(drawn[drawn >= n] - n, return_counts=True)
    parts = (_from(matrix, weights, rows, often, side=0), _from(matrix, weights, groups, times, side=1))
    total, squares = parts[0][0] + parts[1][0], parts[0][1] + parts[1][1]
    scale = (n + k) / 2
    mean = total / draws
    spread = np.sqrt(np.maximum(squares / draws - mean**2, 0) / draws)
    bound = scale * (n + k - 2) * np.sqrt(np.log(2 * n / RISK) / (2 * draws))
    return Betweenness((scale * mean)[which], int(draws), float(bound), (scale * spread)[which], most)


def greatest(n: int, k: int) -> float:
    """Return the greatest betweenness that one of ``n`` nodes can have when ``k`` stand on the other side."""
    if n == 0 or k == 0:
        return 1.0
    s, t = divmod(n - 1, k)
    return float(max((k**2 * (s + 1) ** 2 + k * (s + 1) * (2 * t - s - 1) - t * (2 * s - t + 3)) / 2.0, 1.0))


def _from(matrix: Any, weights: Array, sources: Array, times: Array, *, side: int) -> tuple[Array, Array]:
    """Add up the dependencies on each class of participants of sources on one side, and their squares."""
    across = matrix.T.tocsr()
    total, squares = np.zeros(matrix.shape[0]), np.zeros(matrix.shape[0])
    step = int(max(1, min(128, CELLS // max(matrix.shape[0], 1))))
    for start in range(0, len(sources), step):
        batch, often = sources[start : start + step], times[start : start + step]
        depends = _dependencies(matrix, across, weights, batch, side)
        total += depends @ often
        squares += depends**2 @ often
    return total, squares


def _dependencies(matrix: Any, across: Any, weights: Array, batch: Array, side: int) -> Array:
    """Give the dependency of each source of a batch on each class: forth in levels, then back (Brandes 2001)."""
    heavy = weights[:, None]
    start = np.zeros((matrix.shape[side], len(batch)))
    start[batch, np.arange(len(batch))] = 1.0
    seen = [np.zeros((size, len(batch)), dtype=bool) for size in matrix.shape]
    seen[side] |= start > 0
    levels, at = [start], side
    while True:
        here = levels[-1]
        # A class stands for as many as it weighs, but the source is one of them.
        ways = matrix @ here if at else across @ (here if len(levels) == 1 else here * heavy)
        at = 1 - at
        ways[seen[at]] = 0.0
        if not ways.any():
            break
        seen[at] |= ways > 0
        levels.append(ways)
    total = np.zeros((matrix.shape[0], len(batch)))
    depends = np.zeros_like(levels[-1])
    for level in range(len(levels) - 1, 0, -1):
        on_campaigns = (side + level) % 2 == 1
        if not on_campaigns:
            total += depends
        ways = levels[level]
        share = np.divide(1 + depends, ways, out=np.zeros_like(ways), where=ways > 0)
        depends = levels[level - 1] * (matrix @ share if on_campaigns else across @ (share * heavy))
    return total
