"""The graph as an rdflib ``Graph``, for those who go on in Python. The only module here that needs rdflib to write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdflib import Graph

from joinder.graph.rdf.export import chunks
from joinder.graph.rdf.pages import ViewPages
from joinder.graph.rdf.stream import Options
from joinder.graph.rdf.terms import BASE, prefixes

if TYPE_CHECKING:
    from joinder.graph.model import View


def to_graph(view: View, base: str = BASE) -> Graph:
    """Turn a view into an rdflib graph, together with the description of its terms."""
    graph = Graph()
    for prefix, uri in prefixes(base).items():
        graph.bind(prefix, uri, override=True, replace=True)
    text = "".join(chunks(ViewPages(view), ".nt", Options(base)))
    return graph.parse(data=text, format="nt")
