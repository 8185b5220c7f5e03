"""Checking a file of RDF: strictly parsed, every literal valid for its type, conforming to our shapes."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from joinder.errors import JoinderError
from joinder.graph.days import is_date
from joinder.graph.rdf import shapes, triples
from joinder.graph.rdf.encode import is_moment
from joinder.graph.rdf.terms import VOCABULARY, XSD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from rdflib import Graph

    Row = dict[str, Any]

COLUMNS: Final = ("claim", "message", "focus", "path", "value")
_LEXICAL: Final[dict[str, Callable[[str], object]]] = {
    "date": lambda t: len(t) == 10 and is_date(t),
    "gYearMonth": lambda t: len(t) == 7 and is_date(t),
    "gYear": lambda t: len(t) == 4 and is_date(t),
    "dateTime": is_moment,
    "boolean": lambda t: t in {"true", "false", "0", "1"},
    "integer": lambda t: re.fullmatch(r"[+-]?\d+", t),
    "nonNegativeInteger": lambda t: re.fullmatch(r"\+?\d+", t),
    "double": lambda t: re.fullmatch(r"(?:[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]?INF|NaN)", t),
}
_SH: Final = "http://www.w3.org/ns/shacl#"
_STATEMENT: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


def check(path: Path) -> list[Row]:
    """List everything that is wrong with a file of RDF, each with the claim that it is about.

    Raises:
        JoinderError: it cannot be parsed at all, or pySHACL is not installed.
    """
    quads = list(triples.parse(path))
    types = (q.object.value for q in quads if q.predicate.value == triples.RDF_TYPE)  # type: ignore[union-attr]
    vocabulary = triples.namespace(types)
    if not vocabulary:
        raise JoinderError(f"{path} holds nothing of joinder's", "name a file that `joinder export` wrote")
    return sorted([*lexical(quads), *shacl(quads, vocabulary)], key=lambda row: tuple(row.values()))


def lexical(quads: Iterable[ox.Quad]) -> list[Row]:
    """List the literals that are not valid for their datatype."""
    found = []
    for quad in quads:
        literal = quad.object
        if not isinstance(literal, ox.Literal) or not literal.datatype.value.startswith(XSD):
            continue
        valid = _LEXICAL.get(literal.datatype.value.removeprefix(XSD))
        if valid is not None and not valid(literal.value):
            focus = str(quad.subject.value)  # type: ignore[union-attr]
            kind = literal.datatype.value.removeprefix(XSD)
            found.append(_row("", f"not a valid xsd:{kind}", focus, quad.predicate.value, literal.value))
    return found


def shacl(quads: Iterable[ox.Quad], vocabulary: str) -> list[Row]:
    """List where statements do not conform to our shapes.

    Raises:
        JoinderError: pySHACL is not installed.
    """
    try:
        import pyshacl  # noqa: PLC0415 - an extra, and slow to import
    except ImportError as error:
        raise JoinderError("pySHACL is not installed", "pip install 'joinder[validate]'") from error
    from rdflib import Graph  # noqa: PLC0415

    logging.getLogger("rdflib.term").setLevel(logging.CRITICAL)  # what it would complain of is in our own list
    union = {(q.subject, q.predicate, q.object): None for q in quads}
    text = ox.serialize((ox.Triple(*t) for t in union), format=ox.RdfFormat.N_TRIPLES)
    data = Graph().parse(data=text, format="nt")
    wanted = Graph().parse(data=shapes.text(vocabulary.removesuffix(VOCABULARY)), format="turtle")
    conforms, report, _ = pyshacl.validate(data, shacl_graph=wanted, allow_infos=False)
    return [] if conforms else _results(report, data)


def _results(report: Graph, data: Graph) -> list[Row]:
    """Read the results of a validation report."""
    from rdflib import RDF, Namespace  # noqa: PLC0415

    sh = Namespace(_SH)
    found = []
    for result in report.subjects(RDF.type, sh.ValidationResult):
        focus, shape, path, value = (
            str(report.value(result, name) or "") for name in (sh.focusNode, sh.sourceShape, sh.resultPath, sh.value)
        )
        message = "; ".join(sorted(map(str, report.objects(result, sh.resultMessage))))
        found.append(_row(_claim(focus, shape, value, data), message, focus, path, value))
    return found


def _row(claim: str, message: str, focus: str, path: str, value: str) -> Row:
    about = claim or (focus.partition("#")[0] if "/claim/" in focus else "")
    return {"claim": about, "message": message, "focus": focus, "path": path, "value": value[:200]}


def _claim(focus: str, shape: str, value: str, data: Graph) -> str:
    """Find the claims behind an end that does not conform: of a direct triple, or of all claims of a relation."""
    from rdflib import URIRef  # noqa: PLC0415

    kind = shape.rpartition("#")[2]
    name, _, end = kind.removeprefix("claim-").rpartition("-")
    predicate = next(
        (p for p in data.objects(None, URIRef(_STATEMENT + "predicate")) if str(p).endswith(VOCABULARY + name)), None
    )
    if end not in {"subject", "object"} or predicate is None:
        return ""
    if kind.startswith("claim-"):
        claims = set(data.subjects(URIRef(_STATEMENT + end), URIRef(value)))
    else:
        subjects = {URIRef(focus)} if end == "subject" else set(data.subjects(predicate, URIRef(focus)))
        claims = {claim for node in subjects for claim in data.subjects(URIRef(_STATEMENT + "subject"), node)}
    return " ".join(
        sorted(str(claim) for claim in claims if (claim, URIRef(_STATEMENT + "predicate"), predicate) in data)
    )
