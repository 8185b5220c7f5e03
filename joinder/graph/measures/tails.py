"""The chances of many overlaps at once: exact Poisson-binomial tails, one for each kind of pair.

A tail far out is as small as 1e-200, where sums of probabilities lose all their digits. So each distribution is
tilted first, until the overlap in question is its mean; its generating function is then evaluated on the unit circle
around it, and the tail put together from there, with nothing lost but the last few digits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.fft import irfft, next_fast_len

if TYPE_CHECKING:
    from collections.abc import Iterator

    from joinder.graph.measures.memberships import Array
    from joinder.graph.measures.significance import NullModel

#: How many numbers a batch may have in one of its arrays.
CELLS: Final = 400_000
#: Chances with smaller odds than this are gathered in a power series of so many terms: 0.15 ** 19 is no digit any more.
SMALL: Final = 0.15
TERMS: Final = 19
#: How many steps are taken towards the tilt: it need not be hit, only the mean be near.
STEPS: Final = 6
#: How far the tilt may go: e ** 60 is more than any odds need.
STEEPEST: Final = 60.0


def tails(model: NullModel, one: Array, other: Array, shared: Array) -> Array:
    """Give the chance of each pair's overlap or a larger one: one test for each kind of pair, not for each pair."""
    if not len(shared):
        return np.zeros(0)
    count, most = len(model.degrees), int(shared.max(initial=0)) + 1
    place = np.zeros(int(model.degrees[-1]) + 1, dtype=np.int64)  # by which a table is quicker than a search
    place[model.degrees] = np.arange(count)
    keys, which = _distinct((place[np.minimum(one, other)] * count + place[np.maximum(one, other)]) * most + shared)
    kinds, overlap = np.divmod(keys, most)
    first, second = np.divmod(kinds, count)
    found = np.ones(len(keys))
    there = (overlap > 0).nonzero()[0]
    found[there] = _cells(model, first[there], second[there], overlap[there])
    return np.asarray(found[which])


def _distinct(keys: Array) -> tuple[Array, Array]:
    """Do what ``np.unique`` does; where the keys are few enough by counting, which is quicker than sorting."""
    largest = int(keys.max(initial=0))
    if largest > 4 * len(keys) + 1_000_000:
        distinct, which = np.unique(keys, return_inverse=True)
        return distinct, which
    there = np.zeros(largest + 1, dtype=bool)
    there[keys] = True
    return there.nonzero()[0], (np.cumsum(there) - 1)[keys]


def _cells(model: NullModel, first: Array, second: Array, shared: Array) -> Array:
    """Give the tail of each kind of pair, in batches of like overlaps, so that they take equally many points."""
    found = np.empty(len(shared))
    step = max(1, CELLS // max(len(model.sizes), 1))
    order = np.argsort(shared, kind="stable")
    for start in range(0, len(order), step):
        batch = order[start : start + step]
        found[batch] = batch_tails(model.chance[first[batch]] * model.chance[second[batch]], model.times, shared[batch])
    return found


def batch_tails(chances: Array, times: Array, shared: Array) -> Array:
    """Give the chance of ``shared`` events or more, row by row; a column of ``chances`` holds for so many events."""
    certain = (chances >= 1.0) @ times
    possible = (chances > 0.0) @ times
    found = np.where(shared <= certain, 1.0, 0.0)
    left = ((shared > certain) & (shared <= possible)).nonzero()[0]
    if not len(left):
        return found
    rows = chances[left]
    odds = np.divide(rows, 1 - rows, out=np.zeros_like(rows), where=rows < 1.0)
    wanted = (shared - certain)[left].astype(float)
    tilt = _tilt(odds, times, wanted)
    tilted = odds * np.exp(tilt)[:, None]
    spread = np.sqrt((tilted / (1 + tilted) ** 2) @ times)
    # log of the tilted total, less that of the total: what the tilt must be paid back with
    log_total = (np.log1p(tilted) - np.log1p(odds)) @ times - tilt * wanted
    for part, half in _parts(tilted, spread):
        around = _around(tilted[part], times, wanted[part], half)
        found[left[part]] = _tail(around, tilt[part], log_total[part], half)
    return np.minimum(np.maximum(found, 0.0), 1.0)


def _tilt(odds: Array, times: Array, wanted: Array) -> Array:
    """Find, by Newton's steps, about which power of e the odds must be multiplied with to make ``wanted`` the mean."""
    tilt = np.log(wanted) - np.log(odds @ times)
    for _ in range(STEPS):
        tilted = odds * np.exp(tilt)[:, None]
        chance = tilted / (1 + tilted)
        mean, spread = chance @ times, (chance * (1 - chance)) @ times
        step = (wanted - mean) / np.maximum(spread, 1e-3)
        tilt = np.clip(tilt + np.clip(step, -2.0, 2.0), -STEEPEST, STEEPEST)
        if (np.abs(step) * spread <= 0.5 * np.sqrt(spread) + 1e-9).all():
            break
    return np.asarray(tilt)


def _parts(tilted: Array, spread: Array) -> Iterator[tuple[Array, int]]:
    """Part a batch by how wide the distributions are, and by how many chances are not small."""
    # Lengths go up by factors of sqrt 2, so that there are few different ones.
    rounded = np.exp2(np.ceil(2 * np.log2(9 * spread + 14)) / 2)
    half = np.array([next_fast_len(int(n), real=True) for n in np.ceil(rounded)])
    large = (tilted > SMALL).sum(axis=1)
    order = np.lexsort((large, half))
    cuts = np.flatnonzero(np.diff(half[order])) + 1
    for part in np.split(order, cuts):
        step = max(1, CELLS // int(half[part[0]]))
        for start in range(0, len(part), step):
            yield part[start : start + step], int(half[part[0]])


def _around(tilted: Array, times: Array, wanted: Array, half: int) -> Array:
    """Give the tilted chances of ``wanted - half`` to ``wanted + half`` events, from the middle on, around a circle."""
    angles = np.arange(half + 1) * (np.pi / half)
    circle = np.exp(-1j * angles)
    large = (tilted > SMALL).any(axis=0)
    small, weights = tilted[:, ~large], times[~large].astype(float)
    series = np.empty((len(tilted), TERMS))
    power = np.ones_like(small)
    for i in range(TERMS):
        power *= small
        series[:, i] = power @ weights * ((-1.0) ** i / (i + 1))
    waves = circle[None, :] ** np.arange(1, TERMS + 1)[:, None] - 1
    log = series @ waves + 1j * wanted[:, None] * angles
    made = np.exp(log)
    for c in np.flatnonzero(large).tolist():
        chance = tilted[:, c] / (1 + tilted[:, c])
        factor, n = 1 + chance[:, None] * (circle - 1), int(times[c])
        while n:  # to the n-th power by squaring
            if n & 1:
                made *= factor
            n >>= 1
            if n:
                factor = factor * factor
    return np.asarray(irfft(made, n=2 * half, axis=1))


def _tail(around: Array, tilt: Array, log_total: Array, half: int) -> Array:
    """Put the tail together: from the middle up where the tilt made it likelier, else as 1 less what lies below."""
    up = tilt >= 0
    away = np.arange(half, dtype=float)[None, :] + np.where(up, 0.0, 1.0)[:, None]
    chances = np.where(up[:, None], around[:, :half], around[:, : half - 1 : -1])
    part = (np.maximum(chances, 0.0) * np.exp(-np.abs(tilt)[:, None] * away)).sum(axis=1) * np.exp(log_total)
    return np.asarray(np.where(up, part, 1 - part))
