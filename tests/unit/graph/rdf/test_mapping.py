"""What an export says, and what it must never say."""

import hashlib
import re

import pyoxigraph as ox
import pytest

from joinder.errors import JoinderError
from joinder.graph.ontology import ontology
from joinder.graph.rdf import addresses, encode
from joinder.graph.rdf.graph import to_graph
from joinder.graph.rdf.terms import term, terms
from tests.unit.graph.exported import HOSTILE, view
from tests.unit.graph.rdf.making import BASE, SUFFIXES, iri, news, quads, text, triples, v

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
OA = "http://www.w3.org/ns/oa#"
KIM, FORD, CAMPAIGN = iri("id/person/kim"), iri("id/brand/ford"), iri("id/campaign/shfp")


def values(found: list[ox.Quad], subject: ox.NamedNode, name: str) -> set[str]:
    """Give the values of a property."""
    return {q.object.value for q in found if q.subject == subject and q.predicate.value == name}


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_only_what_is_done_becomes_a_direct_triple(suffix: str) -> None:
    """Kim joined, so there is a triple; Ford only will, so there is a claim and no triple."""
    found = triples(quads(view(), suffix))
    assert (KIM, v("joined"), CAMPAIGN) in found
    assert (FORD, v("joined"), CAMPAIGN) not in found
    assert (iri("claim/c2"), v("status"), v("planned")) in found


def test_every_claim_is_a_node_with_its_evidence() -> None:
    """A claim names subject, predicate, object, article, speaker, extractor, and the quote with its offsets."""
    found = quads(view(), ".nt")
    claim = iri("claim/c2")
    assert values(found, claim, RDF + "subject") == {FORD.value}
    assert values(found, claim, RDF + "predicate") == {v("joined").value}
    assert values(found, claim, v("saidBy").value) == {KIM.value}
    evidence = iri("claim/c2#evidence")
    assert values(found, claim, v("evidence").value) == {evidence.value}
    assert values(found, evidence, OA + "hasSelector") == {f"{BASE}claim/c2#position", f"{BASE}claim/c2#quote"}
    assert values(found, iri("claim/c2#quote"), OA + "exact") == {"Ford will"}
    assert values(found, iri("claim/c2#position"), OA + "end") == {"39"}
    (run,) = values(found, claim, "http://www.w3.org/ns/prov#wasGeneratedBy")
    (agent,) = values(found, ox.NamedNode(run), "http://www.w3.org/ns/prov#wasAssociatedWith")
    assert values(found, ox.NamedNode(agent), "http://www.w3.org/2000/01/rdf-schema#label") == {"x"}


@pytest.mark.parametrize(("day", "kind"), [("2020-09-16", "date"), ("2020-09", "gYearMonth"), ("2020", "gYear")])
def test_dates_have_the_type_of_their_precision(day: str, kind: str) -> None:
    """A month is never an xsd:date."""
    assert encode.date(day) == f'"{day}"^^<http://www.w3.org/2001/XMLSchema#{kind}>'


def test_what_is_no_date_is_not_typed_as_one() -> None:
    """A day that does not exist stays text, which is always valid."""
    assert encode.date("2020-02-30") == '"2020-02-30"'


@pytest.mark.parametrize("suffix", [".nq", ".trig"])
def test_each_article_can_be_dropped_as_one(suffix: str) -> None:
    """All that an article says stands in its graph, and so do the direct triples that it asserts."""
    store = ox.Store()
    store.extend(quads(news(), suffix))
    articles = {graph.value for graph in store.named_graphs()}
    assert articles == {f"{BASE}article/{name}" for name in "abcd"}
    store.update("DROP GRAPH <https://graph.example/article/a>")
    left = triples(list(store))
    assert not any("claim/" in s.value and o == iri("article/a") for s, _, o in left)
    joined = {(s, o) for s, p, o in left if p == v("joined")}
    assert joined == set()
    assert {s for s, p, _ in left if p == v("resumed")} == {iri("id/person/kim-kardashian")}


def test_graphs_hold_together_what_the_forms_without_graphs_hold() -> None:
    """N-Quads and TriG say what N-Triples says, graph by graph."""
    plain = triples(quads(news(), ".nt"))
    assert triples(quads(news(), ".nq")) == plain
    assert triples(quads(news(), ".trig")) == plain


def test_a_claim_whose_ends_no_longer_fit_is_marked_and_asserts_nothing() -> None:
    """Adidas was taken for a person once; a claim between ends that identity has settled otherwise is no fact."""
    found = news()
    row = next(c for c in found.claims if c.relation == "JOINED")
    broken = type(found)(
        found.entities, found.articles, found.mentions,
        tuple(type(c)(**{f: getattr(c, f) for f in c.__slots__} | {"object": c.subject}) if c is row else c
              for c in found.claims),
        found.crowds, tuple(e for e in found.edges if row.id not in e.claims), found.redirects,
    )  # fmt: skip
    said = triples(quads(broken, ".nq"))
    assert (iri(f"claim/{row.id}"), v("misfit"), ox.Literal(value=True)) in said
    assert said == triples(quads(broken, ".nt"))


def test_no_quotes_leaves_places_and_hashes() -> None:
    """The text of quotes is nowhere in the file, not even in what RDF cannot hold."""
    found = text(view(HOSTILE), ".nt", quotes=False)
    quote = view(HOSTILE).claims[0].quote
    assert "oa#exact" not in found
    assert "oa#start" in found
    assert hashlib.sha256(quote.encode()).hexdigest() in found
    assert "Ford will" not in found
    assert [line for line in found.splitlines() if "claim/c1> <" in line and "v:raw" in line] == []


