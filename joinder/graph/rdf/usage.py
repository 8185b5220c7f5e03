"""Where our properties are used and with which values, as the shapes say it, for people to read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rdflib import SH, Graph, URIRef
from rdflib.collection import Collection

from joinder.graph.rdf import shapes
from joinder.graph.rdf.terms import prefixes

if TYPE_CHECKING:
    from rdflib.term import Node

_VALUES: Final = (SH["class"], SH.datatype)
#: Of a property: the classes that have it, the classes or datatypes of its values, whether it has at most one.
Use = tuple[tuple[str, ...], tuple[str, ...], bool]


def usage(base: str) -> dict[str, Use]:
    """Read the shapes for a base: by the short name of each property of ours (``v:status``)."""
    graph = Graph().parse(data=shapes.text(base), format="turtle")
    names = {uri: name for name, uri in prefixes(base).items()}
    on: dict[str, set[str]] = {}
    kinds: dict[str, set[str]] = {}
    single: dict[str, bool] = {}
    for shape, rule in graph.subject_objects(SH.property):
        path = graph.value(rule, SH.path)
        name = _short(path, names)
        if not isinstance(path, URIRef) or not name.startswith("v:"):
            continue
        on.setdefault(name, set()).update(_short(c, names) for c in graph.objects(shape, SH.targetClass))
        kinds.setdefault(name, set()).update(_short(v, names) for v in _values(graph, rule))
        single[name] = single.get(name, True) and str(graph.value(rule, SH.maxCount)) == "1"
    return {name: (tuple(sorted(on[name])), tuple(sorted(kinds[name])), single[name]) for name in sorted(on)}


def _values(graph: Graph, rule: Node) -> list[Node]:
    """Collect what a rule wants values to be: classes, datatypes, or the listed ones."""
    found = [value for name in _VALUES for value in graph.objects(rule, name)]
    for several in graph.objects(rule, SH["or"]):
        found += [value for part in Collection(graph, several) for value in _values(graph, part)]
    for listed in graph.objects(rule, SH["in"]):
        found += [value for value in Collection(graph, listed) if isinstance(value, URIRef)]
    return found


def _short(iri: Node | None, names: dict[str, str]) -> str:
    """Shorten an IRI by its prefix."""
    text = str(iri or "")
    cut = max(text.rfind("#"), text.rfind("/")) + 1
    prefix = names.get(text[:cut])
    return f"{prefix}:{text[cut:]}" if prefix else text
