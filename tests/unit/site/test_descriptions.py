"""What describes a site: true to its data, in known terms, the same bytes each time."""

import gzip
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Graph

from joinder.errors import JoinderError
from joinder.graph.model import View
from joinder.graph.ontology import ontology
from joinder.graph.rdf import vocabulary
from joinder.graph.rdf.pages import ViewPages
from joinder.graph.rdf.terms import term, terms
from joinder.graph.rdf.triples import PARSERS
from joinder.graph.rdf.usage import usage
from joinder.site import servers
from joinder.site.descriptions import FILES, write_descriptions
from joinder.site.media import DATA
from tests.unit.graph.exported import BASE, HOSTILE, view
from tests.unit.graph.rdf.making import news
from tests.unit.graph.rdf.test_items import linked
from tests.unit.graph.rdf.test_vocabulary import invented
from tests.unit.site.making import describe

VOID = "http://rdfs.org/ns/void#"
DCAT = "http://www.w3.org/ns/dcat#"
DATASET = ox.NamedNode(f"{BASE}void.ttl#dataset")


def statements(path: Path) -> list[ox.Quad]:
    """Read a file of the site with the strict parser."""
    zipped = path.suffix == ".gz"
    data = gzip.decompress(path.read_bytes()) if zipped else path.read_bytes()
    return list(ox.parse(data, PARSERS[(path.with_suffix("") if zipped else path).suffix]))


def values(found: list[ox.Quad], subject: ox.NamedNode, name: str) -> list[str]:
    """Give the values of a property."""
    return sorted(q.object.value for q in found if q.subject == subject and q.predicate.value == name)


@pytest.fixture
def described(tmp_path: Path) -> Path:
    """Write the descriptions of the news."""
    describe(tmp_path, news(), BASE)
    return tmp_path


def test_every_file_is_there_and_no_other(described: Path) -> None:
    """``FILES`` names them before they are written."""
    found = {str(path.relative_to(described)) for path in described.rglob("*") if path.is_file()}
    assert found == set(FILES)


def test_the_dumps_say_the_same(described: Path) -> None:
    """Turtle, JSON-LD and N-Quads hold the same statements; only N-Quads has graphs."""
    plain, framed, quads = (
        {(q.subject, q.predicate, q.object) for q in statements(described / f"dumps/graph{suffix}.gz")}
        for suffix in (".ttl", ".jsonld", ".nq")
    )
    assert plain == framed == quads
    graphs = {str(q.graph_name) for q in statements(described / "dumps/graph.nq.gz")}
    assert graphs == {"DEFAULT", *(f"<{BASE}article/{name}>" for name in "abcd")}


@pytest.mark.parametrize("made", [news(), view(HOSTILE), View()], ids=["news", "hostile", "empty"])
def test_the_counts_are_those_of_the_dump(made: View, tmp_path: Path) -> None:
    """Triples, subjects, properties, classes, and how many there are of each class and property of ours."""
    describe(tmp_path, made, BASE)
    data = {(q.subject, q.predicate, q.object) for q in statements(tmp_path / "dumps/graph.ttl.gz")}
    said = statements(tmp_path / "void.ttl")
    kinds = [o for _, p, o in data if p.value.endswith("ns#type")]
    assert values(said, DATASET, f"{VOID}triples") == [str(len(data))]
    assert values(said, DATASET, f"{VOID}distinctSubjects") == [str(len({s for s, _, _ in data}))]
    assert values(said, DATASET, f"{VOID}properties") == [str(len({p for _, p, _ in data}))]
    assert values(said, DATASET, f"{VOID}classes") == [str(len(set(kinds)))]
    assert values(said, DATASET, f"{VOID}entities") == [str(len(made.entities))]
    for part in values(said, DATASET, f"{VOID}classPartition"):
        node = ox.NamedNode(part)
        ((kind,), (count,)) = values(said, node, f"{VOID}class"), values(said, node, f"{VOID}entities")
        assert kinds.count(ox.NamedNode(kind)) == int(count)
    for part in values(said, DATASET, f"{VOID}propertyPartition"):
        node = ox.NamedNode(part)
        ((name,), (count,)) = values(said, node, f"{VOID}property"), values(said, node, f"{VOID}triples")
        assert sum(1 for _, p, _ in data if p.value == name) == int(count)


