"""JSON-LD: the resources as objects, one a line, under a context of prefixes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from joinder.graph.rdf.encode import datatype, value
from joinder.graph.rdf.terms import prefixes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from joinder.graph.rdf.describe import Node
    from joinder.graph.rdf.stream import Block


def write(blocks: Iterable[Block], base: str) -> Iterator[str]:
    """Write blocks (without graphs) as one JSON-LD document."""
    yield f'{{"@context": {json.dumps(context(base))},\n"@graph": ['
    comma = "\n"
    for _, nodes in blocks:
        for node in nodes:
            yield comma + node_text(node, base)
            comma = ",\n"
    yield "\n]}\n"


def document(nodes: Iterable[Node], base: str) -> str:
    """Write some nodes as a document of their own."""
    return "".join(write([("", list(nodes))], base))


def node_text(node: Node, base: str) -> str:
    """Write one node as a line of JSON."""
    return json.dumps(_node(node, base), ensure_ascii=False).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def context(base: str) -> dict[str, str]:
    """Give the context: the base, and the prefixes."""
    return {"@base": base, **prefixes(base)}


def _node(node: Node, base: str) -> dict[str, Any]:
    subject, facts = node
    found: dict[str, Any] = {"@id": _iri(subject, base)}
    for name, tokens in facts:
        if name == "rdf:type":
            found["@type"] = tokens
        else:
            values = [_value(token, base) for token in tokens]
            found[name] = values[0] if len(values) == 1 else values
    return found


def _iri(token: str, base: str) -> str:
    """Write an IRI relative to the base, or as the short name that it is."""
    if token[0] != "<":
        return token
    return token[len(base) + 1 : -1] if token.startswith("<" + base) else token[1:-1]


def _value(token: str, base: str) -> Any:
    if token[0] != '"':
        return {"@id": _iri(token, base)}
    text = value(token)
    if kind := datatype(token):
        return {"@value": text, "@type": "xsd:" + kind.rpartition("#")[2]}
    if token[-1] != '"':
        return {"@value": text, "@language": token.rpartition("@")[2]}
    return text
