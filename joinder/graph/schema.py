"""What a graph store holds, as data: kinds of nodes and edges, from the ontology and the view's rows."""

from dataclasses import dataclass, fields
from functools import cache
from types import MappingProxyType
from typing import Any, get_type_hints

from joinder.graph.identity import digest
from joinder.graph.model import ArticleRow, ClaimRow, CrowdRow, EdgeRow, EntityRow, MentionRow, View
from joinder.graph.ontology import ontology

KINDS = MappingProxyType({str: "text", int: "integer", float: "float", tuple[str, ...]: "texts"})
"""Python's type of a row's field to the store's kind of a property."""

STATE = "JoinderGraph"
REDIRECT = "Redirect"
ROW_LABELS = MappingProxyType({"articles": "Article", "mentions": "Mention", "claims": "Claim", "crowds": "Crowd"})
"""Field of a view to the label of its rows' nodes; entities have one of the ontology's labels, edges are no nodes."""


@dataclass(frozen=True, slots=True)
class EdgeKind:
    """One type of edge: between which labels it may run, and its properties."""

    name: str
    ends: tuple[tuple[str, str], ...]
    properties: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Schema:
    """All kinds of nodes and edges. A property is a name and its kind (``text``, ``integer``, ``float``, ``texts``)."""

    nodes: dict[str, tuple[tuple[str, str], ...]]
    edges: dict[str, EdgeKind]

    @property
    def version(self) -> str:
        """A hash of it, by which a graph of another version of joinder is known."""
        return digest(self)

    def properties(self) -> frozenset[str]:
        """Name all properties that nodes or edges have."""
        kinds = [*self.nodes.values(), *(e.properties for e in self.edges.values())]
        return frozenset(name for properties in kinds for name, _ in properties)


def _properties(row: type) -> tuple[tuple[str, str], ...]:
    hints: dict[str, Any] = get_type_hints(row)
    return tuple((f.name, KINDS[hints[f.name]]) for f in fields(row))


@cache
def schema() -> Schema:
    """Derive the schema (once)."""
    known = ontology()
    labels = tuple(known.labels)
    nodes = dict.fromkeys(labels, _properties(EntityRow))
    rows = {"Article": ArticleRow, "Mention": MentionRow, "Claim": ClaimRow, "Crowd": CrowdRow}
    nodes |= {label: _properties(row) for label, row in rows.items()}
    nodes[REDIRECT] = (("id", "text"), ("target", "text"))
    nodes[STATE] = (("id", "text"), ("sequence", "integer"), ("ledger", "text"), ("schema", "text"))
    direct = _properties(EdgeRow)
    kinds = [
        EdgeKind(r.name, tuple((s, o) for s in r.subject for o in r.object), direct) for r in known.relations.values()
    ]
    kinds += [EdgeKind(name, tuple(("Claim", label) for label in labels)) for name in ("SUBJECT", "OBJECT", "SAID_BY")]
    kinds += [
        EdgeKind("STATED_IN", (("Claim", "Article"), ("Crowd", "Article"))),
        EdgeKind("ABOUT", tuple(("Crowd", label) for label in labels)),
        EdgeKind("OF", tuple(("Mention", label) for label in labels)),
        EdgeKind("NAMED_IN", (("Mention", "Article"),)),
    ]
    return Schema(nodes, {kind.name: kind for kind in kinds})


def view_fields() -> tuple[str, ...]:
    """Name the fields of a view in the order in which a store takes them (redirects last)."""
    return tuple(f.name for f in fields(View))