def test_examples_dumps_and_licence_stand_in_the_description(described: Path) -> None:
    """An example of each kind, the entity with most claims; every dump with its size, its type and its licence."""
    said = statements(described / "void.ttl")
    assert f"{BASE}id/person/kim-kardashian" in values(said, DATASET, f"{VOID}exampleResource")
    assert values(said, DATASET, "http://purl.org/dc/terms/license") == ["https://creativecommons.org/licenses/by/4.0/"]
    parts = [ox.NamedNode(n) for n in values(said, DATASET, f"{DCAT}distribution")]
    urls = [values(said, part, f"{DCAT}downloadURL")[0] for part in parts]
    assert sorted(urls) == values(said, DATASET, f"{VOID}dataDump")
    for part, url in zip(parts, urls, strict=True):
        path = described / url.removeprefix(BASE)
        assert values(said, part, f"{DCAT}byteSize") == [str(path.stat().st_size)]
        assert values(said, part, f"{DCAT}mediaType")[0].endswith(DATA[path.with_suffix("").suffix])
    assert {(q.subject, q.predicate, q.object) for q in statements(described / "void.jsonld")} == {
        (q.subject, q.predicate, q.object) for q in said
    }
    assert (described / ".well-known/void").read_bytes() == (described / "void.ttl").read_bytes()


def test_links_to_wikidata_are_a_linkset(tmp_path: Path) -> None:
    """Which says by which property, whereto, and how many; without links there is none."""
    describe(tmp_path, linked(), BASE)
    said = statements(tmp_path / "void.ttl")
    links = ox.NamedNode(f"{BASE}void.ttl#wikidata-links")
    assert values(said, DATASET, f"{VOID}subset") == [links.value]
    assert values(said, links, f"{VOID}linkPredicate") == ["http://www.w3.org/2002/07/owl#sameAs"]
    assert values(said, links, f"{VOID}triples") == ["1"]
    assert invented(said) == set()
    describe(tmp_path, view(), BASE)
    assert "Linkset" not in (tmp_path / "void.ttl").read_text(encoding="utf-8")


def test_no_foreign_term_is_invented_in_the_description(described: Path) -> None:
    """VoID's and DCAT's terms are checked against the pinned list like all others."""
    assert invented(statements(described / "void.ttl")) == set()
    assert len(Graph().parse(described / "void.ttl")) == len(statements(described / "void.ttl"))


def test_publishers_and_extractors_are_told_where_their_addresses_lead(described: Path) -> None:
    """``void.ttl#publisher-…`` is described in ``void.ttl``."""
    data = statements(described / "dumps/graph.ttl.gz")
    used = {q.object for q in data if isinstance(q.object, ox.NamedNode) and "/void.ttl#" in q.object.value}
    assert used
    assert used <= {q.subject for q in statements(described / "void.ttl")}


def test_a_second_writing_changes_nothing_and_keeps_the_day(described: Path) -> None:
    """``dct:modified`` is the day on which something last changed; bytes and times of files stay."""
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in described.rglob("*") if path.is_file()}
    assert describe(described, news(), BASE, "2030-05-05").changed == ()
    assert {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in before} == before
    changed = describe(described, view(), BASE, "2030-05-05")
    assert changed.schema_org["dateModified"] == "2030-05-05"
    assert {"void.ttl", "dumps/graph.nq.gz"} <= set(changed.changed)
    assert not {"vocabulary.ttl", "shapes.ttl", "_headers"} & set(changed.changed)