def test_a_quote_has_what_stands_around_it_and_its_text_a_hash() -> None:
    """So that it is found in another version of the text; without quotes nothing of the text is published."""
    said = "It happened. And that was all."
    found = quads(news(), ".nt")
    claim = next(c.id for c in news().claims if c.article == "a")
    quote = iri(f"claim/{claim}#quote")
    assert values(found, quote, OA + "suffix") == {" And that was all."}
    assert values(found, quote, OA + "prefix") == set()
    assert values(found, iri("article/a#text"), v("sha256").value) == {hashlib.sha256(said.encode()).hexdigest()}
    hidden = text(news(), ".nt", quotes=False)
    assert "oa#suffix" not in hidden
    assert "that was all" not in hidden


def test_min_origins_leaves_out_what_one_story_says() -> None:
    """With two origins wanted, no claim of a single article remains, as a claim or as a triple."""
    for suffix in (".nt", ".nq"):
        found = triples(quads(news(), suffix, min_origins=2))
        assert not any(o == v("Claim") for _, p, o in found if p.value == RDF + "type")
        assert not any(p in {v(term(r)) for r in ontology().relations} for _, p, _ in found)
        assert any(o == v("Person") for _, _, o in found)


@pytest.mark.parametrize("suffix", [".ttl", ".trig", ".nt", ".nq"])
def test_rdf12_makes_each_claim_the_reifier_of_its_triple(suffix: str) -> None:
    """The triple term stands as an object only, behind rdf:reifies."""
    found = [q for q in quads(view(), suffix, rdf12=True) if q.predicate.value == RDF + "reifies"]
    assert {(q.subject, q.object) for q in found} == {
        (iri("claim/c1"), ox.Triple(KIM, v("joined"), CAMPAIGN)),
        (iri("claim/c2"), ox.Triple(FORD, v("joined"), CAMPAIGN)),
    }


@pytest.mark.parametrize("suffix", [".jsonld", ".rdf"])
def test_rdf12_is_refused_where_it_has_no_form(suffix: str) -> None:
    """The error names the formats that can."""
    with pytest.raises(JoinderError, match=r"RDF 1\.2"):
        text(view(), suffix, rdf12=True)


def test_a_merged_id_says_where_its_entity_is() -> None:
    """The old id stays, deprecated, and points to the living one."""
    found = quads(view(), ".nt")
    old = iri("id/person/kim-west")
    assert values(found, old, "http://purl.org/dc/terms/isReplacedBy") == {KIM.value}
    assert values(found, old, "http://www.w3.org/2002/07/owl#deprecated") == {"true"}


def test_the_terms_follow_from_the_ontology() -> None:
    """Every label is a class and every relation a property, described with the ontology's own words."""
    found = quads(view(), ".nt")
    comment = "http://www.w3.org/2000/01/rdf-schema#comment"
    for label in ontology().labels:
        assert "http://www.w3.org/2002/07/owl#Class" in values(found, v(label), RDF + "type")
    for relation in ontology().relations.values():
        assert relation.means in "".join(values(found, v(term(relation.name)), comment))
    assert [term(r) for r in ("JOINED", "MEMBER_OF", "DONATED")] == ["joined", "memberOf", "donatedTo"]


def test_every_term_of_ours_that_an_export_uses_is_described() -> None:
    """Each has a label or a preferred label, and says where it is defined."""
    found = quads(news(), ".nt") + quads(view(HOSTILE), ".nt", quotes=False)
    home = v("").value
    used = {x.value for q in found for x in (q.predicate, q.object) if isinstance(x, ox.NamedNode)}
    for name in sorted(n for n in used if n.startswith(home)):
        kinds = {q.predicate.value.rpartition("#")[2] for q in found if q.subject.value == name}
        assert {"isDefinedBy"} <= kinds, name
        assert kinds & {"label", "prefLabel"}, name


def test_our_names_do_not_clash() -> None:
    """No class, property, relation or concept shares its name with another."""
    names = [*ontology().labels, *(term(r) for r in ontology().relations), *ontology().statuses, *ontology().whats]
    names += [*terms()["classes"], *terms()["properties"], "statuses", "whats"]
    assert len(names) == len(set(names))


def test_addresses_come_from_ids_and_are_safe_as_files() -> None:
    """An id that is a path, a suffix or a tag becomes a hash; no two of these share one."""
    odd = ["../etc", "a/b", "a.ttl", "", "</script>", "x" * 200, "é", "x-0123456789abcdef"]
    found = [addresses.local(name) for name in odd]
    assert len(set(found)) == len(odd)
    assert all(re.fullmatch(r"x-[0-9a-f]{16}", name) for name in found)
    assert addresses.entity_path("person/kim-kardashian") == "id/person/kim-kardashian"


@pytest.mark.parametrize(
    "base", ["data.example.org", "https://x.example/a?b", "https://x.example/<", "javascript:x", ""]
)
def test_a_base_that_is_no_address_is_refused(base: str) -> None:
    """Nothing is written under it."""
    with pytest.raises(JoinderError, match="base"):
        addresses.checked_base(base)


@pytest.mark.parametrize(
    "url",
    [
        "http://a b/",
        "nowhere",
        "https://",
        "https://h/%zz",
        "https://h/a b",
        "https://h/[x]#a#b",
        "http://h:80x/",
        "mailto:x@y",
    ],
)
def test_addresses_of_articles_are_valid_or_left_out(url: str) -> None:
    """The strict parser takes whatever becomes of an article's URL."""
    found = encode.address(url)
    assert not found or ox.NamedNode(found[1:-1])


def test_the_graph_is_there_for_rdflib_too() -> None:
    """A Python user gets an rdflib graph with our prefixes."""
    graph = to_graph(view(), BASE)
    assert len(graph) == len(triples(quads(view(), ".nt")))
    assert dict(graph.namespaces())["v"].toPython() == v("").value
