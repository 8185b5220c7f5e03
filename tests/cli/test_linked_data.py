"""RDF by way of the commands, on both stores."""

from pathlib import Path

import pytest

from tests.cli.conftest import Joinder


@pytest.mark.parametrize("name", ["graph.nq", "graph.ttl.gz", "graph.jsonld"])
def test_an_export_comes_back_equal(loaded: Joinder, tmp_path: Path, name: str) -> None:
    """What was imported into an empty folder exports to the same bytes, and answers as the first graph did."""
    first, second = tmp_path / name, tmp_path / f"again-{name}"
    assert loaded("export", str(first)).code == 0
    other = ("--data", str(tmp_path / "restored"), "--graph", "")
    result = loaded("import", str(first), *other)
    assert result.code == 0, result.err
    assert loaded("export", str(second), *other).code == 0
    assert first.read_bytes() == second.read_bytes()
    asked = ("who", "Stop Hate for Profit", "--format", "json")
    assert loaded(*asked, *other).out == loaded(*asked).out


def test_an_import_never_goes_over_something(loaded: Joinder, tmp_path: Path) -> None:
    """A folder with a ledger, or with a graph, is refused and left as it is."""
    path = tmp_path / "graph.nq"
    assert loaded("export", str(path)).code == 0
    result = loaded("import", str(path), "--graph", "")
    assert (result.code, "ledger already" in result.err) == (1, True)
    other = ("--data", str(tmp_path / "restored"), "--graph", "")
    assert loaded("import", str(path), *other).code == 0
    result = loaded("import", str(path), *other)
    assert (result.code, "not empty" in result.err) == (1, True)


def test_sparql_asks_the_graph_and_its_export_alike(loaded: Joinder, tmp_path: Path) -> None:
    """Who joined, according to whom; with our prefixes known, and each article a graph."""
    query = """SELECT ?who ?article WHERE { GRAPH ?g { ?claim rdf:predicate v:joined; v:status v:done; rdf:subject ?w;
        prov:wasDerivedFrom ?a . ?a dct:title ?article } ?w rdfs:label ?who } ORDER BY ?who ?article"""
    rows = loaded("sparql", query, "--format", "json").rows()
    assert {"who": "Kim Kardashian", "article": "The freeze"} in rows
    assert {"who": "Ford", "article": "The freeze"} in rows
    path, file = tmp_path / "graph.trig", tmp_path / "q.rq"
    file.write_text(query)
    assert loaded("export", str(path), "--base", "https://data.example.org/").code == 0
    assert loaded("sparql", "--file", str(file), "--from", str(path), "--format", "json").rows() == rows


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT * WHERE { SERVICE <http://other.example/> { ?s ?p ?o } }", "another server"),
        ("SELECT", "cannot be run"),
    ],
)
def test_a_query_that_is_wrong_or_goes_elsewhere_is_refused(
    joinder: Joinder, tmp_path: Path, query: str, message: str
) -> None:
    """One line says why, with exit code 1."""
    path = tmp_path / "empty.nt"
    path.write_text("<http://a> <http://b> <http://c> .")
    result = joinder("sparql", query, "--from", str(path))
    assert (result.code, message in result.err) == (1, True), result.err


def test_validate_lists_what_is_wrong_with_its_claim(loaded: Joinder, tmp_path: Path) -> None:
    """A good export conforms; in a broken one, each violation stands in a row and the exit code is 1."""
    path = tmp_path / "graph.ttl"
    assert loaded("export", str(path)).code == 0
    assert loaded("validate", str(path)).code == 0
    path.write_text(path.read_text().replace("v:status v:planned", "v:status v:perhaps"))
    result = loaded("validate", str(path), "--format", "json")
    assert result.code == 1
    assert result.rows()[0]["claim"]
    assert "one status" in str(result.rows()[0]["message"])


@pytest.mark.parametrize("words", [("--no-quotes",), ("--min-origins", "2"), ("--rdf12",), ("--gzip",)])
def test_export_takes_its_options(loaded: Joinder, tmp_path: Path, words: tuple[str, ...]) -> None:
    """Each writes a file that differs from the plain one."""
    plain, other = tmp_path / "plain.nt", tmp_path / "other.nt"
    assert loaded("export", str(plain)).code == 0
    assert loaded("export", str(other), *words).code == 0
    written = tmp_path / "other.nt.gz" if words == ("--gzip",) else other
    assert written.read_bytes() != plain.read_bytes()
