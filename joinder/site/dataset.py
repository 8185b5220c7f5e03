"""The description of the data set: VoID for crawlers, DCAT for catalogues, schema.org for search engines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from joinder.graph.rdf import encode
from joinder.graph.rdf.encode import literal
from joinder.graph.rdf.terms import VOCABULARY, XSD, terms

if TYPE_CHECKING:
    from joinder.graph.rdf.describe import Facts, Node
    from joinder.site.dumps import Counts, Dump

HOME: Final = "void.ttl"
_MEDIA: Final = "https://www.iana.org/assignments/media-types/"
_FORMATS: Final = "http://www.w3.org/ns/formats/"


@dataclass(frozen=True, slots=True)
class Dataset:
    """What the site holds: what people call it, under which licence it is, its dumps and counts."""

    base: str
    title: str
    text: str
    license: str
    dumps: tuple[Dump, ...]
    counts: Counts

    def nodes(self, modified: str) -> list[Node]:
        """Describe the data set in VoID and DCAT, as of a day."""
        about, home = self._iri("#dataset"), self._iri()
        page: Facts = [
            ("rdf:type", ["void:DatasetDescription"]), ("dct:title", [literal(f"Description of {self.title}")]),
            ("foaf:primaryTopic", [about]),
        ]  # fmt: skip
        return [(home, page), (about, self._facts(modified)), *self._distributions(), *self._parts(), *self._links()]

    def _iri(self, fragment: str = "") -> str:
        return f"<{self.base}{HOME}{fragment}>"

    def _facts(self, modified: str) -> Facts:
        count = self.counts
        facts: Facts = [
            ("rdf:type", ["dcat:Dataset", "void:Dataset"]),
            ("dcat:distribution", sorted(map(self._dump, self.dumps))),
            ("dcat:keyword", [literal(word) for word in ("boycotts", "campaigns", "news", "provenance")]),
            ("dcat:landingPage", [f"<{self.base}>"]),
            ("dct:description", [literal(self.text)]),
            ("dct:license", [f"<{self.license}>"]),
            ("dct:modified", [encode.date(modified)]),
            ("dct:title", [literal(self.title)]),
            ("foaf:homepage", [f"<{self.base}>"]),
            ("void:classPartition", [self._class(kind) for kind in self._kinds()]),
            ("void:classes", [encode.number(len(count.classes))]),
            ("void:dataDump", sorted(f"<{self.base}{dump.path}>" for dump in self.dumps)),
            ("void:distinctSubjects", [encode.number(count.subjects)]),
            ("void:entities", [encode.number(sum(count.classes[f"v:{label}"] for label in terms()["labels"]))]),
            ("void:exampleResource", sorted(subject for _, subject in count.examples.values())),
            ("void:feature", [f"<{_FORMATS}{name}>" for name in ("JSON-LD", "N-Quads", "Turtle")]),
            ("void:properties", [encode.number(len(count.properties))]),
            ("void:propertyPartition", [self._property(name) for name in self._relations()]),
            ("void:triples", [encode.number(count.triples)]),
            ("void:uriSpace", [literal(self.base)]),
            ("void:vocabulary", self._vocabularies()),
        ]
        if count.properties["owl:sameAs"]:
            facts.append(("void:subset", [self._iri("#wikidata-links")]))
        return [(name, tokens) for name, tokens in facts if tokens]

    def _vocabularies(self) -> list[str]:
        used = {name.partition(":")[0] for name in (*self.counts.properties, *self.counts.classes)} - {"v"}
        found = [f"<{self.base}{VOCABULARY.rstrip('#')}>"]
        return sorted([*found, *(f"<{uri}>" for name, uri in terms()["prefixes"].items() if name in used)])

    def _dump(self, dump: Dump) -> str:
        return self._iri(f"#dump-{dump.media.rpartition('/')[2].replace('+', '-')}")

    def _distributions(self) -> list[Node]:
        return [
            (self._dump(dump), [
                ("rdf:type", ["dcat:Distribution"]),
                ("dcat:byteSize", [f'"{dump.size}"^^<{XSD}nonNegativeInteger>']),
                ("dcat:compressFormat", [f"<{_MEDIA}application/gzip>"]),
                ("dcat:downloadURL", [f"<{self.base}{dump.path}>"]),
                ("dcat:mediaType", [f"<{_MEDIA}{dump.media}>"]),
                ("dct:license", [f"<{self.license}>"]),
                ("dct:title", [literal(dump.title)]),
            ])
            for dump in sorted(self.dumps, key=self._dump)
        ]  # fmt: skip

    def _kinds(self) -> list[str]:
        known = {*terms()["labels"], *terms()["classes"]}
        return sorted(k for k in self.counts.classes if k.startswith("v:") and k[2:] in known)

    def _relations(self) -> list[str]:
        return sorted(name for name in self.counts.properties if name.startswith("v:"))

    def _class(self, kind: str) -> str:
        return self._iri(f"#class-{kind[2:]}")

    def _property(self, name: str) -> str:
        return self._iri(f"#property-{name[2:]}")

    def _parts(self) -> list[Node]:
        """Say how much there is of each class and of each property of ours."""
        found: list[Node] = [
            (self._class(k), [("void:class", [k]), ("void:entities", [encode.number(self.counts.classes[k])])])
            for k in self._kinds()
        ]
        found += [
            (self._property(n), [("void:property", [n]), ("void:triples", [encode.number(self.counts.properties[n])])])
            for n in self._relations()
        ]
        return found

    def _links(self) -> list[Node]:
        """Say how many links lead to Wikidata."""
        if not (links := self.counts.properties["owl:sameAs"]):
            return []
        other = self._iri("#wikidata")
        facts: Facts = [
            ("rdf:type", ["void:Linkset"]), ("void:linkPredicate", ["owl:sameAs"]), ("void:objectsTarget", [other]),
            ("void:subjectsTarget", [self._iri("#dataset")]), ("void:triples", [encode.number(links)]),
        ]  # fmt: skip
        there: Facts = [
            ("rdf:type", ["void:Dataset"]), ("dct:title", [literal("Wikidata")]),
            ("foaf:homepage", ["<https://www.wikidata.org/>"]), ("void:uriSpace", [literal(terms()["prefixes"]["wd"])]),
        ]  # fmt: skip
        return [(other, there), (self._iri("#wikidata-links"), facts)]

    def schema_org(self, modified: str) -> dict[str, Any]:
        """Describe the data set as search engines want it inside a page."""
        return {
            "@context": "https://schema.org/",
            "@type": "Dataset",
            "@id": self._iri("#dataset")[1:-1],
            "name": self.title,
            "description": self.text,
            "url": self.base,
            "license": self.license,
            "dateModified": modified,
            "isAccessibleForFree": True,
            "distribution": [
                {
                    "@type": "DataDownload", "name": dump.title, "contentUrl": self.base + dump.path,
                    "encodingFormat": dump.media, "contentSize": f"{dump.size} B",
                }
                for dump in self.dumps
            ],
        }  # fmt: skip
