"""How much two partitions agree: adjusted mutual information, and the best Jaccard match of a part."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse
from scipy.special import gammaln

if TYPE_CHECKING:
    from joinder.graph.measures.memberships import Array


def contingency(one: Array, other: Array) -> Array:
    """Count how many stand in each part of one partition and each of the other."""
    ones = np.ones(len(one), dtype=np.int64)
    shape = (int(one.max(initial=-1)) + 1, int(other.max(initial=-1)) + 1)
    return np.asarray(sparse.coo_array((ones, (one, other)), shape=shape).toarray())


def adjusted_mutual_information(one: Array, other: Array) -> float:
    """Give mutual information above chance, 1 for equal partitions (Vinh, Epps and Bailey 2010, arithmetic mean)."""
    table = contingency(one, other)
    n = table.sum()
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    if len(rows) == len(columns) == 1 or len(rows) == len(columns) == n or n == 0:
        return 1.0
    there = table > 0
    outer = np.outer(rows, columns)
    mutual = float((table[there] / n * np.log(n * table[there] / outer[there])).sum())
    expected = expected_mutual_information(rows, columns)
    mean = (_entropy(rows) + _entropy(columns)) / 2
    if abs(mean - expected) < 1e-12:
        return 1.0 if abs(mutual - mean) < 1e-12 else 0.0
    return (mutual - expected) / (mean - expected)


def _entropy(sizes: Array) -> float:
    share = sizes[sizes > 0] / sizes.sum()
    return float(-(share * np.log(share)).sum())


def expected_mutual_information(rows: Array, columns: Array) -> float:
    """Give the mean mutual information of two random partitions with parts of these sizes."""
    n = int(rows.sum())
    total = 0.0
    sizes, often = np.unique(rows, return_counts=True)
    others, times = np.unique(columns, return_counts=True)
    whole = gammaln(n + 1)
    for a, weight in zip(sizes.tolist(), often.tolist(), strict=True):
        for b, weight_b in zip(others.tolist(), times.tolist(), strict=True):
            both = np.arange(max(1, a + b - n), min(a, b) + 1)
            chance = np.exp(
                gammaln(a + 1) + gammaln(b + 1) + gammaln(n - a + 1) + gammaln(n - b + 1) - whole
                - gammaln(both + 1) - gammaln(a - both + 1) - gammaln(b - both + 1) - gammaln(n - a - b + both + 1)
            )  # fmt: skip
            total += weight * weight_b * float((both / n * np.log(n * both / (a * b)) * chance).sum())
    return total


def best_matches(one: Array, other: Array) -> Array:
    """Give, for each part of one partition, its best Jaccard match in the other (Hennig 2007)."""
    table = contingency(one, other)
    union = table.sum(axis=1)[:, None] + table.sum(axis=0)[None, :] - table
    return np.asarray((table / union).max(axis=1))
