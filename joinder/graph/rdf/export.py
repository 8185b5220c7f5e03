"""From pages of rows to a file of RDF, in the format of its suffix."""

from __future__ import annotations

import contextlib
import gzip
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Final

from joinder.errors import JoinderError
from joinder.graph.rdf.addresses import checked_base
from joinder.graph.rdf.stream import Options, blocks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

    from joinder.graph.rdf.pages import Pages


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write RDF: its module, its media type, whether it has named graphs, and whether RDF 1.2 fits in."""

    module: str
    media: str
    graphs: bool = False
    triple_terms: bool = True


FORMATS: Final = {
    ".ttl": Format("turtle", "text/turtle"),
    ".nt": Format("lines", "application/n-triples"),
    ".nq": Format("lines", "application/n-quads", graphs=True),
    ".trig": Format("turtle", "application/trig", graphs=True),
    ".jsonld": Format("jsonld", "application/ld+json", triple_terms=False),
    ".rdf": Format("xml", "application/rdf+xml", triple_terms=False),
}
#: How much text is put together before it is written.
_CHUNK: Final = 1 << 20


def chunks(pages: Pages, suffix: str, options: Options) -> Iterator[str]:
    """Write a graph in one of :data:`FORMATS`, piece by piece.

    Raises:
        JoinderError: the options ask for what the format cannot hold.
    """
    form = FORMATS[suffix]
    if options.rdf12 and not form.triple_terms:
        raise JoinderError(f"{suffix} cannot hold RDF 1.2", "use .ttl, .trig, .nt or .nq")
    module = import_module(f"joinder.graph.rdf.{form.module}")
    yield from module.write(blocks(pages, options, graphs=form.graphs), checked_base(options.base))


def write(pieces: Iterable[str], out: BinaryIO, *, zipped: bool = False) -> None:
    """Write pieces as UTF-8, gzipped (always to the same bytes) where that is asked for."""
    packed = gzip.GzipFile("", "wb", compresslevel=6, fileobj=out, mtime=0) if zipped else contextlib.nullcontext(out)
    with packed as file:
        held: list[str] = []
        size = 0
        for piece in pieces:
            held.append(piece)
            size += len(piece)
            if size > _CHUNK:
                file.write("".join(held).encode())
                held, size = [], 0
        file.write("".join(held).encode())
