"""Influence and overlap in Python: memberships or two-mode NetworkX graphs in, plain rows out.

>>> from joinder.graph import analysis, projection            # doctest: +SKIP
>>> found = projection.memberships(store)                     # doctest: +SKIP
>>> analysis.rank(found, "betweenness", limit=10)             # doctest: +SKIP

Every measure is computed from claims of joining, never from names that stand side by side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx

from joinder.graph.measures import ranking
from joinder.graph.measures.bridges import bridges
from joinder.graph.measures.camps import camps, partition
from joinder.graph.measures.companions import companions, of_two
from joinder.graph.measures.contradictions import contradictions
from joinder.graph.measures.growth import arrivals, growth
from joinder.graph.measures.honesty import block as honesty
from joinder.graph.measures.influence import followings, leads
from joinder.graph.measures.memberships import Memberships
from joinder.graph.measures.methods import methods
from joinder.graph.measures.overlap import Overlap, project
from joinder.graph.measures.overlap import campaigns as overlapping_campaigns
from joinder.graph.measures.overlap import participants as overlapping_participants
from joinder.graph.measures.promises import promises
from joinder.graph.measures.ranking import MEASURES, Ranked
from joinder.graph.measures.robustness import with_ranges
from joinder.graph.measures.support import read_support
from joinder.graph.measures.timing import times
from joinder.graph.projection import memberships, two_mode

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "MEASURES", "Memberships", "Overlap", "Ranked", "arrivals", "bridges", "camps", "companions", "contradictions",
    "followings", "growth", "honesty", "leads", "memberships", "methods", "of_two", "overlap_graph",
    "overlapping_campaigns", "overlapping_participants", "partition", "project", "promises", "rank", "read_support",
    "times", "two_mode", "with_ranges",
]  # fmt: skip


def rank(
    found: Memberships | nx.Graph, measure: str, label: str | None = None, limit: int | None = None
) -> list[Ranked]:
    """Rank participants by one of :data:`MEASURES`; a two-mode NetworkX graph is taken as well as memberships."""
    return ranking.rank(found if isinstance(found, Memberships) else Memberships.of(found), measure, label, limit)


def overlap_graph(pairs: Iterable[Overlap]) -> nx.Graph:
    """Turn measured pairs into a one-mode NetworkX graph; each edge keeps all that was measured, also the names."""
    graph = nx.Graph()
    for pair in pairs:
        for node, name in ((pair.one_id, pair.one), (pair.other_id, pair.other)):
            graph.add_node(node, name=name)
        graph.add_edge(
            pair.one_id, pair.other_id, weight=pair.newman, shared=pair.shared, jaccard=pair.jaccard,
            p=pair.p, q=pair.q, names=list(pair.names),
        )  # fmt: skip
    return graph
