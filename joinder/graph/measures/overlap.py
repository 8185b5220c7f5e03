"""Who shares campaigns with whom, and which campaigns share participants: counted in blocks, ranked, tested."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from scipy import sparse

from joinder.graph.measures import significance

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from joinder.graph.measures.memberships import Array, Memberships

BLOCK: Final = 1024
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
    matrix = matrix.astype(np.int32)
    across = matrix.T.tocsr()
    sizes = np.diff(across.indptr)
    # Newman's weight of a column, 1 / (D - 1); a column of one makes no pair
    weights = 1 / np.maximum(sizes - 1, 1)
    for start in range(0, matrix.shape[0], block):
        rows = matrix[start : start + block]
        together = sparse.triu(rows @ across, k=start + 1, format="coo")
        kept = together.data >= least
        one, other, shared = together.row[kept] + start, together.col[kept], together.data[kept]
        if len(one):
            order = np.lexsort((other, one))
            one, other, shared = (a[order].astype(np.int64) for a in (one, other, shared))
            yield one, other, shared, _newman(matrix, weights, one, other)


def _newman(matrix: Any, weights: Array, one: Array, other: Array, step: int = 200_000) -> Array:
    """Add up the weights of the columns that each pair shares, for kept pairs only."""
    found = np.empty(len(one))
    for start in range(0, len(one), step):
        both = matrix[one[start : start + step]].multiply(matrix[other[start : start + step]])
        found[start : start + step] = both @ weights
    return found


def participants(found: Memberships, least: int = 2, cap: int = 0) -> tuple[list[Overlap], list[str]]:
    """Measure every pair of participants that share at least so many campaigns, strongest (Newman) first.

    Args:
        found: who joined what.
        least: the fewest shared campaigns that are listed.
        cap: campaigns larger than this are left out of the ties (0: none), and returned by name.

    Returns:
        the pairs, and the names of the campaigns that were left out.
    """
    matrix, cut = capped(found, cap)
    return _measured(found, matrix, project(matrix, least), by_campaigns=False), cut


def campaigns(found: Memberships, least: int = 1) -> list[Overlap]:
    """Measure every pair of campaigns that share at least so many participants, most shared first."""
    matrix = found.matrix.T.tocsr()
    rows = _measured(found, matrix, project(matrix, least), by_campaigns=True)
    return sorted(rows, key=lambda row: (row.q, -row.shared, row.one, row.other))


def capped(found: Memberships, cap: int) -> tuple[Any, list[str]]:
    """Cut campaigns larger than a cap out of the tie set; they are named, for the reader to know."""
    if not cap:
        return found.matrix, []
    small = found.sizes <= cap
    cut = [found.campaigns.names[i] for i in (~small).nonzero()[0].tolist()]
    return sparse.csr_array(found.matrix @ sparse.diags_array(small.astype(float))), cut


def _measured(found: Memberships, matrix: Any, pairs: Pairs, *, by_campaigns: bool) -> list[Overlap]:
    """Give each pair its similarities, its chance and its names, strongest first."""
    side, other_side = (found.campaigns, found.participants) if by_campaigns else (found.participants, found.campaigns)
    degrees, sizes = np.diff(matrix.indptr), np.bincount(matrix.indices, minlength=matrix.shape[1])
    model = significance.fit(degrees, sizes)
    p = significance.tails(model, degrees[pairs.one], degrees[pairs.other], pairs.shared)
    q = significance.corrected(p, significance.pairs(len(side)))
    rows = []
    for at in range(len(pairs)):
        one, other, shared = int(pairs.one[at]), int(pairs.other[at]), int(pairs.shared[at])
        a, b = int(degrees[one]), int(degrees[other])
        rows.append(
            Overlap(
                side.names[one], side.names[other], side.ids[one], side.ids[other], shared, a, b,
                float(pairs.newman[at]), shared / (a + b - shared), coefficient(a, b, shared),
                model.expected(a, b), float(p[at]), float(q[at]), common(matrix, one, other, other_side.names),
            )
        )  # fmt: skip
    return sorted(rows, key=lambda row: (-row.newman, row.one, row.other, row.one_id, row.other_id))


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
