"""From a store's direct edges to the two-mode graph of participants and campaigns that the measures work on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import networkx as nx

from joinder.graph.ontology import ontology

if TYPE_CHECKING:
    from collections.abc import Collection

    from joinder.graph.store import Store


def two_mode(store: Store, statuses: Collection[str] = ("done",)) -> nx.Graph:
    """Build the graph of who joined which campaign, from claims of these statuses only (none given: all).

    Nodes have ``side`` (``participant`` or ``campaign``), ``label``, ``name`` and ``articles`` (how many articles name
    them); edges have ``articles``, the most articles that one status of this joining has. Nodes and edges are put in
    in the order of their ids, so that sums of floats come out the same on every store.
    """
    nodes = _nodes(store)
    edges: dict[tuple[str, str], int] = {}
    found = store.columns(
        "MATCH (p)-[j:JOINED]->(c:Campaign) "
        "RETURN p.id AS participant, c.id AS campaign, j.status AS status, j.n_articles AS articles"
    )
    rows = zip(*(found[c].tolist() for c in ("participant", "campaign", "status", "articles")), strict=True)
    for participant, campaign, status, articles in rows:
        if not statuses or status in statuses:
            ends = (participant, campaign)
            edges[ends] = max(edges.get(ends, 0), articles)
    graph = nx.Graph()
    for side, index in (("participant", 0), ("campaign", 1)):
        for name in sorted({ends[index] for ends in edges}):
            graph.add_node(name, side=side, **nodes[name])
    for ends in sorted(edges):
        graph.add_edge(*ends, articles=edges[ends])
    return graph


def _nodes(store: Store) -> dict[str, dict[str, Any]]:
    """Read name, label and number of articles of every entity."""
    labels = "|".join(f"`{label}`" for label in ontology().labels)
    found = store.columns(
        f"MATCH (n:{labels}) RETURN n.id AS id, n.label AS label, n.name AS name, n.n_articles AS articles"
    )
    rows = zip(*(found[c].tolist() for c in ("id", "label", "name", "articles")), strict=True)
    return {node: {"label": label, "name": name, "articles": articles} for node, label, name, articles in rows}
