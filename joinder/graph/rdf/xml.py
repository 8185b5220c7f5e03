"""RDF/XML, for programs that read nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from joinder.graph.rdf.encode import datatype, value
from joinder.graph.rdf.lines import Expander
from joinder.graph.rdf.terms import prefixes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from joinder.graph.rdf.describe import Node
    from joinder.graph.rdf.stream import Block

_KEPT = {"\r": "&#xD;", "\x85": "&#x85;", "\u2028": "&#x2028;"}


def write(blocks: Iterable[Block], base: str) -> Iterator[str]:
    """Write blocks (without graphs) as one RDF/XML document."""
    names = "".join(f"\n  xmlns:{name}={quoteattr(uri)}" for name, uri in prefixes(base).items())
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{names}>\n'
    full = Expander(base)
    for _, nodes in blocks:
        yield "".join(_node(node, full) for node in nodes)
    yield "</rdf:RDF>\n"


def _node(node: Node, full: Expander) -> str:
    subject, facts = node
    lines = [_fact(name, token, full) for name, tokens in facts for token in tokens]
    return f"<rdf:Description rdf:about={_address(subject, full)}>\n{''.join(lines)}</rdf:Description>\n"


def _fact(name: str, token: str, full: Expander) -> str:
    if token[0] != '"':
        return f"  <{name} rdf:resource={_address(token, full)}/>\n"
    kind = datatype(token)
    mark = f" rdf:datatype={quoteattr(kind)}" if kind else ""
    if token[-1] not in '">':
        mark = f" xml:lang={quoteattr(token.rpartition('@')[2])}"
    return f"  <{name}{mark}>{escape(value(token), _KEPT)}</{name}>\n"


def _address(token: str, full: Expander) -> str:
    return quoteattr((token if token[0] == "<" else full[token])[1:-1])
