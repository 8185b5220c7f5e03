"""A local look at the export with SPARQL: the graph in memory, all graphs together, our prefixes known."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from joinder.errors import QueryFailedError, QueryRefusedError
from joinder.graph.rdf import triples
from joinder.graph.rdf.export import chunks
from joinder.graph.rdf.terms import VOCABULARY, prefixes

if TYPE_CHECKING:
    from pathlib import Path

    from joinder.graph.rdf.pages import Pages
    from joinder.graph.rdf.stream import Options

#: Words that would reach another host; outside strings, addresses and comments.
_QUIET = re.compile(
    r'"""(?:[^\\]|\\.)*?"""|\'\'\'(?:[^\\]|\\.)*?\'\'\'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|<[^<>\s]*>|#[^\n]*'
)


def from_pages(pages: Pages, options: Options) -> ox.Store:
    """Put a graph into memory, with a graph per article."""
    store = ox.Store()
    for piece in _batches(chunks(pages, ".nq", options)):
        store.bulk_load(piece.encode(), ox.RdfFormat.N_QUADS)
    return store


def from_file(path: Path) -> ox.Store:
    """Put a file of RDF into memory."""
    store = ox.Store()
    store.bulk_extend(triples.parse(path))
    return store


def base_of(store: ox.Store) -> str:
    """Tell under which base an export was written ("" where it is none of joinder's)."""
    found = store.query("SELECT DISTINCT ?type WHERE { ?thing a ?type }", use_default_graph_as_union=True)
    types = (row["type"].value for row in found)  # type: ignore[union-attr]
    return triples.namespace(types).removesuffix(VOCABULARY)


def _batches(pieces: Any, size: int = 1 << 24) -> Any:
    """Join pieces to batches, so that each load is worth its while."""
    held = io.StringIO()
    for piece in pieces:
        held.write(piece)
        if held.tell() > size:
            yield held.getvalue()
            held = io.StringIO()
    yield held.getvalue()


def ask(store: ox.Store, query: str, base: str) -> tuple[tuple[str, ...], list[dict[str, Any]]] | str:
    """Run a query: columns and rows of a SELECT or ASK, the Turtle of a CONSTRUCT or DESCRIBE.

    Raises:
        QueryRefusedError: it would ask another server.
        QueryFailedError: there is a mistake in it.
    """
    if re.search(r"\bSERVICE\b", _QUIET.sub(" ", query), re.IGNORECASE):
        raise QueryRefusedError("SERVICE would ask another server", "ask that server itself")
    known = {**prefixes(base), "id": base + "id/", "article": base + "article/", "claim": base + "claim/"}
    try:
        found = store.query(query, base_iri=base, prefixes=known, use_default_graph_as_union=True)
        if isinstance(found, ox.QuerySolutions):
            columns = tuple(variable.value for variable in found.variables)
            return columns, [{name: _shown(row[name]) for name in columns} for row in found]
        if isinstance(found, ox.QueryBoolean):
            return ("answer",), [{"answer": bool(found)}]
        return (ox.serialize(found, format=ox.RdfFormat.TURTLE, prefixes=known) or b"").decode()
    except (SyntaxError, ValueError, OSError) as error:
        raise QueryFailedError(
            f"the query cannot be run: {error}", "prefixes of the export need not be declared"
        ) from error


def _shown(term: Any) -> Any:
    """Show a term as a value: numbers as numbers, all else as its text."""
    if term is None:
        return None
    if isinstance(term, ox.Literal) and term.datatype.value.endswith(("#integer", "#nonNegativeInteger")):
        return int(term.value) if term.value.lstrip("+-").isdecimal() else term.value
    return term.value if isinstance(term, ox.Literal | ox.NamedNode | ox.BlankNode) else str(term)
