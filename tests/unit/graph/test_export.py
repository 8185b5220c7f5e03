"""The view as RDF, GraphML and CSV."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import networkx as nx
import pyoxigraph
import pytest
from rdflib import RDF, XSD, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from joinder.errors import JoinderError
from joinder.graph import export_csv, export_files, export_graphml, rdf
from joinder.graph.model import ArticleRow, ClaimRow, CrowdRow, EdgeRow, EntityRow, View
from joinder.graph.ontology import ontology

HOSTILE = 'Robert\'); DROP </script> `x`]-() \u202e \x00\x1b "quoted" \\ and\nmore'
BASE = "https://graph.example/"


def view(name: str = "Kim Kardashian") -> View:
    """Make a small graph with one claim done, one planned, a crowd and a redirect."""
    people = [
        EntityRow("brand/ford", "Brand", "Ford", (), ("ford",), 1, 1),
        EntityRow("campaign/shfp", "Campaign", "Stop Hate for Profit", ("#StopHateForProfit",), ("shfp",), 2, 2),
        EntityRow("person/kim", "Person", name, ("Kim Kardashian West",), ("kim",), 2, 1),
    ]
    joined = ("JOINED", "campaign/shfp")
    claims = [
        ClaimRow("c1", "a1", "person/kim", *joined, "done", "", "2020-09-16", "2020-09", name, 0, 9, "", "x", ""),
        ClaimRow(
            "c2", "a1", "brand/ford", *joined, "planned", "", "2020", "", "Ford will", 30, 39, "person/kim", "x", ""
        ),
    ]
    report = (1, 1, "2020-09-15", "2020-09-15")
    edges = [
        EdgeRow("e1", "brand/ford", *joined, "planned", "", "2020", "", *report, ("c2",)),
        EdgeRow("e2", "person/kim", *joined, "done", "", "2020-09-16", "", *report, ("c1",)),
    ]
    crowd = CrowdRow(
        "w1", "a1", 1200.0, "more than", "brands", "JOINED", "campaign/shfp", "done", "", "", "", "1,200", 50, 55
    )
    return View(
        entities=tuple(people),
        articles=(ArticleRow("a1", name, "https://news.example/a b?q=ü", "The Example", "2020-09-15"),),
        claims=tuple(claims),
        crowds=(crowd,),
        edges=tuple(edges),
        redirects=(("person/kim-west", "person/kim"),),
    )


def v(term: str) -> URIRef:
    """Name a term of our vocabulary."""
    return URIRef(f"{BASE}vocabulary#{term}")


def entity(name: str) -> URIRef:
    """Name an entity."""
    return URIRef(f"{BASE}id/{name}")


@pytest.fixture
def graph() -> Graph:
    """The small graph as RDF."""
    return rdf.to_graph(view(), BASE)


def test_only_what_is_done_becomes_a_direct_triple(graph: Graph) -> None:
    """Kim joined, so there is a triple; Ford only will, so there is a claim and no triple."""
    assert (entity("person/kim"), v("joined"), entity("campaign/shfp")) in graph
    assert (entity("brand/ford"), v("joined"), entity("campaign/shfp")) not in graph
    assert (URIRef(f"{BASE}claim/c2"), v("status"), v("planned")) in graph


def test_every_claim_is_a_node_with_its_evidence(graph: Graph) -> None:
    """A claim names subject, predicate, object, article, speaker, and the quote with its offsets."""
    claim = URIRef(f"{BASE}claim/c2")
    assert graph.value(claim, RDF.subject) == entity("brand/ford")
    assert graph.value(claim, RDF.predicate) == v("joined")
    assert graph.value(claim, v("saidBy")) == entity("person/kim")
    evidence = graph.value(claim, v("evidence"))
    selectors = set(graph.objects(evidence, rdf.OA.hasSelector))
    assert {graph.value(s, rdf.OA.exact) for s in selectors} == {Literal("Ford will"), None}
    assert Literal(39, datatype=XSD.nonNegativeInteger) in {graph.value(s, rdf.OA.end) for s in selectors}


@pytest.mark.parametrize(("text", "kind"), [("2020-09-16", "date"), ("2020-09", "gYearMonth"), ("2020", "gYear")])
def test_dates_have_the_type_of_their_precision(text: str, kind: str) -> None:
    """A month is never an xsd:date."""
    assert rdf.date(text).datatype == XSD[kind]
    assert str(rdf.date(text)) == text


def test_the_terms_follow_from_the_ontology(graph: Graph) -> None:
    """Every label is a class and every relation a property, described with the ontology's own words."""
    for label in ontology().labels:
        assert (v(label), RDF.type, URIRef("http://www.w3.org/2002/07/owl#Class")) in graph
    for relation in ontology().relations.values():
        comment = graph.value(v(rdf.term(relation.name)), URIRef("http://www.w3.org/2000/01/rdf-schema#comment"))
        assert relation.means in str(comment)
    assert [rdf.term(r) for r in ("JOINED", "MEMBER_OF", "DONATED")] == ["joined", "memberOf", "donatedTo"]


