"""Small graphs whose answer is known."""

from collections.abc import Mapping, Sequence

import networkx as nx
import numpy as np

from joinder.graph.measures.memberships import Memberships


def two_mode(joined: Mapping[str, Sequence[str]], label: str = "Person") -> nx.Graph:
    """Build a two-mode graph from who joined what."""
    graph = nx.Graph()
    for participant in sorted(joined):
        graph.add_node(participant, side="participant", label=label, name=participant.title(), articles=1)
    for campaign in sorted({c for campaigns in joined.values() for c in campaigns}):
        graph.add_node(campaign, side="campaign", label="Campaign", name=campaign, articles=1)
    for participant in sorted(joined):
        graph.add_edges_from((participant, campaign) for campaign in sorted(joined[participant]))
    return graph


def memberships(joined: Mapping[str, Sequence[str]]) -> Memberships:
    """Build memberships from who joined what."""
    return Memberships.of(two_mode(joined))


def davis() -> nx.Graph:
    """Give Davis's Southern Women: 18 women, 14 events (1941), the usual test of two-mode measures."""
    graph = nx.davis_southern_women_graph()
    for node, facts in graph.nodes(data=True):
        facts.update(side="campaign" if facts["bipartite"] else "participant", label="Person", name=node, articles=1)
    return graph


def drawn(seed: int, most: int = 24) -> nx.Graph:
    """Draw a two-mode graph, with isolated nodes and equal rows among the rest."""
    rng = np.random.default_rng(seed)
    n, k = (int(x) for x in rng.integers(1, (most, 10)))
    graph = nx.Graph()
    graph.add_nodes_from((f"p{i:02}" for i in range(n)), side="participant")
    graph.add_nodes_from((f"c{i:02}" for i in range(k)), side="campaign")
    there = rng.random((n, k)) < rng.random()
    graph.add_edges_from((f"p{i:02}", f"c{j:02}") for i, j in zip(*there.nonzero(), strict=True))
    return graph


def dated(joined: Mapping[str, Mapping[str, str]]) -> Memberships:
    """Build memberships from who joined what on which day."""
    graph = two_mode({who: list(what) for who, what in joined.items()})
    for who, what in joined.items():
        for campaign, day in what.items():
            graph.edges[who, campaign]["first_day"] = day
    return Memberships.of(graph)
