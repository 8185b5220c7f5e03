"""A file of RDF as facts by subject, for reading back and for checks."""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from joinder.errors import JoinderError
from joinder.graph.ontology import ontology
from joinder.graph.rdf.terms import terms

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RDF_TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
PARSERS: Final = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
}


def parse(path: Path) -> Iterator[ox.Quad]:
    """Read the statements of a file, whose suffix says its format (``.gz`` may follow).

    Raises:
        JoinderError: it is no RDF, or cannot be read.
    """
    zipped = path.suffix.lower() == ".gz"
    suffix = (path.with_suffix("") if zipped else path).suffix.lower()
    if suffix not in PARSERS:
        raise JoinderError(f"cannot tell the format of {path.name}", f"use one of the suffixes {', '.join(PARSERS)}")
    try:
        with gzip.open(path, "rb") if zipped else path.open("rb") as file:
            yield from ox.parse(file, PARSERS[suffix])  # type: ignore[arg-type]  # a gzip file reads as any other
    except (SyntaxError, ValueError, EOFError) as error:
        raise JoinderError(
            f"{path} is not valid RDF: {error}", "compare it with what `joinder export` writes"
        ) from error
    except OSError as error:
        raise JoinderError(f"cannot read {path}: {error.strerror or error}", "name a file that can be read") from error


@dataclass(slots=True)
class Facts:
    """All facts of a file, by subject and property, in our short names (``dct:title``)."""

    by_subject: dict[str, dict[str, dict[Any, None]]] = field(default_factory=dict)
    of_type: dict[str, list[str]] = field(default_factory=dict)

    def values(self, subject: str, name: str) -> list[Any]:
        """Give the values of a property as terms."""
        return list(self.by_subject.get(subject, {}).get(name, ()))

    def texts(self, subject: str, name: str) -> tuple[str, ...]:
        """Give the values of a property as sorted text."""
        return tuple(sorted(term.value for term in self.values(subject, name)))

    def text(self, subject: str, name: str) -> str:
        """Give the only value of a property as text ("" where it has none).

        Raises:
            JoinderError: it has more than one.
        """
        found = self.values(subject, name)
        if len(found) > 1:
            raise JoinderError(f"<{subject}> has more than one {name}", "`joinder validate` lists all that is wrong")
        return str(found[0].value) if found else ""

    def need(self, subject: str, name: str) -> str:
        """Give the only value of a property.

        Raises:
            JoinderError: it has none, or more than one.
        """
        if not (found := self.text(subject, name)):
            raise JoinderError(f"<{subject}> has no {name}", "`joinder validate` lists all that is wrong")
        return found


def namespace(iris: Iterator[str]) -> str:
    """Find our vocabulary's address among the classes of a file ("" where there is none)."""
    known = "|".join([*ontology().labels, *terms()["classes"]])
    for iri in iris:
        if found := re.fullmatch(rf"(.+/vocabulary#)(?:{known})", iri):
            return found[1]
    return ""


def gather(quads: Iterator[ox.Quad]) -> Facts:
    """Gather statements by subject; the graphs that they stand in do not matter here."""
    by_subject: dict[str, dict[str, dict[Any, None]]] = {}
    for quad in quads:
        facts = by_subject.setdefault(quad.subject.value, {})  # type: ignore[union-attr]  # no quoted triples here
        facts.setdefault(quad.predicate.value, {})[quad.object] = None
    types = (t.value for facts in by_subject.values() for t in facts.get(RDF_TYPE, ()))
    names = {uri: name for name, uri in terms()["prefixes"].items()} | {namespace(types): "v"}
    short = {full: _short(full, names) for facts in by_subject.values() for full in facts}
    found = Facts()
    for subject, facts in by_subject.items():
        found.by_subject[subject] = {short[full]: values for full, values in facts.items()}
        for kind in facts.get(RDF_TYPE, ()):
            found.of_type.setdefault(_short(kind.value, names), []).append(subject)
    return found


def _short(iri: str, names: dict[str, str]) -> str:
    """Shorten an IRI by its namespace."""
    cut = max(iri.rfind("#"), iri.rfind("/")) + 1
    prefix = names.get(iri[:cut])
    return f"{prefix}:{iri[cut:]}" if prefix and cut else iri
