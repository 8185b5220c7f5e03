"""The mapping: each row of the view as resources with their facts. ``docs/linked-data.md`` is its table.

A node is a subject's token and its facts: pairs of a property's short name and the tokens of its values. The order of
everything is fixed here, and values are sorted, so that what is written of one row is always the same.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from joinder.graph.ontology import ontology
from joinder.graph.rdf import addresses, encode, items
from joinder.graph.rdf.encode import literal
from joinder.graph.rdf.terms import BASE, term, terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from joinder.graph.model import ArticleRow, ClaimRow, CrowdRow, EntityRow, MentionRow

Facts = list[tuple[str, list[str]]]
Node = tuple[str, Facts]

CLAIM: Final = ["rdf:Statement", "v:Claim"]
#: Fields that a row's facts hold; what else a row has is written by :func:`_rest`.
KNOWN: Final = {
    "EntityRow": frozenset({"id", "label", "name", "aliases", "keys", "n_articles", "n_claims", "wikidata", "links"}),
    "ArticleRow": frozenset({"id", "title", "url", "publisher", "published", "origin", "sha256"}),
    "MentionRow": frozenset({"id", "article", "entity", "label", "name", "forms"}),
    "ClaimRow": frozenset({
        "id", "article", "subject", "relation", "object", "status", "what", "start_date", "end_date", "quote",
        "char_start", "char_end", "speaker", "extractor", "closed_by", "prefix", "suffix",
    }),
    "CrowdRow": frozenset({
        "id", "article", "count", "bound", "unit", "relation", "object", "status", "what", "start_date", "end_date",
        "quote", "char_start", "char_end", "prefix", "suffix",
    }),
}  # fmt: skip


@cache
def _shape(kind: type) -> tuple[list[str], list[str], list[str]]:
    """Sort the fields of a row: unknown to the mapping, texts, lists of texts."""
    names = [(f.name, str(f.type)) for f in fields(kind)]
    known = KNOWN[kind.__name__]
    return (
        [name for name, _ in names if name not in known],
        [name for name, of in names if name in known and "str" in of and "tuple" not in of],
        [name for name, of in names if name in known and "tuple" in of],
    )


def raw(row: Any, told: Mapping[str, object], hidden: Iterable[str] = ()) -> Facts:
    """Keep what the facts cannot hold of a row: texts with control characters, odd ids, fields of a later version."""
    extra, texts, lists = _shape(type(row))  # type: ignore[arg-type]  # a class can be hashed
    kept = {name: held for name in extra if (held := getattr(row, name)) not in ("", ())}
    for name in lists:
        held = getattr(row, name)
        if list(held) != sorted(set(held)) or not encode.fits("".join(held)):
            kept[name] = held
    if not encode.fits("".join([getattr(row, name) for name in texts])):
        kept |= {name: getattr(row, name) for name in texts if not encode.fits(getattr(row, name))}
    kept |= {name: getattr(row, name) for name, held in told.items() if getattr(row, name) != held}
    kept = {name: held for name, held in kept.items() if name not in hidden}
    return [("v:raw", [literal(json.dumps(kept, sort_keys=True))])] if kept else []


class Describer:
    """The mapping under one base."""

    def __init__(self, base: str = BASE, *, quotes: bool = True, annotate: bool = False) -> None:
        self.base = addresses.checked_base(base)
        self.quotes = quotes
        self.annotate = annotate
        self.agents: set[str] = set()
        self.publishers: set[str] = set()
        self._hidden = () if quotes else ("quote", "prefix", "suffix")
        self._odd_labels: dict[str, str] = {}
        self._labels = {label.lower(): label for label in ontology().labels}
        self._properties = {name: f"<{self.base}vocabulary#{term(name)}>" for name in ontology().relations}
        self._types = {label: [*sorted(terms()["labels"].get(label, [])), f"v:{label}"] for label in ontology().labels}

    def iri(self, path: str) -> str:
        """Make the token of an IRI from a path under the base."""
        return f"<{self.base}{path}>"

    def entity_iri(self, name: str) -> str:
        """Make the token of an entity."""
        return f"<{self.base}{addresses.entity_path(name)}>"

    def label_of(self, name: str) -> str:
        """Tell the label of an entity: its id begins with it, unless :meth:`entity` saw another."""
        return self._odd_labels.get(name) or self._labels.get(name.partition("/")[0], "")

    def entity(self, row: EntityRow, links: Facts | None = None) -> list[Node]:
        """Describe an entity by its types and names; ``links`` are its direct triples."""
        if self.label_of(row.id) != row.label:
            self._odd_labels[row.id] = row.label
        me, name, aliases = self.entity_iri(row.id), [literal(row.name)], sorted(set(map(literal, row.aliases)))
        judged = items.judged(row, me) if row.links else []
        known = items.same(row) if row.links or row.wikidata else []
        facts: Facts = [
            ("rdf:type", self._types[row.label]), ("dct:identifier", [literal(row.id)]), *known, ("rdfs:label", name),
            ("schema:alternateName", aliases), ("schema:name", name),
            ("schema:sameAs", dict(known).get("owl:sameAs", [])), ("skos:altLabel", aliases), ("skos:prefLabel", name),
            ("v:articles", [encode.number(row.n_articles)]), ("v:claims", [encode.number(row.n_claims)]),
            ("v:key", sorted(map(literal, row.keys))), ("v:link", [node for node, _ in judged]),
        ]  # fmt: skip
        held = [fact for fact in facts if fact[1]]
        return [(me, held + (links or []) + raw(row, items.told(row) if row.links or row.wikidata else {})), *judged]

    def redirect(self, old: str, new: str) -> list[Node]:
        """Say of a merged-away id where its entity is now."""
        facts: Facts = [
            ("dct:identifier", [literal(old)]),
            ("dct:isReplacedBy", [self.entity_iri(new)]),
            ("owl:deprecated", [encode.TRUE]),
        ]
        return [(self.entity_iri(old), facts)]

    def article(self, row: ArticleRow, extractors: Iterable[str] = ()) -> list[Node]:
        """Describe an article, its text (into which offsets point), and its readings by extractors."""
        node = addresses.article_path(row.id)
        source = encode.address(row.url)
        facts: Facts = [
            ("rdf:type", ["foaf:Document", "prov:Entity", "schema:NewsArticle"]),
            ("dct:identifier", [literal(row.id)]),
        ]
        if row.published:
            facts.append(("dct:issued", [encode.date(row.published)]))
        if row.publisher:
            self.publishers.add(row.publisher)
            facts.append(("dct:publisher", [self.iri(addresses.publisher(row.publisher))]))
        if source:
            facts.append(("dct:source", [source]))
        if row.title:
            facts.append(("dct:title", [literal(row.title)]))
        origin = getattr(row, "origin", "")
        if origin:
            facts.append(("v:origin", [self.iri(addresses.article_path(origin))]))
        if not row.published:
            facts.append(("v:undated", [encode.TRUE]))
        text = self.iri(node + "#text")
        nodes: list[Node] = [(self.iri(node), facts + raw(row, {"url": source[1:-1]}))]
        nodes += [self._reading(node, text, version) for version in sorted(extractors)]
        said: Facts = [("rdf:type", ["prov:Entity"]), ("prov:wasDerivedFrom", [self.iri(node)])]
        nodes.append((text, said + ([("v:sha256", [literal(row.sha256)])] if row.sha256 else [])))
        return nodes

    def _reading(self, article: str, text: str, version: str) -> Node:
        """Describe the activity in which an extractor read an article."""
        self.agents.add(version)
        facts: Facts = [
            ("rdf:type", ["prov:Activity"]),
            ("prov:used", [text]),
            ("prov:wasAssociatedWith", [self.iri(addresses.agent(version))]),
        ]
        return self.iri(f"{article}#{addresses.reading(version)}"), facts

    def makers(self) -> list[Node]:
        """Describe the extractors and publishers that were named so far."""
        found: list[Node] = []
        for version in sorted(self.agents):
            facts: Facts = [("rdf:type", ["prov:SoftwareAgent"]), ("rdfs:label", [literal(version)])]
            found.append((self.iri(addresses.agent(version)), facts + _raw_name(version)))
        for name in sorted(self.publishers):
            facts = [("rdf:type", ["schema:Organization"]), ("rdfs:label", [literal(name)])]
            found.append((self.iri(addresses.publisher(name)), facts + _raw_name(name)))
        return found

    def mention(self, row: MentionRow) -> list[Node]:
        """Describe a name in an article."""
        node = f"{addresses.article_path(row.article)}#mention-{addresses.local(row.id)}"
        forms = sorted(set(map(literal, row.forms)))
        facts: Facts = [
            ("rdf:type", ["v:Mention"]),
            ("prov:wasDerivedFrom", [self.iri(addresses.article_path(row.article))]),
            ("rdfs:label", [literal(row.name)]),
        ]
        if forms:
            facts.append(("skos:altLabel", forms))
        facts += [("v:kind", [f"v:{row.label}"]), ("v:mentionOf", [self.entity_iri(row.entity)])]
        return [(self.iri(node), facts + raw(row, {"id": addresses.local(row.id)}))]

    def claim(self, row: ClaimRow) -> list[Node]:
        """Describe a claim as a node of its own, whatever its status, with its evidence."""
        path = addresses.claim_path(row.id)
        node, article = f"<{self.base}{path}>", addresses.article_path(row.article)
        subject, target = self.entity_iri(row.subject), self.entity_iri(row.object)
        predicate, fits = self._properties[row.relation], self.fits(row)
        facts: Facts = [
            ("rdf:type", CLAIM if fits else ["v:Claim"]), ("prov:wasDerivedFrom", [f"<{self.base}{article}>"]),
            ("prov:wasGeneratedBy", [f"<{self.base}{article}#{addresses.reading(row.extractor)}>"]),
            ("rdf:object", [target]), ("rdf:predicate" if fits else "v:relation", [predicate]),
            ("rdf:subject", [subject]),
        ]  # fmt: skip
        if self.annotate and fits:
            facts.append(("rdf:reifies", [f"<<( {subject} {predicate} {target} )>>"]))
        if row.closed_by:
            facts.append(("v:closedBy", [self.iri(addresses.claim_path(row.closed_by))]))
        self._act(facts, path, row)
        if not fits:
            facts.append(("v:misfit", [encode.TRUE]))
        if row.speaker:
            facts.append(("v:saidBy", [self.entity_iri(row.speaker)]))
        facts += raw(row, {"id": addresses.local(row.id)}, self._hidden)
        return [(node, facts), *self._evidence(path, article, row)]

    def crowd(self, row: CrowdRow) -> list[Node]:
        """Describe a crowd claim: a number and who is meant, never participants."""
        path, article = addresses.crowd_path(row.id), addresses.article_path(row.article)
        facts: Facts = [
            ("rdf:type", ["v:CrowdClaim"]), ("prov:wasDerivedFrom", [f"<{self.base}{article}>"]),
            ("v:about", [self.entity_iri(row.object)]), ("v:bound", [literal(row.bound)]),
            ("v:count", [encode.number(row.count)]), ("v:relation", [self._properties[row.relation]]),
        ]  # fmt: skip
        self._act(facts, path, row)
        if row.unit:
            facts.append(("v:unit", [literal(row.unit)]))
        facts += raw(row, {"id": addresses.local(row.id)}, self._hidden)
        return [(self.iri(path), facts), *self._evidence(path, article, row)]

    def _act(self, facts: Facts, path: str, row: ClaimRow | CrowdRow) -> None:
        """Add what claims and crowd claims share: evidence, dates, status and ``what``."""
        known = ontology()
        if row.end_date:
            facts.append(("v:end", [encode.date(row.end_date)]))
        facts.append(("v:evidence", [f"<{self.base}{path}#evidence>"]))
        if row.start_date:
            facts.append(("v:start", [encode.date(row.start_date)]))
        facts.append(("v:status", [f"v:{row.status}"]))
        if row.what:
            listed = row.what in known.whats and known.relations[row.relation].what == "listed"
            facts.append(("v:what", [f"v:{row.what}" if listed else literal(row.what)]))

    def _evidence(self, path: str, article: str, row: ClaimRow | CrowdRow) -> list[Node]:
        """Describe the evidence in the words of Web Annotation: two selectors, side by side, into the text."""
        evidence, text = f"{self.base}{path}#", f"<{self.base}{article}#text>"
        place, exact = f"<{evidence}position>", f"<{evidence}quote>"
        selectors = [place, exact] if self.quotes else [place]
        facts: Facts = [
            ("rdf:type", ["oa:SpecificResource"]), ("oa:hasSelector", selectors), ("oa:hasSource", [text]),
            ("prov:wasQuotedFrom", [text]),
        ]  # fmt: skip
        if not self.quotes:
            facts.append(("v:quoteSha256", [literal(hashlib.sha256(row.quote.encode(errors="replace")).hexdigest())]))
        nodes: list[Node] = [
            (f"<{evidence}evidence>", facts),
            (place, [
                ("rdf:type", ["oa:TextPositionSelector"]), ("oa:end", [encode.offset(row.char_end)]),
                ("oa:start", [encode.offset(row.char_start)]),
            ]),
        ]  # fmt: skip
        if self.quotes:
            quote: Facts = [("rdf:type", ["oa:TextQuoteSelector"]), ("oa:exact", [literal(row.quote)])]
            around = (("oa:prefix", row.prefix), ("oa:suffix", row.suffix))
            nodes.append((exact, quote + [(name, [literal(held)]) for name, held in around if held]))
        return nodes

    def fits(self, row: ClaimRow) -> bool:
        """Tell whether a claim's settled ends still fit its relation: else it is no fact, whatever its status."""
        ends = self.label_of(row.subject), self.label_of(row.object)
        return row.subject != row.object and ontology().allows(row.relation, *ends)

    def links(self, ends: Iterable[tuple[str, str]]) -> Facts:
        """Make an entity's direct triples from pairs of relation and object."""
        found: dict[str, set[str]] = {}
        for relation, target in ends:
            found.setdefault(f"v:{term(relation)}", set()).add(self.entity_iri(target))
        return [(name, sorted(found[name])) for name in sorted(found)]

    def asserted(self, claims: Iterable[ClaimRow]) -> list[Node]:
        """Make the direct triples that an article asserts: only what is done and fits."""
        by_subject: dict[str, list[tuple[str, str]]] = {}
        for row in claims:
            if row.status == "done" and self.fits(row):
                by_subject.setdefault(row.subject, []).append((row.relation, row.object))
        return [(self.entity_iri(name), self.links(by_subject[name])) for name in sorted(by_subject)]


def _raw_name(name: str) -> Facts:
    """Keep a name where RDF cannot hold it as it is."""
    return [] if encode.fits(name) else [("v:raw", [literal(json.dumps({"name": name}))])]
