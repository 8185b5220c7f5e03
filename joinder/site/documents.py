"""The data beside each page: what the export says of a thing, and of its neighbours what links to it and their names.

Every statement here is one of the export's (all documents together hold them all), but for schema.org's actions, which
only pages have. So a client that follows links from any address gathers the export, piece by piece.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from joinder.graph.rdf import addresses, encode, jsonld, turtle
from joinder.graph.rdf.describe import Describer
from joinder.graph.rdf.encode import literal
from joinder.graph.rdf.terms import term, terms

if TYPE_CHECKING:
    from collections.abc import Iterable

    from joinder.graph.model import ArticleRow, ClaimRow, CrowdRow, EntityRow
    from joinder.graph.rdf.describe import Facts, Node
    from joinder.site.contents import Contents

#: What could end a script element or begin another tag, as JSON may write it.
_HARMLESS: Final = {ord(c): f"\\u{ord(c):04x}" for c in "<>&"}


def as_turtle(nodes: list[Node], base: str) -> str:
    """Write a document as Turtle."""
    return "".join(turtle.write([("", nodes)], base))


def as_jsonld(nodes: list[Node], base: str) -> str:
    """Write a document as JSON-LD."""
    return jsonld.document(nodes, base)


def embedded(text: str) -> str:
    """Make JSON safe to stand inside a script element, whatever its texts hold; its value stays the same."""
    return text.translate(_HARMLESS)


class Documents:
    """The documents of a graph under one base."""

    def __init__(self, contents: Contents, base: str) -> None:
        self._all = contents
        self._map = Describer(base)
        self.base = self._map.base
        for row in contents.entities.values():
            if self._map.label_of(row.id) != row.label:
                self._map.entity(row)  # takes note of a label that the id does not tell

    def entity(self, row: EntityRow) -> list[Node]:
        """Describe an entity, its direct triples both ways, and which claims are about it."""
        me, every = self._map.entity_iri(row.id), self._all
        starting, ending = every.starting.get(row.id, []), every.ending.get(row.id, [])
        found = self._map.entity(row, self._map.links((e.relation, e.object) for e in starting))
        near = [(self._map.entity_iri(e.subject), f"v:{term(e.relation)}", me) for e in ending]
        for role, name in (("subject", "rdf:subject"), ("object", "rdf:object"), ("speaker", "v:saidBy")):
            near += [(self._claim_iri(c), name, me) for c in every.said[role].get(row.id, [])]
        near += [(self._map.iri(addresses.crowd_path(c.id)), "v:about", me) for c in every.crowds.get(row.id, [])]
        near += [(self._map.entity_iri(old), "dct:isReplacedBy", me) for old in every.merged.get(row.id, [])]
        others = {e.object for e in starting} | {e.subject for e in ending}
        return found + _gathered(near + self._names(others - {row.id}))

    def redirect(self, old: str, new: str) -> list[Node]:
        """Describe a merged-away id."""
        return self._map.redirect(old, new) + _gathered(self._names([new]))

    def article(self, row: ArticleRow) -> list[Node]:
        """Describe an article, its mentions, and which claims are its."""
        claims, crowds = self._all.claims_of(row.id), self._all.crowds_of(row.id)
        found = self._map.article(row, {c.extractor for c in claims})
        for mention in self._all.mentions_of(row.id):
            found += self._map.mention(mention)
        me = self._map.iri(addresses.article_path(row.id))
        near = [(self._claim_iri(c), "prov:wasDerivedFrom", me) for c in claims]
        near += [(self._map.iri(addresses.crowd_path(c.id)), "prov:wasDerivedFrom", me) for c in crowds]
        near += [(self._article_iri(a.id), "v:origin", me) for a in self._all.reprints.get(row.id, [])]
        names = {m.entity for m in self._all.mentions_of(row.id)}
        return found + _gathered(near + self._names(names) + self._publisher(row))

    def claim(self, row: ClaimRow) -> list[Node]:
        """Describe a claim with its evidence, as an action too, and by whom it stands: names, article, outlet."""
        near = self._names(filter(None, (row.subject, row.object, row.speaker))) + self._source(row.article)
        near += [(self._claim_iri(c), "v:closedBy", self._claim_iri(row)) for c in self._all.ends.get(row.id, [])]
        return self._map.claim(row) + self._action(row) + _gathered(near)

    def crowd(self, row: CrowdRow) -> list[Node]:
        """Describe a crowd claim."""
        return self._map.crowd(row) + _gathered(self._names([row.object]) + self._source(row.article))

    def fits(self, row: ClaimRow) -> bool:
        """Tell whether a claim is a statement, or had its ends settled as what its relation may not join."""
        return self._map.fits(row)

    def _action(self, row: ClaimRow) -> list[Node]:
        """Say in schema.org's words what a claim says that somebody did, plans or declined."""
        if not self._map.fits(row) or row.relation not in terms()["actions"]:
            return []
        kind, target = terms()["actions"][row.relation]
        state = "schema:" + terms()["action_status"][row.status]
        facts: Facts = [("rdf:type", [f"schema:{kind}"])]
        facts += [("prov:wasDerivedFrom", [self._claim_iri(row)]), ("schema:actionStatus", [state])]
        facts += [("schema:additionalType", [f"v:{term(row.relation)}"])]
        facts += [("schema:agent", [self._map.entity_iri(row.subject)])]
        if row.end_date:
            facts += [("schema:endTime", [encode.date(row.end_date)])]
        facts += [(f"schema:{target}", [self._map.entity_iri(row.object)])]
        if row.start_date:
            facts += [("schema:startTime", [encode.date(row.start_date)])]
        return [(self._map.iri(addresses.claim_path(row.id) + "#action"), facts)]

    def _claim_iri(self, row: ClaimRow) -> str:
        return self._map.iri(addresses.claim_path(row.id))

    def _article_iri(self, name: str) -> str:
        return self._map.iri(addresses.article_path(name))

    def _names(self, names: Iterable[str]) -> list[tuple[str, str, str]]:
        known = self._all.entities
        return [(self._map.entity_iri(n), "rdfs:label", literal(known[n].name)) for n in names if n in known]

    def _source(self, article: str) -> list[tuple[str, str, str]]:
        """Say of an article what names it."""
        row = self._all.articles[article]
        me, found = self._article_iri(article), self._publisher(row)
        if row.title:
            found.append((me, "dct:title", literal(row.title)))
        if row.published:
            found.append((me, "dct:issued", encode.date(row.published)))
        if row.publisher:
            found.append((me, "dct:publisher", found[0][0]))
        return found

    def _publisher(self, row: ArticleRow) -> list[tuple[str, str, str]]:
        """Say the name of an article's publisher, whose own address is in the data set's description."""
        if not row.publisher:
            return []
        return [(self._map.iri(addresses.publisher(row.publisher)), "rdfs:label", literal(row.publisher))]


def _gathered(triples: Iterable[tuple[str, str, str]]) -> list[Node]:
    """Gather statements by subject, in a fixed order, each once."""
    found: dict[str, dict[str, set[str]]] = {}
    for subject, name, value in triples:
        found.setdefault(subject, {}).setdefault(name, set()).add(value)
    return [(s, [(name, sorted(found[s][name])) for name in sorted(found[s])]) for s in sorted(found)]
