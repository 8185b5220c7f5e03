"""The view as GraphML, for Gephi, Cytoscape, igraph and NetworkX: entities as nodes, direct edges as edges."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Final

import networkx as nx

if TYPE_CHECKING:
    from joinder.graph.model import View

#: Characters that XML 1.0 cannot hold, not even as references.
_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """Take out what XML cannot hold."""
    return _NOT_XML.sub("", text)


def to_multigraph(view: View) -> nx.MultiDiGraph:
    """Turn a view into a directed multigraph with one edge per direct edge of the view (lists joined by ``|``)."""
    graph = nx.MultiDiGraph()
    for row in view.entities:
        graph.add_node(
            clean(row.id), label=row.label, name=clean(row.name), aliases=clean("|".join(row.aliases)),
            n_articles=row.n_articles, n_claims=row.n_claims,
        )  # fmt: skip
    for edge in view.edges:
        graph.add_edge(
            clean(edge.subject), clean(edge.object), key=edge.id,
            relation=edge.relation, status=edge.status, what=clean(edge.what),
            first_day=edge.first_day, last_day=edge.last_day,
            n_claims=edge.n_claims, n_articles=edge.n_articles,
            first_report=edge.first_report, last_report=edge.last_report, claims="|".join(edge.claims),
        )  # fmt: skip
    return graph


def to_graphml(view: View) -> str:
    """Write a view as GraphML."""
    out = io.BytesIO()
    nx.write_graphml(to_multigraph(view), out, edge_id_from_attribute=None, named_key_ids=True)
    return out.getvalue().decode("utf-8") + "\n"
