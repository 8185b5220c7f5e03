"""The view as RDF: a node for each claim with its evidence, and a direct triple only for what is done.

Ids become IRIs under a base that the caller chooses; names never do. There are no blank nodes, and everything is
written in a fixed order, so that two exports of one graph are the same bytes. The terms follow from the ontology.
"""

from __future__ import annotations

import json
import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from rdflib import OWL, PROV, RDF, RDFS, SKOS, XSD, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS

from joinder.graph.ontology import ontology

if TYPE_CHECKING:
    from joinder.graph.model import ArticleRow, ClaimRow, CrowdRow, EdgeRow, EntityRow, View

#: A name reserved for examples: who publishes an export gives an own base.
BASE: Final = "https://joinder.example/"
OA: Final = Namespace("http://www.w3.org/ns/oa#")
SCHEMA: Final = Namespace("https://schema.org/")
FOAF: Final = Namespace("http://xmlns.com/foaf/0.1/")
#: Characters that no line of RDF needs and some parsers refuse.
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_DATE_TYPES: Final = {10: XSD.date, 7: XSD.gYearMonth, 4: XSD.gYear}


@cache
def terms() -> dict[str, Any]:
    """Read ``rdf_terms.toml`` (once)."""
    return tomllib.loads(files("joinder.graph").joinpath("rdf_terms.toml").read_text(encoding="utf-8"))


def term(relation: str) -> str:
    """Name the RDF property of a relation: ``MEMBER_OF`` is ``memberOf``."""
    first, *rest = relation.lower().split("_")
    return str(terms()["names"].get(relation, first + "".join(part.capitalize() for part in rest)))


def date(text: str) -> Literal:
    """Type a date by its precision: ``2020-07`` is a ``gYearMonth``, never an ``xsd:date``."""
    return Literal(text, datatype=_DATE_TYPES.get(len(text)), normalize=False)


def literal(text: str) -> Literal:
    """Write a name or a quote as a plain literal, without control characters."""
    return Literal(_CONTROL.sub("", text))


def _prefixed(name: str) -> URIRef:
    prefix, local = name.split(":", 1)
    return URIRef(terms()["prefixes"][prefix] + local)