class Page(HTMLParser):
    """Collects ids, links and headings, and makes sure that elements are closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.open: list[str] = []
        self.headings: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what an element has."""
        held = dict(attrs)
        self.ids += [held["id"] or ""] if "id" in held else []
        self.links += [held["href"] or ""] if "href" in held else []
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(tag)
        if tag not in {"meta", "link", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close what was opened last."""
        assert self.open.pop() == tag


def test_the_vocabulary_page_has_every_term_at_its_fragment(described: Path) -> None:
    """``vocabulary#joined`` leads to its own section; every link within the page leads somewhere; ids are unique."""
    text = (described / "vocabulary/index.html").read_text(encoding="utf-8")
    page = Page(text)
    wanted = {*ontology().labels, *map(term, ontology().relations), *terms()["classes"], *terms()["properties"]}
    wanted |= {*ontology().statuses, *ontology().whats, "statuses", "whats"}
    assert wanted <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))
    assert page.open == []
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)
    assert page.headings[0] == "h1"
    assert set(page.headings) == {"h1", "h2", "h3"}
    for means in (r.means for r in ontology().relations.values()):
        assert f"the subject {means}".replace("'", "&#39;") in text


def test_the_vocabulary_page_says_where_terms_are_used(described: Path) -> None:
    """From the ontology and the shapes: ends of relations, classes and values of properties."""
    text = (described / "vocabulary/index.html").read_text(encoding="utf-8")
    joined = text[text.index('id="joined"') :]
    joined = joined[: joined.index("</section>")]
    assert re.search(r"to</dt>\s*<dd><a href=\"#Campaign\">", joined)
    assert "P1344" in joined
    assert usage(BASE)["v:status"][:2] == (
        ("v:Claim", "v:CrowdClaim"),
        tuple(f"v:{s}" for s in sorted(ontology().statuses)),
    )
    assert usage(BASE)["v:start"][1:] == (("xsd:date", "xsd:gYear", "xsd:gYearMonth"), True)


def test_every_property_of_ours_has_its_place_in_the_shapes() -> None:
    """So that nobody must guess on what it is used."""
    assert {f"v:{name}" for name in terms()["properties"]} <= usage(BASE).keys()


def test_the_vocabulary_is_the_same_in_all_forms(described: Path) -> None:
    """Turtle and JSON-LD hold what the exports hold of it."""
    found = statements(described / "vocabulary.ttl")
    assert {(q.subject, q.predicate, q.object) for q in statements(described / "vocabulary.jsonld")} == {
        (q.subject, q.predicate, q.object) for q in found
    }
    assert len(found) == sum(len(tokens) for _, facts in vocabulary.nodes(BASE) for _, tokens in facts)


def test_texts_of_the_publisher_cannot_break_out(tmp_path: Path) -> None:
    """A hostile title stays a literal, and the page stays one page."""
    title = 'x" ; a <http://evil/> . </script><script>alert(1)</script>'
    found = write_descriptions(
        tmp_path, ViewPages(view()), base=BASE, title=title, license="https://licence.example/x", today="2026-01-02"
    )
    said = statements(tmp_path / "void.ttl")
    assert values(said, DATASET, "http://purl.org/dc/terms/title") == [title]
    assert json.loads(json.dumps(found.schema_org))["name"] == title
    assert not any("evil" in q.subject.value for q in said)


@pytest.mark.parametrize(("base", "licence"), [("ftp://x/", "CC-BY-4.0"), (BASE, "no licence, sorry")])
def test_what_is_none_is_refused(tmp_path: Path, base: str, licence: str) -> None:
    """Nothing is written under a base or a licence that is none."""
    with pytest.raises(JoinderError):
        write_descriptions(tmp_path, ViewPages(view()), base=base, title="x", license=licence)
    assert list(tmp_path.iterdir()) == []


def test_headers_give_each_kind_of_data_its_type() -> None:
    """In the syntax of Netlify and Cloudflare: no header is set by two rules, which would be joined."""
    text = servers.headers("/data/")
    rules = dict(re.findall(r"^(/\S*)\n((?:  .+\n)+)", text, re.MULTILINE))
    assert rules["/data/*.ttl"] == "  Content-Type: text/turtle; charset=utf-8\n"
    assert "Access-Control-Allow-Origin: *" in rules["/data/*"]
    assert 'rel="describedby"' in rules["/data/"]
    assert len(rules) < 100
    assert all(len(line) < 2000 for line in text.splitlines())
    overlapping = [re.findall(r"^  ([\w-]+):", rules["/data/*"], re.MULTILINE), ["Content-Type"], ["Link"]]
    assert len({name for names in overlapping for name in names}) == sum(map(len, overlapping))
