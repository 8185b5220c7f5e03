"""The whole graph as files to fetch, and what was counted while they were written."""

from __future__ import annotations

import filecmp
import os
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from joinder.graph.ontology import ontology
from joinder.graph.rdf import jsonld, lines, turtle
from joinder.graph.rdf.encode import value
from joinder.graph.rdf.export import FORMATS, write
from joinder.graph.rdf.stream import blocks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from joinder.graph.rdf.describe import Node
    from joinder.graph.rdf.pages import Pages
    from joinder.graph.rdf.stream import Block, Options

#: Name of each dump with what its title says of it.
DUMPS: Final = {
    "dumps/graph.nq.gz": "N-Quads, one graph per article",
    "dumps/graph.ttl.gz": "Turtle",
    "dumps/graph.jsonld.gz": "JSON-LD",
}


@dataclass(frozen=True, slots=True)
class Dump:
    """A file with the whole graph: its path in the site, what it is, its media type inside gzip, its size in bytes."""

    path: str
    title: str
    media: str
    size: int


@dataclass(slots=True)
class Counts:
    """What was counted: statements by property, resources by class, and the entity of each kind with most claims.

    ``makers`` are the publishers and extractors, whose addresses are in the data set's description.
    """

    subjects: int = 0
    properties: Counter[str] = field(default_factory=Counter)
    classes: Counter[str] = field(default_factory=Counter)
    examples: dict[str, tuple[int, str]] = field(default_factory=dict)
    makers: list[Node] = field(default_factory=list)

    @property
    def triples(self) -> int:
        """Give the number of statements, the graphs left aside."""
        return self.properties.total()

    def through(self, blocks: Iterable[Block]) -> Iterator[Block]:
        """Count what passes through."""
        for graph, nodes in blocks:
            for node in nodes:
                self._count(node)
            yield graph, nodes

    def _count(self, node: Node) -> None:
        subject, facts = node
        self.subjects += 1
        if "/void.ttl#" in subject:
            self.makers.append(node)
        claims, kinds = 0, []
        for name, tokens in facts:
            self.properties[name] += len(tokens)
            if name == "rdf:type":
                kinds = tokens
                self.classes.update(tokens)
            elif name == "v:claims":
                claims = int(value(tokens[0]))
        for label in ontology().labels:
            if f"v:{label}" in kinds and (-claims, subject) < self.examples.get(label, (1, "")):
                self.examples[label] = (-claims, subject)


def write_dumps(out: Path, pages: Pages, options: Options) -> tuple[tuple[Dump, ...], Counts, list[str]]:
    """Write all dumps into a site's folder, page by page; a file that would not change is left alone.

    Returns:
        the dumps, what was counted, and the paths of those that were written.

    Raises:
        JoinderError: the graph was changed meanwhile, or a file cannot be written.
    """
    counts = Counts()
    plain = counts.through(blocks(pages, options, graphs=False))
    quads = blocks(pages, options, graphs=True)
    again = blocks(pages, options, graphs=False)
    pieces = {
        ".ttl": turtle.write(plain, options.base),
        ".nq": lines.write(quads, options.base),
        ".jsonld": jsonld.write(again, options.base),
    }
    found, changed = {}, []
    for suffix, text in pieces.items():
        path = f"dumps/graph{suffix}.gz"
        if keep(out / path, text, zipped=True):
            changed.append(path)
        found[path] = Dump(path, DUMPS[path], FORMATS[suffix].media, (out / path).stat().st_size)
    return tuple(found[path] for path in DUMPS), counts, changed


def keep(path: Path, pieces: Iterable[str], *, zipped: bool = False) -> bool:
    """Write a file by way of a new one beside it, and leave it alone where it has these very bytes already.

    Returns:
        whether it was written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    made = path.with_name(f".new-{os.getpid()}-{path.name}")
    try:
        with made.open("wb") as file:
            write(pieces, file, zipped=zipped)
        if path.is_file() and filecmp.cmp(made, path, shallow=False):
            return False
        made.replace(path)
        return True
    finally:
        made.unlink(missing_ok=True)