class _Writer:
    """A graph under construction: the base, the vocabulary, and one method per kind of row."""

    def __init__(self, base: str) -> None:
        self.base = base if base.endswith(("/", "#")) else base + "/"
        self.v = Namespace(self.base + "vocabulary#")
        self.graph = Graph()
        self.graph.bind("v", self.v)
        for prefix, uri in terms()["prefixes"].items():
            self.graph.bind(prefix, uri, override=True, replace=True)

    def iri(self, kind: str, name: str = "") -> URIRef:
        """Make an IRI from one of our ids."""
        return URIRef(f"{self.base}{kind}/" + quote(name, safe="/-._~")) if name else URIRef(f"{self.base}{kind}")

    def entity_iri(self, name: str) -> URIRef:
        """Make an entity's IRI; its id already begins with its kind (``person/...``)."""
        return URIRef(self.base + "id/" + quote(name, safe="/-._~"))

    def add(self, subject: URIRef, **facts: Any) -> None:
        """Add facts in our own vocabulary, leaving out what is missing (None or an empty text)."""
        for name, value in facts.items():
            if value not in (None, ""):
                self.graph.add((subject, self.v[name], value))

    def vocabulary(self) -> None:
        """Describe the terms that the rows use: classes, properties, the schemes of statuses and ``what`` values."""
        known = ontology()
        for label, means in known.labels.items():
            self._class(label, means, [_prefixed(t) for t in terms()["labels"].get(label, [])])
        self._class("Claim", "one statement that one article makes", [RDF.Statement, PROV.Entity])
        self._class("CrowdClaim", "a counted, unnamed set that does something", [PROV.Entity])
        for relation in known.relations.values():
            node = self.v[term(relation.name)]
            self.graph.add((node, RDF.type, OWL.ObjectProperty))
            self.graph.add((node, RDFS.label, Literal(term(relation.name))))
            self.graph.add((node, RDFS.comment, Literal(f"the subject {relation.means}")))
            for table, link in (("subproperties", RDFS.subPropertyOf), ("seealso", RDFS.seeAlso)):
                for name in terms()[table].get(relation.name, []):
                    self.graph.add((node, link, _prefixed(name)))
        for scheme, values in (("statuses", known.statuses), ("whats", known.whats)):
            self.graph.add((self.v[scheme], RDF.type, SKOS.ConceptScheme))
            for value in values:
                self.graph.add((self.v[value], RDF.type, SKOS.Concept))
                self.graph.add((self.v[value], SKOS.prefLabel, Literal(value)))
                self.graph.add((self.v[value], SKOS.inScheme, self.v[scheme]))

    def _class(self, name: str, means: str, parents: list[URIRef]) -> None:
        node = self.v[name]
        self.graph.add((node, RDF.type, OWL.Class))
        self.graph.add((node, RDFS.label, Literal(name)))
        self.graph.add((node, RDFS.comment, Literal(means)))
        for parent in parents:
            self.graph.add((node, RDFS.subClassOf, parent))

    def entity(self, row: EntityRow) -> None:
        """Add an entity with its types and names."""
        node = self.entity_iri(row.id)
        for kind in (self.v[row.label], *(_prefixed(t) for t in terms()["labels"].get(row.label, []))):
            self.graph.add((node, RDF.type, kind))
        for link in (RDFS.label, SKOS.prefLabel, SCHEMA.name):
            self.graph.add((node, link, literal(row.name)))
        for alias in row.aliases:
            for link in (SKOS.altLabel, SCHEMA.alternateName):
                self.graph.add((node, link, literal(alias)))

    def article(self, row: ArticleRow) -> None:
        """Add an article, and its text as a thing of its own, into which the offsets point."""
        node, text = self.iri("article", row.id), self.iri("text", row.id)
        for kind in (SCHEMA.NewsArticle, FOAF.Document, PROV.Entity):
            self.graph.add((node, RDF.type, kind))
        self.graph.add((text, RDF.type, PROV.Entity))
        self.graph.add((text, PROV.wasDerivedFrom, node))
        for link, value in ((DCTERMS.title, row.title), (DCTERMS.publisher, row.publisher)):
            if value:
                self.graph.add((node, link, literal(value)))
        if row.published:
            self.graph.add((node, DCTERMS.issued, date(row.published)))
        if row.url:
            self.graph.add((node, DCTERMS.source, URIRef(quote(row.url, safe="/:?&=@+,;~!$'()*-._%#[]"))))

    def claim(self, row: ClaimRow) -> None:
        """Add a claim as a node of its own, whatever its status."""
        node = self.iri("claim", row.id)
        for kind in (self.v.Claim, RDF.Statement):
            self.graph.add((node, RDF.type, kind))
        self.graph.add((node, RDF.subject, self.entity_iri(row.subject)))
        self.graph.add((node, RDF.predicate, self.v[term(row.relation)]))
        self.graph.add((node, RDF.object, self.entity_iri(row.object)))
        if row.speaker:
            self.add(node, saidBy=self.entity_iri(row.speaker))
        if row.closed_by:
            self.add(node, closedBy=self.iri("claim", row.closed_by))
        self._stated(node, row)

    def crowd(self, row: CrowdRow) -> None:
        """Add a crowd claim: a number and who is meant, never participants."""
        node = self.iri("crowd", row.id)
        self.graph.add((node, RDF.type, self.v.CrowdClaim))
        count = int(row.count) if float(row.count).is_integer() else row.count
        self.add(node, count=Literal(count), bound=literal(row.bound), unit=literal(row.unit))
        self.add(node, relation=self.v[term(row.relation)], about=self.entity_iri(row.object))
        self._stated(node, row)

    def _stated(self, node: URIRef, row: ClaimRow | CrowdRow) -> None:
        """Add what claims and crowd claims share: status, ``what``, dates, article and evidence."""
        known = ontology()
        listed = row.what in known.whats and known.relations[row.relation].what == "listed"
        what = (self.v[row.what] if listed else literal(row.what)) if row.what else None
        start, end = (date(d) if d else None for d in (row.start_date, row.end_date))
        self.add(node, status=self.v[row.status], what=what, start=start, end=end)
        self.graph.add((node, PROV.wasDerivedFrom, self.iri("article", row.article)))
        evidence, text = URIRef(f"{node}/evidence"), self.iri("text", row.article)
        self.add(node, evidence=evidence)
        self.graph.add((evidence, RDF.type, OA.SpecificResource))
        self.graph.add((evidence, OA.hasSource, text))
        self.graph.add((evidence, PROV.wasQuotedFrom, text))
        exact, place = URIRef(f"{evidence}/quote"), URIRef(f"{evidence}/position")
        self.graph.add((evidence, OA.hasSelector, exact))
        self.graph.add((evidence, OA.hasSelector, place))
        self.graph.add((exact, RDF.type, OA.TextQuoteSelector))
        self.graph.add((exact, OA.exact, literal(row.quote)))
        self.graph.add((place, RDF.type, OA.TextPositionSelector))
        for link, offset in ((OA.start, row.char_start), (OA.end, row.char_end)):
            self.graph.add((place, link, Literal(offset, datatype=XSD.nonNegativeInteger)))

    def edge(self, row: EdgeRow) -> None:
        """Add the direct triple, only where the thing is done."""
        if row.status == "done":
            self.graph.add((self.entity_iri(row.subject), self.v[term(row.relation)], self.entity_iri(row.object)))

    def redirect(self, old: str, new: str) -> None:
        """Say of a merged-away id where its entity is now."""
        node = self.entity_iri(old)
        self.graph.add((node, OWL.deprecated, Literal(True)))
        self.graph.add((node, DCTERMS.isReplacedBy, self.entity_iri(new)))


