"""Who shares campaigns with whom, and which campaigns share participants: counted in blocks, ranked, tested."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from scipy import sparse

from joinder.graph.measures import significance

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from joinder.graph.measures.memberships import Array, Memberships, Side

BLOCK: Final = 1024
#: How many cells of a product one block may have (some 40 bytes each).
CELLS: Final = 5_000_000
#: An overlap coefficient says nothing about who joined fewer campaigns than this: it is 1 for everybody with one.
LEAST_FOR_COEFFICIENT: Final = 3
#: More participants in common than so many are counted, not named.
NAMED: Final = 12


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs (``one`` < ``other``, places in the side) with how much they share."""

    one: Array
    other: Array
    shared: Array
    newman: Array

    def __len__(self) -> int:
        return len(self.one)


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


def pairs_to_make(sizes: Iterable[int]) -> int:
    """Count the pairs that a projection makes, ``sum of D_c (D_c - 1) / 2``: said before the work."""
    return sum(int(s) * (int(s) - 1) // 2 for s in sizes)


def project(matrix: Any, least: int = 2, block: int = BLOCK) -> Pairs:
    """Project a two-mode matrix on its rows, keeping pairs that share at least ``least`` columns.

    Work and memory go by blocks of rows: what shares less never leaves its block.
    """
    found = list(_blocks(sparse.csr_array(matrix), least, block))
    if not found:
        none = np.zeros(0, dtype=np.int64)
        return Pairs(none, none, none, np.zeros(0))
    return Pairs(*(np.concatenate([part[i] for part in found]) for i in range(4)))


def _blocks(matrix: Any, least: int, block: int) -> Iterator[tuple[Array, Array, Array, Array]]:
    across = matrix.T.tocsr().astype(np.complex128)
    sizes = np.diff(across.indptr)
    # One product for both: the real part counts, the imaginary part adds up Newman's weights 1 / (D - 1).
    across.data = np.ones(len(across.data)) + 1j * np.repeat(1 / np.maximum(sizes - 1, 1), sizes)
    matrix = matrix.astype(np.float64)
    for start, stop in _cuts(matrix, sizes, block):
        together = matrix[start:stop] @ across[:, start:]  # what is left of the block was made before
        one = np.repeat(np.arange(start, stop), np.diff(together.indptr))
        others = together.indices.astype(np.int64) + start
        kept = ((together.data.real >= least) & (others > one)).nonzero()[0]
        if len(kept):
            one, other = one[kept], others[kept]
            order = np.argsort(one * matrix.shape[0] + other)
            values = together.data[kept][order]
            yield one[order], other[order], np.rint(values.real).astype(np.int64), values.imag


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
    pairs = project(matrix, least)
    p, q, model = _chances(matrix, pairs)
    order = np.lexsort((pairs.other, pairs.one, -np.round(pairs.newman, 12)))[:limit]
    rows = _measured((found.participants, found.campaigns), matrix, pairs, order, p, q, model)
    return sorted(rows, key=lambda row: (-round(row.newman, 12), row.one, row.other, row.one_id, row.other_id)), cut


def campaigns(found: Memberships, least: int = 1, limit: int | None = None) -> list[Overlap]:
    """Measure every pair of campaigns that share at least so many participants, the least likely by chance first."""
    matrix = found.matrix.T.tocsr()
    pairs = project(matrix, least)
    p, q, model = _chances(matrix, pairs)
    order = np.lexsort((pairs.other, pairs.one, -pairs.shared, q))[:limit]
    rows = _measured((found.campaigns, found.participants), matrix, pairs, order, p, q, model)
    return sorted(rows, key=lambda row: (row.q, -row.shared, row.one, row.other))


def capped(found: Memberships, cap: int) -> tuple[Any, list[str]]:
    """Cut campaigns larger than a cap out of the tie set; they are named, for the reader to know."""
    if not cap:
        return found.matrix, []
    small = found.sizes <= cap
    cut = [found.campaigns.names[i] for i in (~small).nonzero()[0].tolist()]
    kept = sparse.csr_array(found.matrix @ sparse.diags_array(small.astype(float)))
    kept.eliminate_zeros()
    return kept, cut


def _chances(matrix: Any, pairs: Pairs) -> tuple[Array, Array, significance.NullModel]:
    """Test all pairs; q corrects over all that there could be."""
    degrees, sizes = np.diff(matrix.indptr), np.bincount(matrix.indices, minlength=matrix.shape[1])
    model = significance.fit(degrees, sizes)
    p = significance.tails(model, degrees[pairs.one], degrees[pairs.other], pairs.shared)
    return p, significance.corrected(p, significance.pairs(matrix.shape[0])), model


def _measured(
    sides: tuple[Side, Side], matrix: Any, pairs: Pairs, order: Array, p: Array, q: Array, model: significance.NullModel
) -> list[Overlap]:
    """Give the wanted pairs their similarities and their names."""
    side, other_side = sides
    degrees = np.diff(matrix.indptr)
    rows = []
    for at in order.tolist():
        one, other, shared = int(pairs.one[at]), int(pairs.other[at]), int(pairs.shared[at])
        a, b = int(degrees[one]), int(degrees[other])
        rows.append(
            Overlap(
                side.names[one], side.names[other], side.ids[one], side.ids[other], shared, a, b,
                float(pairs.newman[at]), shared / (a + b - shared), coefficient(a, b, shared),
                model.expected(a, b), float(p[at]), float(q[at]), common(matrix, one, other, other_side.names),
            )
        )  # fmt: skip
    return rows


def coefficient(one: int, other: int, shared: int) -> float | None:
    """Give the overlap coefficient (Szymkiewicz-Simpson), or None where the smaller one is too small for it."""
    smaller = min(one, other)
    return shared / smaller if smaller >= LEAST_FOR_COEFFICIENT else None


def common(matrix: Any, one: int, other: int, names: Sequence[str], limit: int = NAMED) -> tuple[str, ...]:
    """Name what two rows share (the first ones by name, and how many more)."""
    both = sorted(names[i] for i in np.intersect1d(columns(matrix, one), columns(matrix, other)).tolist())
    return tuple(both) if len(both) <= limit else (*both[: limit - 1], f"and {len(both) - limit + 1} more")


def columns(matrix: Any, row: int) -> Array:
    """Give the places of a row's ones."""
    return np.asarray(matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]])