def test_there_are_no_blank_nodes(graph: Graph) -> None:
    """Every node has an address, so that two exports can be compared line by line."""
    assert all(isinstance(node, URIRef) for node in graph.subjects())


def test_a_merged_id_says_where_its_entity_is(graph: Graph) -> None:
    """The old id stays, deprecated, and points to the living one."""
    replaced = URIRef("http://purl.org/dc/terms/isReplacedBy")
    assert graph.value(entity("person/kim-west"), replaced) == entity("person/kim")


def test_the_three_forms_of_rdf_say_the_same(graph: Graph) -> None:
    """Turtle, N-Triples and JSON-LD are read back to one and the same graph."""
    for text, form in (
        (rdf.to_turtle(graph), "turtle"),
        (rdf.to_ntriples(graph), "nt"),
        (rdf.to_jsonld(graph), "json-ld"),
    ):
        assert isomorphic(Graph().parse(data=text, format=form), graph), form


@pytest.mark.parametrize(("suffix", "form"), [(".ttl", "TURTLE"), (".nt", "N_TRIPLES")])
def test_a_strict_parser_reads_hostile_names(suffix: str, form: str) -> None:
    """pyoxigraph, which refuses bad IRIs and literals, reads what hostile names and addresses became."""
    text = export_files.WRITERS[suffix](view(HOSTILE), BASE)
    triples = list(pyoxigraph.parse(text.encode(), getattr(pyoxigraph.RdfFormat, form)))
    names = [t.object.value for t in triples if t.predicate.value.endswith("prefLabel") and "Robert" in t.object.value]
    assert names == [HOSTILE.replace("\x00\x1b", "")]


def test_graphml_keeps_nodes_edges_and_hostile_names() -> None:
    """NetworkX reads the file back with the same nodes, edges and attributes."""
    graph = nx.read_graphml(io.BytesIO(export_graphml.to_graphml(view(HOSTILE)).encode()), force_multigraph=True)
    assert set(graph) == {"brand/ford", "campaign/shfp", "person/kim"}
    assert "DROP </script>" in graph.nodes["person/kim"]["name"]
    assert sorted(d["status"] for *_, d in graph.edges(data=True)) == ["done", "planned"]


def test_csv_has_a_line_for_each_direct_edge() -> None:
    """Each edge stands with the names and ids of its ends and the ids of its claims."""
    rows = list(csv.DictReader(io.StringIO(export_csv.to_csv(view(HOSTILE)))))
    assert [(r["subject_id"], r["relation"], r["status"], r["claims"]) for r in rows] == [
        ("brand/ford", "JOINED", "planned", "c2"),
        ("person/kim", "JOINED", "done", "c1"),
    ]
    assert rows[1]["subject"] == HOSTILE


_EXPORT = """
import hashlib, sys
sys.path.insert(0, {root!r})
from tests.unit.graph.test_export import view
from joinder.graph.export_files import WRITERS
print([hashlib.sha256(write(view(), None).encode()).hexdigest() for write in WRITERS.values()])
"""


def test_two_exports_are_the_same_bytes() -> None:
    """Another process, with another order of hashing, writes every format alike."""
    root = str(Path(__file__).parents[3])
    runs = [
        subprocess.run(
            [sys.executable, "-c", _EXPORT.format(root=root)],
            env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("1", "2")
    ]  # fmt: skip
    assert runs[0] == runs[1]


def test_an_unknown_suffix_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    """The error names the suffixes that there are."""
    with pytest.raises(JoinderError) as caught:
        export_files.export(view(), tmp_path / "graph.xlsx")
    assert ".graphml" in str(caught.value.hint)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_missing_is_an_error_of_one_line(tmp_path: Path) -> None:
    """A file that cannot be written is said to be so, without a traceback."""
    with pytest.raises(JoinderError, match="cannot write"):
        export_files.export(view(), tmp_path / "nowhere" / "graph.ttl")


def test_a_written_file_is_whole_and_leaves_nothing_behind(tmp_path: Path) -> None:
    """The file is there in full, and no temporary one beside it."""
    export_files.export(view(), tmp_path / "graph.jsonld")
    assert [p.name for p in tmp_path.iterdir()] == ["graph.jsonld"]
    assert json.loads((tmp_path / "graph.jsonld").read_text())["@graph"]
