"""Our vocabulary, and that we invent no term of others'."""

import json
import re
from pathlib import Path

import pyoxigraph as ox

from joinder.graph.ontology import ontology
from joinder.graph.rdf import shapes, vocabulary
from joinder.graph.rdf.lines import write
from joinder.graph.rdf.terms import term, terms
from tests.unit.graph.exported import HOSTILE, view
from tests.unit.graph.rdf.making import BASE, dev_view, quads

RDFS = "http://www.w3.org/2000/01/rdf-schema#"
PINNED = {
    namespace: frozenset(names.split())
    for namespace, names in json.loads((Path(__file__).parent / "foreign_terms.json").read_text()).items()
}


def described() -> list[ox.Quad]:
    """Read the vocabulary."""
    return list(ox.parse("".join(write([("", vocabulary.nodes(BASE))], BASE)), ox.RdfFormat.N_TRIPLES))


def invented(found: list[ox.Quad]) -> set[str]:
    """Collect terms of known vocabularies that are not in the pinned list."""
    used = {x.value for q in found for x in (q.subject, q.predicate, q.object) if isinstance(x, ox.NamedNode)}
    used |= {q.object.datatype.value for q in found if isinstance(q.object, ox.Literal)}
    wrong = set()
    for iri in used:
        for namespace, names in PINNED.items():
            if iri.startswith(namespace) and iri != namespace and iri.removeprefix(namespace) not in names:
                wrong.add(iri)
    return wrong


def test_no_foreign_term_is_invented() -> None:
    """Every term of schema.org, FOAF, PROV, SKOS, Web Annotation and the others stands in the pinned list."""
    assert invented(quads(dev_view(), ".nq")) == set()
    assert invented(quads(view(HOSTILE), ".nq", quotes=False)) == set()
    assert invented(list(ox.parse(shapes.text(BASE), ox.RdfFormat.TURTLE))) == set()


def test_every_namespace_of_ours_is_pinned_or_ours() -> None:
    """No statement uses a namespace that nobody checked."""
    known = (*PINNED, BASE)
    for quad in quads(dev_view(), ".nq"):
        assert quad.predicate.value.startswith(known), quad.predicate
    assert {uri for name, uri in terms()["prefixes"].items() if name != "wd"} <= PINNED.keys()


def test_schema_actions_are_schema_orgs() -> None:
    """What pages say in schema.org's words is in its list, for every relation and status."""
    names = PINNED["https://schema.org/"]
    assert terms()["actions"].keys() == set(ontology().relations)
    assert terms()["action_status"].keys() == set(ontology().statuses)
    assert {name for pair in terms()["actions"].values() for name in pair} <= names
    assert set(terms()["action_status"].values()) <= names


def test_every_term_has_a_label_a_comment_and_its_home() -> None:
    """So that OOPS! and people find what a term means."""
    found = described()
    for name in [*ontology().labels, *map(term, ontology().relations), *terms()["classes"], *terms()["properties"]]:
        said = {q.predicate.value for q in found if q.subject.value == f"{BASE}vocabulary#{name}"}
        assert {f"{RDFS}label", f"{RDFS}comment", f"{RDFS}isDefinedBy"} <= said, name


def test_every_concept_is_in_its_scheme() -> None:
    """Statuses and whats are SKOS concepts with one label in a language, each a top concept of its scheme."""
    found = described()
    skos = "http://www.w3.org/2004/02/skos/core#"
    for scheme, names in (("statuses", ontology().statuses), ("whats", ontology().whats)):
        tops = {
            q.object.value
            for q in found
            if q.subject.value.endswith(f"#{scheme}") and q.predicate.value.endswith("Concept")
        }
        assert tops == {f"{BASE}vocabulary#{name}" for name in names}
        for name in names:
            said = {q.predicate.value: q.object for q in found if q.subject.value == f"{BASE}vocabulary#{name}"}
            assert said[f"{skos}prefLabel"].language == "en"
            assert said[f"{skos}definition"].value != name


def test_spelling_of_terms() -> None:
    """Classes begin with a capital, properties and concepts do not."""
    for quad in described():
        if quad.predicate.value.endswith("#type") and "vocabulary#" in quad.subject.value:
            name = quad.subject.value.rpartition("#")[2]
            assert bool(re.match("[A-Z]", name)) == quad.object.value.endswith("#Class"), name
