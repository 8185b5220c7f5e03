"""Turtle and TriG: the same resources for people, with prefixes and addresses relative to the base."""

from __future__ import annotations

from typing import TYPE_CHECKING

from joinder.graph.rdf.terms import XSD, prefixes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from joinder.graph.rdf.describe import Node
    from joinder.graph.rdf.stream import Block


def head(base: str) -> str:
    """Write the directives that all blocks rely on."""
    return f"@base <{base}> .\n" + "".join(f"@prefix {n}: <{uri}> .\n" for n, uri in prefixes(base).items()) + "\n"


def write(blocks: Iterable[Block], base: str) -> Iterator[str]:
    """Write blocks as Turtle, or TriG where they have graphs."""
    yield head(base)
    for graph, nodes in blocks:
        text = body(nodes, base)
        yield f"{_short(graph, base)} {{\n{text}}}\n\n" if graph else text


def body(nodes: Iterable[Node], base: str) -> str:
    """Write nodes, each as one statement with its facts below one another."""
    out = []
    cut, own, typed = len(base) + 1, "<" + base, f"^^<{XSD}"
    for subject, facts in nodes:
        lines = []
        for name, values in facts:
            shown = []
            for token in values:
                if token[0] == '"':
                    short = token.replace(typed, "^^xsd:")[:-1] if token[-1] == ">" else token
                else:
                    short = "<" + token[cut:] if token.startswith(own) else token
                shown.append(short)
            lines.append(f"{'a' if name == 'rdf:type' else name} {', '.join(shown)}")
        out.append(_short(subject, base) + " " + " ;\n    ".join(lines) + " .\n\n")
    return "".join(out)


def _short(token: str, base: str) -> str:
    return "<" + token[len(base) + 1 :] if token.startswith("<" + base) else token
