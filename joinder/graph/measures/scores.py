"""How much each participant counts: one function for each measure, memberships in, one number a participant out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from joinder.graph.measures.memberships import Array, Memberships

DAMPING = 0.85
STEPS = 1_000
TOLERANCE = 1e-12


def campaigns(found: Memberships) -> Array:
    """Count the campaigns that each joined (its degree in the two-mode graph)."""
    return found.degrees.astype(float)


def degree(found: Memberships) -> Array:
    """Count the others with whom each shares at least one campaign (its degree in the projection).

    The projection is never kept: blocks of it are made and counted, one row for each different set of campaigns.
    """
    which, first = classes(found.matrix)
    matrix = found.matrix[first]
    counts = np.empty(len(first))
    step = _block(found.matrix.shape[0])
    across = found.matrix.T.tocsc()
    for start in range(0, len(first), step):
        together = (matrix[start : start + step] @ across).tocsr()
        counts[start : start + step] = np.maximum(np.diff(together.indptr) - 1, 0)
    return counts[which]


def _block(width: int) -> int:
    """Choose how many rows of a product may be made at a time, so that it stays small (50 million cells at most)."""
    return int(max(1, min(1024, 50_000_000 // max(width, 1))))


def weighted(found: Memberships) -> Array:
    """Add up how rare each joined campaign is, ``-ln(D_c / n)``: a small campaign counts more than a big letter."""
    total = max(len(found.participants), 1)
    return np.asarray(found.matrix @ -np.log(np.maximum(found.sizes, 1) / total))


def strength(found: Memberships) -> Array:
    """Add up the campaigns shared with each other participant (the weighted degree in the projection)."""
    return np.asarray(found.matrix @ (found.sizes - 1.0))


def pagerank(found: Memberships) -> Array:
    """Give PageRank on the two-mode graph (damping 0.85): campaigns pass importance to those who join them."""
    n, k = found.matrix.shape
    if n + k == 0:
        return np.zeros(0)
    across = found.matrix.T.tocsr().astype(float)
    along = found.matrix.astype(float)
    people, groups = np.full(n, 1 / (n + k)), np.full(k, 1 / (n + k))
    degrees, sizes = np.maximum(found.degrees, 1), np.maximum(found.sizes, 1)
    for _ in range(STEPS):
        before = people
        # What stands on nodes without any joining is spread over all, as everybody does it.
        lost = people[found.degrees == 0].sum() + groups[found.sizes == 0].sum()
        base = (DAMPING * lost + 1 - DAMPING) / (n + k)
        people, groups = (
            DAMPING * (along @ (groups / sizes)) + base,
            DAMPING * (across @ (people / degrees)) + base,
        )
        if np.abs(people - before).sum() < TOLERANCE:
            break
    return np.asarray(people)


def birank(found: Memberships) -> Array:
    """Give BiRank (both dampings 0.85, no preference): like PageRank, but normalised on both sides."""
    n, k = found.matrix.shape
    if n == 0:
        return np.zeros(0)
    scale = sparse.diags_array(1 / np.sqrt(np.maximum(found.degrees, 1)))
    other = sparse.diags_array(1 / np.sqrt(np.maximum(found.sizes, 1)))
    smooth = (scale @ found.matrix @ other).tocsr()
    back = smooth.T.tocsr()
    people, groups = np.full(n, 1 / n), np.full(k, 1 / k)
    for _ in range(STEPS):
        before = people
        groups = DAMPING * (back @ people) + (1 - DAMPING) / k
        people = DAMPING * (smooth @ groups) + (1 - DAMPING) / n
        if np.abs(people - before).sum() < TOLERANCE:
            break
    return np.asarray(people)


def core(found: Memberships, q: int = 2) -> Array:
    """Give the greatest p for which each is in the (p, q)-core: p campaigns or more, each with q such participants."""
    level = np.zeros(len(found.participants))
    inside = np.ones(len(found.participants), dtype=bool)
    p = 1
    while True:
        inside = peel(found.matrix, p, q, inside)
        if not inside.any():
            return level
        level[inside] = p
        p += 1


def peel(matrix: Any, p: int, q: int, inside: Array) -> Array:
    """Take away, until nothing changes, who has fewer than p campaigns and campaigns with fewer than q of the rest."""
    across = matrix.T.tocsr()
    open_: Array = np.ones(matrix.shape[1], dtype=bool)
    while True:
        open_ &= (across @ inside.astype(np.int64)) >= q
        stays = inside & ((matrix @ open_.astype(np.int64)) >= p)
        if (stays == inside).all():
            return np.asarray(stays)
        inside = stays


def classes(matrix: Any) -> tuple[Array, Array]:
    """Group rows that are the same: the class of each row, and the first row of each class."""
    matrix.sort_indices()
    seen: dict[bytes, int] = {}
    which = np.empty(matrix.shape[0], dtype=np.int64)
    first: list[int] = []
    pointers, indices = matrix.indptr, matrix.indices
    for row in range(matrix.shape[0]):
        key = indices[pointers[row] : pointers[row + 1]].tobytes()
        at = seen.setdefault(key, len(seen))
        if at == len(first):
            first.append(row)
        which[row] = at
    return which, np.array(first, dtype=np.int64)
