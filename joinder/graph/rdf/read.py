"""Reading an export back: from RDF to the view that it was written from."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import TYPE_CHECKING, Any, TypeVar, get_type_hints

import pyoxigraph as ox

from joinder.errors import JoinderError
from joinder.graph.model import ArticleRow, ClaimRow, CrowdRow, EntityRow, MentionRow, View
from joinder.graph.ontology import ontology
from joinder.graph.rdf import items, triples
from joinder.graph.rdf.terms import relation_of
from joinder.graph.view import direct_edges

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

Row = TypeVar("Row", EntityRow, ArticleRow, MentionRow, ClaimRow, CrowdRow)


def read_file(path: Path) -> View:
    """Read an export of joinder's back.

    Raises:
        JoinderError: it is no RDF, or not an export with all that a graph needs.
    """
    view = read(triples.gather(triples.parse(path)))
    if not view.entities and not view.articles:
        raise JoinderError(f"{path} holds no graph of joinder's", "name a file that `joinder export` wrote")
    return view


def read(facts: triples.Facts) -> View:
    """Turn facts into the view that they describe; the direct edges follow from the claims.

    Raises:
        JoinderError: something that a row needs is missing, or of the wrong kind.
    """
    reader = _Reader(facts)
    entities = reader.entities()
    articles, claims = reader.rows("schema:NewsArticle", reader.article), reader.rows("v:Claim", reader.claim)
    mentions, crowds = reader.rows("v:Mention", reader.mention), reader.rows("v:CrowdClaim", reader.crowd)
    labels = {row.id: row.label for row in entities}
    published = {row.id: row.published for row in articles}
    origin = {row.id: row.origin or row.id for row in articles}
    try:
        edges = tuple(sorted(direct_edges(claims, labels.__getitem__, published, origin)))
    except KeyError as missing:
        raise JoinderError(f"a claim needs {missing}, which the file does not hold") from missing
    return View(entities, articles, mentions, claims, crowds, edges, reader.redirects())


class _Reader:
    """The rows behind facts."""

    def __init__(self, facts: triples.Facts) -> None:
        self.facts = facts
        self.ids = {iri: self._raw(iri).get("id") or facts.text(iri, "dct:identifier") for iri in facts.by_subject}
        for kind in ("v:Claim", "v:CrowdClaim", "v:Mention"):
            for iri in facts.of_type.get(kind, ()):
                given = self._raw(iri).get("id")
                cut = iri.rfind("#mention-") + 9 if kind == "v:Mention" else iri.rfind("/") + 1
                self.ids[iri] = given or iri[cut:]

    def _raw(self, iri: str) -> dict[str, Any]:
        """Read what a row holds that RDF cannot."""
        text = self.facts.text(iri, "v:raw")
        try:
            found = json.loads(text) if text else {}
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise JoinderError(f"v:raw of <{iri}> is not a JSON object")
        return found

    def _id(self, iri: str, name: str) -> str:
        """Give the id of the resource to which a property leads ("" where there is none)."""
        target = self.facts.text(iri, name)
        if target and not self.ids.get(target):
            raise JoinderError(f"<{iri}>: {name} leads to <{target}>, which the file does not describe")
        return str(self.ids[target]) if target else ""

    def _make(self, kind: type[Row], iri: str, **held: Any) -> Row:
        """Make a row, with what ``v:raw`` says over what the facts say.

        Raises:
            JoinderError: a value has not the type of its field.
        """
        hints, raw = get_type_hints(kind), self._raw(iri)
        for name in (f.name for f in fields(kind)):
            if name in raw:
                held[name] = tuple(raw[name]) if isinstance(raw[name], list) else raw[name]
        for name, value in held.items():
            expected = tuple if "tuple" in str(hints[name]) else hints[name]
            if not isinstance(value, expected) or (expected is tuple and not all(isinstance(v, str) for v in value)):
                raise JoinderError(f"{name} of <{iri}> is no {expected.__name__}: {value!r}"[:200])
        return kind(**held)

    def _number(self, iri: str, name: str) -> int:
        text = self.facts.need(iri, name)
        if not text.isdecimal():
            raise JoinderError(f"{name} of <{iri}> is no number: {text[:40]!r}")
        return int(text)

    def rows(self, kind: str, make: Callable[[str], Row]) -> tuple[Row, ...]:
        """Read all resources of a class with one of the methods below, sorted as a view is."""
        return tuple(sorted(make(iri) for iri in self.facts.of_type.get(kind, ())))

    def entities(self) -> tuple[EntityRow, ...]:
        """Read the entities."""
        labels = ontology().labels
        return tuple(sorted(self._entity(iri, n) for n in labels for iri in self.facts.of_type.get(f"v:{n}", ())))

    def _entity(self, iri: str, label: str) -> EntityRow:
        return self._make(
            EntityRow, iri, id=self.ids[iri], label=label, name=self.facts.text(iri, "skos:prefLabel"),
            aliases=self.facts.texts(iri, "skos:altLabel"), keys=self.facts.texts(iri, "v:key"),
            n_articles=self._number(iri, "v:articles"), n_claims=self._number(iri, "v:claims"),
            **items.read(self.facts, iri),
        )  # fmt: skip

    def article(self, iri: str) -> ArticleRow:
        """Read an article."""
        text = self.facts.text
        return self._make(
            ArticleRow, iri, id=self.ids[iri], title=text(iri, "dct:title"), url=text(iri, "dct:source"),
            publisher=self._name(text(iri, "dct:publisher")), published=text(iri, "dct:issued"),
            origin=self._id(iri, "v:origin"), sha256=text(f"{iri}#text", "v:sha256"),
        )  # fmt: skip

    def _name(self, iri: str) -> str:
        """Read the name of a publisher or extractor."""
        return str(self._raw(iri).get("name", self.facts.text(iri, "rdfs:label")))

    def mention(self, iri: str) -> MentionRow:
        """Read a mention."""
        return self._make(
            MentionRow, iri, id=self.ids[iri], article=self._id(iri, "prov:wasDerivedFrom"),
            entity=self._id(iri, "v:mentionOf"), label=_local(self.facts.need(iri, "v:kind")),
            name=self.facts.text(iri, "rdfs:label"), forms=self.facts.texts(iri, "skos:altLabel"),
        )  # fmt: skip

    def claim(self, iri: str) -> ClaimRow:
        """Read a claim."""
        run = self.facts.need(iri, "prov:wasGeneratedBy")
        named = "v:relation" if self.facts.values(iri, "v:misfit") else "rdf:predicate"
        return self._make(
            ClaimRow, iri, subject=self._id(iri, "rdf:subject"), object=self._id(iri, "rdf:object"),
            relation=self._relation(iri, named), speaker=self._id(iri, "v:saidBy"),
            closed_by=self._id(iri, "v:closedBy"), **self._act(iri),
            extractor=self._name(self.facts.need(run, "prov:wasAssociatedWith")),
        )  # fmt: skip

    def crowd(self, iri: str) -> CrowdRow:
        """Read a crowd claim."""
        try:
            count = float(self.facts.need(iri, "v:count"))
        except ValueError as error:
            raise JoinderError(f"v:count of <{iri}> is no number") from error
        return self._make(
            CrowdRow, iri, count=count, bound=self.facts.need(iri, "v:bound"), unit=self.facts.text(iri, "v:unit"),
            relation=self._relation(iri, "v:relation"), object=self._id(iri, "v:about"), **self._act(iri),
        )  # fmt: skip

    def _relation(self, iri: str, name: str) -> str:
        found = relation_of().get(_local(self.facts.need(iri, name)))
        if found is None:
            raise JoinderError(f"{name} of <{iri}> is no relation of the ontology")
        return found

    def _status(self, iri: str) -> str:
        found = _local(self.facts.need(iri, "v:status"))
        if found not in ontology().statuses:
            raise JoinderError(f"v:status of <{iri}> is no status of the ontology")
        return found

    def _act(self, iri: str) -> dict[str, Any]:
        """Read what claims and crowd claims share."""
        text, what = self.facts.text, self.facts.values(iri, "v:what")
        return {
            "id": self.ids[iri],
            "article": self._id(iri, "prov:wasDerivedFrom"),
            "status": self._status(iri),
            "what": "".join(_local(w.value) if isinstance(w, ox.NamedNode) else w.value for w in what[:1]),
            "start_date": text(iri, "v:start"),
            "end_date": text(iri, "v:end"),
            **self._evidence(iri),
        }

    def _evidence(self, iri: str) -> dict[str, Any]:
        """Read quote and offsets out of the two selectors."""
        evidence = self.facts.need(iri, "v:evidence")
        if self.facts.values(evidence, "v:quoteSha256"):
            raise JoinderError(
                "this file was exported without its quotes, so that it cannot be read back", "export it anew, with them"
            )
        held: dict[str, Any] = {}
        for selector in self.facts.texts(evidence, "oa:hasSelector"):
            if self.facts.values(selector, "oa:exact"):
                for name, term in (("quote", "oa:exact"), ("prefix", "oa:prefix"), ("suffix", "oa:suffix")):
                    held[name] = self.facts.text(selector, term)
            else:
                held["char_start"] = self._number(selector, "oa:start")
                held["char_end"] = self._number(selector, "oa:end")
        if not held.keys() >= {"quote", "char_start", "char_end"}:
            raise JoinderError(f"<{iri}> has no quote with its place", "evidence is not optional")
        return held

    def redirects(self) -> tuple[tuple[str, str], ...]:
        """Read the merged-away ids."""
        moved: Iterator[str] = (iri for iri, facts in self.facts.by_subject.items() if "dct:isReplacedBy" in facts)
        return tuple(sorted((self.ids[iri], self._id(iri, "dct:isReplacedBy")) for iri in moved))


def _local(iri: str) -> str:
    """Give the last part of a term of our vocabulary."""
    return iri.rpartition("#")[2]
