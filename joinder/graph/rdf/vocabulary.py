"""Our vocabulary, described: classes, properties and schemes, with labels, comments, and what they are kinds of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from joinder import __version__
from joinder.graph.ontology import ontology
from joinder.graph.rdf.encode import literal
from joinder.graph.rdf.terms import VOCABULARY, term, terms

if TYPE_CHECKING:
    from joinder.graph.rdf.describe import Facts, Node

SCHEMES = {
    "statuses": ("status of a claim", {
        "done": "it has happened or is happening",
        "planned": "it is announced, promised or intended",
        "declined": "it was refused, denied, or is said not to have been done",
        "ended": "it was so, and is over",
    }),
    "whats": ("what an action is about", {
        "ads": "advertising placed there",
        "account": "an account held there",
        "posting": "posting there",
        "sales": "sales made there",
        "content": "content offered there",
        "sponsorship": "sponsorship of it",
    }),
}  # fmt: skip


def nodes(base: str) -> list[Node]:
    """Describe the vocabulary under a base."""
    home = f"<{base}{VOCABULARY.rstrip('#')}>"
    ontology_facts: Facts = [
        ("rdf:type", ["owl:Ontology"]),
        ("dct:description", [literal("Who joined what, on whose word: claims of news articles about joint action.")]),
        ("dct:license", ["<https://www.apache.org/licenses/LICENSE-2.0>"]),
        ("dct:title", [literal("The vocabulary of joinder")]),
        ("owl:versionInfo", [literal(__version__)]),
    ]
    return [(home, ontology_facts), *_classes(home), *_relations(home), *_properties(home), *_schemes(home)]


def _facts(kind: str, name: str, means: str, home: str) -> Facts:
    return [
        ("rdf:type", [kind]), ("rdfs:comment", [literal(means)]), ("rdfs:isDefinedBy", [home]),
        ("rdfs:label", [literal(_spaced(name))]),
    ]  # fmt: skip


def _spaced(name: str) -> str:
    return name if name[0].isupper() else "".join(f" {c.lower()}" if c.isupper() else c for c in name)


def _classes(home: str) -> list[Node]:
    known = {label: [means, *terms()["labels"].get(label, [])] for label, means in ontology().labels.items()}
    found: list[Node] = []
    for name, (means, *parents) in sorted((known | terms()["classes"]).items()):
        found.append((f"v:{name}", [*_facts("owl:Class", name, means, home), ("rdfs:subClassOf", sorted(parents))]))
    return found


def _relations(home: str) -> list[Node]:
    found: list[Node] = []
    for relation in sorted(ontology().relations.values(), key=lambda r: term(r.name)):
        name = term(relation.name)
        facts = _facts("owl:ObjectProperty", name, f"the subject {relation.means}", home)
        for table, link in (("seealso", "rdfs:seeAlso"), ("subproperties", "rdfs:subPropertyOf")):
            if links := terms()[table].get(relation.name):
                facts.append((link, sorted(links)))
        found.append((f"v:{name}", facts))
    return found


def _properties(home: str) -> list[Node]:
    found: list[Node] = []
    for name, (means, *parents) in sorted(terms()["properties"].items()):
        facts = _facts("rdf:Property", name, means, home)
        found.append((f"v:{name}", [*facts, ("rdfs:subPropertyOf", sorted(parents))] if parents else facts))
    return found


def _schemes(home: str) -> list[Node]:
    known = {"statuses": ontology().statuses, "whats": ontology().whats}
    found: list[Node] = []
    for scheme, (title, meanings) in SCHEMES.items():
        tops = [f"v:{name}" for name in sorted(known[scheme])]
        facts = _facts("skos:ConceptScheme", scheme, title, home)
        found.append((f"v:{scheme}", [*facts, ("skos:hasTopConcept", tops), ("skos:prefLabel", [f'"{title}"@en'])]))
        for name in sorted(known[scheme]):
            facts = [
                ("rdf:type", ["skos:Concept"]), ("rdfs:isDefinedBy", [home]),
                ("skos:definition", [literal(meanings.get(name, name))]), ("skos:inScheme", [f"v:{scheme}"]),
                ("skos:prefLabel", [f'"{name}"@en']), ("skos:topConceptOf", [f"v:{scheme}"]),
            ]  # fmt: skip
            found.append((f"v:{name}", facts))
    return found
