"""Communities of a two-mode graph: Barber's modularity, maximised by local moving on several levels.

``Q = (1/m) sum over pairs in one community of (B_ic - d_i D_c / m)``. Every node carries two masses: what its
participants and what its campaigns have of joinings; only masses of different sides repel each other. So one routine
serves nodes of both sides and, on higher levels, communities of both.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from joinder.graph.measures.scores import classes

if TYPE_CHECKING:
    from joinder.graph.measures.memberships import Array, Memberships

#: Nodes and communities are moved in turn at most so often.
ROUNDS: Final = 10

Partition = tuple["Array", "Array"]
"""The community of each participant, and of each campaign."""


def modularity(found: Memberships, parts: Partition) -> float:
    """Give Barber's modularity of a partition."""
    m = len(found)
    if not m:
        return 0.0
    people, groups = parts
    inside = float((people[found.rows] == groups[found.columns]).sum())
    count = max(int(people.max(initial=-1)), int(groups.max(initial=-1))) + 1
    left = np.bincount(people, weights=found.degrees, minlength=count)
    right = np.bincount(groups, weights=found.sizes, minlength=count)
    return inside / m - float(left @ right) / m**2


def communities(found: Memberships, seed: int) -> Partition:
    """Find communities from one random start; they are numbered from the largest down.

    Participants of the same campaigns always belong together (their gains are the same), so they are moved as one.
    """
    which, first = classes(found.matrix)
    weights = np.bincount(which, minlength=len(first)).astype(float)
    matrix = sparse.diags_array(weights) @ found.matrix[first].astype(float) if len(first) else found.matrix
    graph = sparse.block_array([[None, matrix], [matrix.T, None]], format="csr") if matrix.nnz else None
    c, k = matrix.shape
    if graph is None:
        return np.arange(len(found.participants)), len(found.participants) + np.arange(k)
    left = np.concatenate([np.asarray(matrix.sum(axis=1)).ravel(), np.zeros(k)])
    right = np.concatenate([np.zeros(c), np.asarray(matrix.sum(axis=0)).ravel()])
    part = _levels(graph, left, right, np.random.default_rng(seed))
    made, whole = (
        _numbered(found_part[:c][which], found_part[c:])
        for found_part in (_connected(graph, part), connected_components(graph, directed=False)[1])
    )
    # Where parting gains nothing (one campaign, everybody in everything), what hangs together stays together.
    return made if modularity(found, made) > modularity(found, whole) + 1e-12 else whole


def _levels(graph: Any, left: Array, right: Array, rng: np.random.Generator) -> Array:
    """Move nodes, then communities as nodes, then nodes again from there, until nothing gains."""
    m = float(left.sum())
    part = np.arange(graph.shape[0])
    for _ in range(ROUNDS):
        moved = _local_moves(graph, left, right, m, rng, part)
        moved = _merged(graph, left, right, m, rng, moved)
        if len(np.unique(np.stack([part, moved]), axis=1).T) == len(np.unique(part)) == len(np.unique(moved)):
            break
        part = moved
    return part


def _merged(graph: Any, left: Array, right: Array, m: float, rng: np.random.Generator, part: Array) -> Array:
    """Move whole communities, and communities of these, until nothing gains."""
    while True:
        labels, part = np.unique(part, return_inverse=True)
        member = sparse.csr_array((np.ones(len(part)), (np.arange(len(part)), part)), shape=(len(part), len(labels)))
        small = (member.T @ graph @ member).tocsr()
        moved = _local_moves(small, member.T @ left, member.T @ right, m, rng, np.arange(len(labels)))
        if len(np.unique(moved)) == len(labels):
            return np.asarray(part)
        part = moved[part]


def _local_moves(graph: Any, left: Array, right: Array, m: float, rng: np.random.Generator, start: Array) -> Array:
    """Put each node where it gains most, in a random order; who has a moved neighbour is looked at again."""
    n = graph.shape[0]
    pointers, neighbours, weights = graph.indptr.tolist(), graph.indices.tolist(), graph.data.tolist()
    a, b, part = left.tolist(), right.tolist(), start.tolist()
    mass_a, mass_b = (np.bincount(start, weights=mass, minlength=n).tolist() for mass in (left, right))
    inside = np.bincount(start, minlength=n).tolist()
    queue, waiting, at = rng.permutation(n).tolist(), [True] * n, 0
    while at < len(queue):
        node = queue[at]
        at += 1
        waiting[node] = False
        ties: dict[int, float] = defaultdict(float)
        span = range(pointers[node], pointers[node + 1])
        for i in span:
            if neighbours[i] != node:
                ties[part[neighbours[i]]] += weights[i]
        own = part[node]
        mass_a[own] -= a[node]
        mass_b[own] -= b[node]
        inside[own] -= 1
        best, gain = own, ties.get(own, 0.0) - (a[node] * mass_b[own] + b[node] * mass_a[own]) / m + 1e-12
        if gain < 0 and not inside[node]:
            best, gain = node, 1e-12  # better alone than there
        for other, tie in ties.items():
            value = tie - (a[node] * mass_b[other] + b[node] * mass_a[other]) / m
            if value > gain:
                best, gain = other, value + 1e-12
        part[node] = best
        mass_a[best] += a[node]
        mass_b[best] += b[node]
        inside[best] += 1
        if best != own:
            again = [neighbours[i] for i in span if not waiting[neighbours[i]] and part[neighbours[i]] != best]
            queue += again
            for other in again:
                waiting[other] = True
    return np.array(part)


def _connected(graph: Any, part: Array) -> Array:
    """Split communities that fall apart: it never lowers the modularity."""
    edges = graph.tocoo()
    inside = part[edges.row] == part[edges.col]
    kept = sparse.coo_array((edges.data[inside], (edges.row[inside], edges.col[inside])), shape=graph.shape)
    return np.asarray(connected_components(kept, directed=False)[1])


def _numbered(people: Array, groups: Array) -> Partition:
    """Number communities by size, then by their first member, so that the same ones have the same numbers."""
    every = np.concatenate([people, groups])
    labels, first, which, counts = np.unique(every, return_index=True, return_inverse=True, return_counts=True)
    place = np.empty(len(labels), dtype=np.int64)
    place[np.lexsort((first, -counts))] = np.arange(len(labels))
    return place[which[: len(people)]], place[which[len(people) :]]
