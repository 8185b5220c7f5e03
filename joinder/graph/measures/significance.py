"""Is an overlap more than chance: the stochastic degree sequence model (SDSM), and corrections for many tests.

The null model keeps, on average, how many campaigns each participant joined and how many participants each campaign
has (BiCM, fitted by a fixed point); how many campaigns two share is then Poisson-binomial, computed exactly (for many
pairs at once: :mod:`joinder.graph.measures.tails`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import bdtrc, gammaln

if TYPE_CHECKING:
    from collections.abc import Iterable

    from joinder.graph.measures.memberships import Array

STEPS: Final = 20_000
TOLERANCE: Final = 1e-11


@dataclass(frozen=True, slots=True)
class NullModel:
    """How likely a joining is, for each different degree and each different campaign size.

    ``chance[i, c]`` belongs to ``degrees[i]`` and ``sizes[c]``; ``times[c]`` campaigns have that size.
    """

    degrees: Array
    sizes: Array
    times: Array
    chance: Array

    def tail(self, one: int, other: int, shared: int) -> float:
        """Give the chance that two participants of these degrees share so many campaigns or more."""
        if shared <= 0:
            return 1.0
        a, b = (int(np.searchsorted(self.degrees, d)) for d in (one, other))
        return float(min(_masses(self.chance[a] * self.chance[b], self.times, shared)[shared], 1.0))

    def expected(self, one: int, other: int) -> float:
        """Give how many campaigns two participants of these degrees share on average."""
        a, b = (int(np.searchsorted(self.degrees, d)) for d in (one, other))
        return float((self.chance[a] * self.chance[b]) @ self.times)


def fit(degrees: Array, sizes: Array) -> NullModel:
    """Fit the null model to the degrees of both sides (Saracco et al. 2015).

    ``p_ic = x_i y_c / (1 + x_i y_c)`` with x and y such that all expected degrees are the observed ones. Who joined
    nothing has chance 0 everywhere, and who joined everything has chance 1: they are set apart before the fit.
    """
    rows, row_times = np.unique(degrees, return_counts=True)
    columns, column_times = np.unique(sizes, return_counts=True)
    chance = np.zeros((len(rows), len(columns)))
    row_left, column_left = rows.astype(float), columns.astype(float)
    free_rows, free_columns = np.ones(len(rows), bool), np.ones(len(columns), bool)
    while True:  # taking one side's certain ones away may make ones of the other side certain
        width, height = column_times[free_columns].sum(), row_times[free_rows].sum()
        full_rows, full_columns = free_rows & (row_left >= width), free_columns & (column_left >= height)
        none_rows, none_columns = free_rows & (row_left <= 0), free_columns & (column_left <= 0)
        if full_rows.any() and width > 0:
            chance[np.ix_(full_rows, free_columns)] = 1.0
            column_left[free_columns] -= row_times[full_rows].sum()
            free_rows &= ~full_rows
        elif full_columns.any() and height > 0:
            chance[np.ix_(free_rows, full_columns)] = 1.0
            row_left[free_rows] -= column_times[full_columns].sum()
            free_columns &= ~full_columns
        elif none_rows.any() or none_columns.any():
            free_rows &= ~none_rows
            free_columns &= ~none_columns
        else:
            break
    if free_rows.any() and free_columns.any():
        inner = np.ix_(free_rows, free_columns)
        chance[inner] = _solve(
            row_left[free_rows], row_times[free_rows], column_left[free_columns], column_times[free_columns]
        )
    return NullModel(rows, columns, column_times, chance)


def _solve(degrees: Array, people: Array, sizes: Array, groups: Array) -> Array:
    """Find the chances by a fixed point on the distinct degrees."""
    total = float(degrees @ people)
    x, y = degrees / np.sqrt(total), sizes / np.sqrt(total)
    for _ in range(STEPS):
        before = x
        x = degrees / ((y / (1 + np.outer(x, y))) @ groups)
        y = sizes / ((x[:, None] / (1 + np.outer(x, y))).T @ people)
        if np.max(np.abs(x - before) / x) < TOLERANCE:
            break
    product = np.outer(x, y)
    return np.asarray(product / (1 + product))


def poisson_binomial_tail(chances: Array, least: int) -> float:
    """Give the chance that at least so many of independent events of these chances happen, exactly."""
    if least <= 0:
        return 1.0
    if least > len(chances):
        return 0.0
    distinct, times = np.unique(chances, return_counts=True)
    return float(min(max(_masses(distinct, times, least)[least], 0.0), 1.0))


def _masses(chances: Array, times: Array, least: int) -> Array:
    """Give the chance of exactly 0, 1, ... events; the last place is "so many or more", so that no tail is lost.

    Equal chances are one binomial, so the work grows with the number of different ones.
    """
    if least == 0:
        return np.ones(1)
    mass, tail, k = np.zeros(least), 0.0, np.arange(least)
    mass[0] = 1.0
    for chance, n in zip(chances.tolist(), times.tolist(), strict=True):
        if chance <= 0.0:
            continue
        if chance >= 1.0:
            exactly, enough = (k == n).astype(float), (least - k <= n).astype(float)
        else:
            few = np.minimum(k, n)
            logs = gammaln(n + 1) - gammaln(few + 1) - gammaln(n - few + 1)
            exactly = np.where(k <= n, np.exp(logs + few * np.log(chance) + (n - few) * np.log1p(-chance)), 0.0)
            enough = np.where(least - k <= n, bdtrc(np.minimum(least - k - 1, n), n, chance), 0.0)
        tail += float(mass @ enough)
        mass = np.convolve(mass, exactly)[:least]
    return np.append(mass, tail)


def hypergeometric(campaigns: int, one: int, other: int, shared: int) -> float:
    """Give the chance of an overlap if all campaigns were of one size (Tumminello et al. 2011)."""
    from scipy.stats import hypergeom  # noqa: PLC0415 - slow to import

    return float(hypergeom.sf(shared - 1, campaigns, one, other))


def corrected(chances: Iterable[float], tests: int | None = None, *, dependent: bool = False) -> Array:
    """Correct for many tests: q values of Benjamini and Hochberg (1995), or, if dependent, Yekutieli (2001).

    Args:
        chances: the p values that were computed.
        tests: how many tests there are in all; those that are not in ``chances`` count as p = 1.
        dependent: correct for any dependence between the tests.
    """
    p = np.asarray(chances if isinstance(chances, np.ndarray) else list(chances), dtype=float)
    if not len(p):
        return p
    count = max(tests or len(p), len(p))
    order = np.argsort(p, kind="stable")
    factor = float(np.sum(1 / np.arange(1, count + 1))) if dependent else 1.0
    scaled = p[order] * count * factor / np.arange(1, len(p) + 1)
    q = np.empty(len(p))
    q[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return q


def pairs(count: int) -> int:
    """Count the pairs among so many."""
    return count * (count - 1) // 2