def to_graph(view: View, base: str = BASE) -> Graph:
    """Turn a view into an rdflib graph, together with the description of its terms."""
    writer = _Writer(base)
    writer.vocabulary()
    for rows, write in (
        (view.entities, writer.entity),
        (view.articles, writer.article),
        (view.claims, writer.claim),
        (view.crowds, writer.crowd),
        (view.edges, writer.edge),
    ):
        for row in rows:
            write(row)  # type: ignore[arg-type]  # each kind of row meets its own method
    for old, new in view.redirects:
        writer.redirect(old, new)
    return writer.graph


def to_turtle(graph: Graph) -> str:
    """Write Turtle; rdflib sorts subjects, properties and values."""
    return graph.serialize(format="turtle")


def to_ntriples(graph: Graph) -> str:
    """Write N-Triples, sorted."""
    lines = sorted(line for line in graph.serialize(format="nt").splitlines() if line)
    return "".join(line + "\n" for line in lines)


def to_jsonld(graph: Graph) -> str:
    """Write JSON-LD with our prefixes as its context, nodes and values sorted."""
    context = {prefix: str(uri) for prefix, uri in graph.namespaces() if prefix in {"v", "xsd", "rdf", "rdfs", "owl"}}
    context.update(terms()["prefixes"])
    tree = json.loads(graph.serialize(format="json-ld", context=context))
    return json.dumps(_ordered(tree), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _ordered(tree: Any) -> Any:
    """Sort every list of a JSON tree (in RDF they are sets)."""
    if isinstance(tree, dict):
        return {key: _ordered(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return sorted((_ordered(item) for item in tree), key=lambda item: json.dumps(item, sort_keys=True))
    return tree
