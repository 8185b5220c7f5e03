"""Who shares campaigns with whom, and which campaigns share participants: counted in blocks, ranked, tested."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from scipy import sparse

from joinder.graph.measures import significance
from joinder.graph.measures.tails import tails

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from joinder.graph.measures.memberships import Array, Memberships, Side

BLOCK: Final = 1024
#: How many cells of a product one block may have (some 40 bytes each).
CELLS: Final = 1_000_000
#: After this share of the rows, what was made is cut off the other side of the product.
REST: Final = 0.04
#: An overlap coefficient says nothing about who joined fewer campaigns than this: it is 1 for everybody with one.
LEAST_FOR_COEFFICIENT: Final = 3
#: More participants in common than so many are counted, not named.
NAMED: Final = 12


@dataclass(frozen=True)
class Pairs:
    """Pairs (``one`` < ``other``, places in the side) with how much they share.

    They stand by ``one``, which is kept as how many pairs each has: of tens of millions, a quarter less to carry.
    """

    counts: Array
    other: Array
    shared: Array
    newman: Array

    def __len__(self) -> int:
        return len(self.other)

    @cached_property
    def one(self) -> Array:
        """The first of each pair."""
        return np.repeat(np.arange(len(self.counts), dtype=np.int32), self.counts)


@dataclass(frozen=True, slots=True)
class Overlap:
    """How much two of one side share, and whether that is more than chance.

    ``p`` is the chance of so much or more under SDSM, ``q`` the same corrected over all ``tests``.
    """

    one: str
    other: str
    one_id: str
    other_id: str
    shared: int
    of_one: int
    of_other: int
    newman: float
    jaccard: float
    coefficient: float | None
    expected: float
    p: float
    q: float
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tested:
    """All pairs of one side with their chances; a pair becomes a row with names only where it is wanted."""

    side: Side
    other_side: Side
    matrix: Any
    pairs: Pairs
    p: Array
    q: Array
    model: significance.NullModel

    def likeliest(self, limit: int | None = None) -> Array:
        """Give the places of the pairs that are the least likely by chance (of equals, those that share most first)."""
        return first((self.q, -self.pairs.shared, *self._by_name()), limit)

    def _by_name(self) -> tuple[Array, Array]:
        order = sorted(range(len(self.side)), key=lambda i: (self.side.names[i], self.side.ids[i]))
        place = np.empty(len(order), dtype=np.int32)
        place[order] = np.arange(len(order), dtype=np.int32)
        return place[self.pairs.one], place[self.pairs.other]

    def rows(self, places: Array) -> list[Overlap]:
        """Give some pairs their similarities and the names of what they share."""
        return [self._row(at) for at in places.tolist()]

    def _row(self, at: int) -> Overlap:
        one, other, shared = int(self.pairs.one[at]), int(self.pairs.other[at]), int(self.pairs.shared[at])
        a, b = (int(self.matrix.indptr[i + 1] - self.matrix.indptr[i]) for i in (one, other))
        return Overlap(
            self.side.names[one], self.side.names[other], self.side.ids[one], self.side.ids[other], shared, a, b,
            float(self.pairs.newman[at]), shared / (a + b - shared), coefficient(a, b, shared),
            self.model.expected(a, b), float(self.p[at]), float(self.q[at]),
            common(self.matrix, one, other, self.other_side.names),
        )  # fmt: skip


def pairs_to_make(sizes: Iterable[int]) -> int:
    """Count the pairs that a projection makes, ``sum of D_c (D_c - 1) / 2``: said before the work."""
    return sum(int(s) * (int(s) - 1) // 2 for s in sizes)


def project(matrix: Any, least: int = 2, block: int = BLOCK) -> Pairs:
    """Project a two-mode matrix on its rows, keeping pairs that share at least ``least`` columns.

    Work and memory go by blocks of rows: what shares less never leaves its block. Rows that have less than ``least``
    columns share less with everybody, so they are left out before the work.
    """
    matrix = sparse.csr_array(matrix)
    counts = np.zeros(matrix.shape[0], dtype=np.int64)
    rows = (np.diff(matrix.indptr) >= least).nonzero()[0]
    found = list(_blocks(matrix, rows, least, block))
    if not found:
        return Pairs(counts, np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.int32), np.zeros(0))
    counts[rows] = np.concatenate([part[0] for part in found])
    other, shared, newman = (np.concatenate([part[i] for part in found]) for i in (1, 2, 3))
    return Pairs(counts, other if len(rows) == len(counts) else rows.astype(np.int32)[other], shared, newman)


def _blocks(matrix: Any, rows: Array, least: int, block: int) -> Iterator[tuple[Array, Array, Array, Array]]:
    """Make the pairs of each block of the wanted rows: how many a row, with whom (places among these), how much."""
    sizes = np.bincount(matrix.indices, minlength=matrix.shape[1])
    matrix = (matrix if len(rows) == matrix.shape[0] else matrix[rows]).astype(np.float64)
    across = matrix.T.tocsr().astype(np.complex128)
    # One product for both: the real part counts, the imaginary part adds up Newman's weights 1 / (D - 1).
    across.data = np.ones(len(across.data)) + 1j * np.repeat(1 / np.maximum(sizes - 1, 1), np.diff(across.indptr))
    rest, base = across, 0
    for start, stop in _cuts(matrix, np.diff(across.indptr), block):
        if start - base > REST * len(rows):  # what lies before was made before; cutting it off has its price, too
            rest, base = across[:, start:], start
        together = matrix[start:stop] @ rest
        one = np.repeat(np.arange(start - base, stop - base, dtype=np.int32), np.diff(together.indptr))
        there = together.indices > one
        if least > 1:
            there &= together.data.real >= least
        kept = there.nonzero()[0]
        values = together.data.take(kept)
        counts = np.bincount(one.take(kept) - (start - base), minlength=stop - start)
        yield counts, together.indices.take(kept) + np.int32(base), values.real.astype(np.int32), values.imag.copy()


def _cuts(matrix: Any, sizes: Array, block: int) -> Iterator[tuple[int, int]]:
    """Cut the rows into blocks of so many at most, and of so many cells that one block stays small."""
    cells = np.cumsum(matrix @ sizes.astype(np.int64))
    start = 0
    while start < len(cells):
        before = int(cells[start - 1]) if start else 0
        fits = int(np.searchsorted(cells, before + CELLS, side="right"))
        stop = min(max(fits, start + 1), start + block, len(cells))
        yield start, stop
        start = stop


def participants(
    found: Memberships, least: int = 2, cap: int = 0, limit: int | None = None
) -> tuple[list[Overlap], list[str]]:
    """Measure every pair of participants that share at least so many campaigns, strongest (Newman) first.

    Args:
        found: who joined what.
        least: the fewest shared campaigns that are listed.
        cap: campaigns larger than this are left out of the ties (0: none), and returned by name.
        limit: how many pairs are wanted; q always corrects over all.

    Returns:
        the pairs, and the names of the campaigns that were left out.
    """
    matrix, cut = capped(found, cap)
    done = _tested(found.participants, found.campaigns, matrix, least)
    order = first((-np.round(done.pairs.newman, 12), done.pairs.one, done.pairs.other), limit)
    rows = done.rows(order)
    return sorted(rows, key=lambda row: (-round(row.newman, 12), row.one, row.other, row.one_id, row.other_id)), cut


def campaigns(found: Memberships, least: int = 1, limit: int | None = None) -> list[Overlap]:
    """Measure every pair of campaigns that share at least so many participants, the least likely by chance first."""
    done = campaign_pairs(found, least)
    return done.rows(done.likeliest(limit))


def campaign_pairs(found: Memberships, least: int = 1) -> Tested:
    """Test all pairs of campaigns; rows are made only of those that are wanted."""
    return _tested(found.campaigns, found.participants, found.matrix.T.tocsr(), least)


def first(keys: tuple[Array, ...], limit: int | None) -> Array:
    """Give the places of the first so many, by the first key, then by the others; only these are sorted."""
    leading = keys[0]
    if limit is None or limit >= len(leading):
        return np.lexsort(keys[::-1])
    if not limit:
        return np.zeros(0, dtype=np.int64)
    near = (leading <= np.partition(leading, limit - 1)[limit - 1]).nonzero()[0]
    return np.asarray(near[np.lexsort([key[near] for key in reversed(keys)])][:limit])


def capped(found: Memberships, cap: int) -> tuple[Any, list[str]]:
    """Cut campaigns larger than a cap out of the tie set; they are named, for the reader to know."""
    if not cap:
        return found.matrix, []
    small = found.sizes <= cap
    cut = [found.campaigns.names[i] for i in (~small).nonzero()[0].tolist()]
    kept = sparse.csr_array(found.matrix @ sparse.diags_array(small.astype(float)))
    kept.eliminate_zeros()
    return kept, cut


def _tested(side: Side, other_side: Side, matrix: Any, least: int) -> Tested:
    """Project, and test all pairs; q corrects over all that there could be."""
    pairs = project(matrix, least)
    degrees, sizes = np.diff(matrix.indptr), np.bincount(matrix.indices, minlength=matrix.shape[1])
    model = significance.fit(degrees, sizes)
    p = tails(model, degrees[pairs.one], degrees[pairs.other], pairs.shared)
    return Tested(side, other_side, matrix, pairs, p, significance.corrected(p, significance.pairs(len(side))), model)


def coefficient(one: int, other: int, shared: int) -> float | None:
    """Give the overlap coefficient (Szymkiewicz-Simpson), or None where the smaller one is too small for it."""
    smaller = min(one, other)
    return shared / smaller if smaller >= LEAST_FOR_COEFFICIENT else None


def common(matrix: Any, one: int, other: int, names: Sequence[str]) -> tuple[str, ...]:
    """Name what two rows share (the first ones by name, and how many more)."""
    return shortened(sorted(names[i] for i in np.intersect1d(columns(matrix, one), columns(matrix, other)).tolist()))


def shortened(names: Sequence[str], limit: int = NAMED) -> tuple[str, ...]:
    """Keep the first so many names, and say how many more there are."""
    return tuple(names) if len(names) <= limit else (*names[: limit - 1], f"and {len(names) - limit + 1} more")


def columns(matrix: Any, row: int) -> Array:
    """Give the places of a row's ones."""
    return np.asarray(matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]])
