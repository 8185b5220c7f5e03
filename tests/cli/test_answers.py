"""What the commands answer, on both stores."""

import csv
import io
import json
from pathlib import Path

import networkx as nx
import pytest

from tests.cli.conftest import Joinder


def test_who_lists_everyone_who_joined(loaded: Joinder) -> None:
    """Each with status, day, number of articles and the earliest quote; who declined is no participant."""
    rows = loaded("who", "Stop Hate for Profit", "--format", "json").rows()
    found = [(r["participant"], r["label"], r["status"], r["first_day"], r["articles"]) for r in rows]
    assert found == [
        ("Beyoncé", "Person", "planned", "", 1),
        ("Ford", "Brand", "done", "", 1),
        ("Kim Kardashian", "Person", "done", "2020-09-16", 2),
    ]
    kim = rows[2]
    assert kim["quote"] == "Person:Kim Kardashian|JOINED|Campaign:Stop Hate for Profit|done|2020-09-16"
    assert (kim["article"], kim["published"]) == ("The freeze", "2020-09-15")


def test_who_takes_a_status_filter(loaded: Joinder) -> None:
    """Only the asked-for status is listed, and the filter is said."""
    result = loaded("who", "Stop Hate for Profit", "--status", "declined", "--format", "json")
    assert [r["participant"] for r in result.rows()] == ["Coca-Cola"]
    assert "status: declined" in result.err
    assert len(loaded("who", "Stop Hate for Profit", "--status", "any", "--format", "json").rows()) == 4


@pytest.mark.parametrize("name", ["STOP HATE FOR PROFIT", "#StopHateForProfit", "the stop-hate for profit"])
def test_a_campaign_is_found_by_any_spelling(loaded: Joinder, name: str) -> None:
    """Case, blanks, hyphens and the hash do not matter."""
    assert len(loaded("who", name, "--format", "json").rows()) == 3


@pytest.mark.parametrize("name", ["beyonce", "BEYONCÉ", "Beyonce\u0301", "person/beyonce"])
def test_an_entity_is_found_whatever_its_accents(loaded: Joinder, name: str) -> None:
    """Accents, their spelling and case do not matter, and the id is a name too."""
    card = json.loads(loaded("show", name, "--format", "json").out)
    assert card["name"] == "Beyoncé"


def test_an_unknown_name_lists_near_ones(loaded: Joinder) -> None:
    """The error is one line, the hint names what there is, and nothing is printed as an answer."""
    result = loaded("show", "Kim Kardashien")
    assert (result.code, result.out) == (1, "")
    assert result.err.splitlines()[0].startswith("error: ")
    assert "Kim Kardashian" in result.err.splitlines()[1]


def test_who_of_something_else_says_what_it_is(loaded: Joinder) -> None:
    """Facebook is no campaign; the hint leads to its card."""
    result = loaded("who", "facebook")
    assert result.code == 1
    assert "Facebook is a Platform, not a campaign" in result.err


def test_a_card_tells_what_was_done_and_what_is_said(loaded: Joinder) -> None:
    """One line for each thing said, with the number of articles, the sentence and its source."""
    lines = loaded("show", "Kim Kardashian").out.splitlines()
    assert lines[0] == "Kim Kardashian (Person, person/kim-kardashian)"
    joined = next(line for line in lines if line.startswith("JOINED") and "Stop Hate" in line)
    assert joined.split()[-2:] == ["2020-09-16", "2"]
    assert any("— The freeze (The Example, 2020-09-15)" in line for line in lines)
    platform = loaded("show", "Facebook").out
    assert "PAUSED by" in platform
    assert "CRITICIZED by" in platform


def test_a_card_as_json_has_every_claim(loaded: Joinder) -> None:
    """The entity with its claims, each with quote and offsets."""
    card = json.loads(loaded("show", "Ford", "--format", "json").out)
    assert [(c["relation"], c["object_name"], c["what"]) for c in card["claims"]] == [
        ("JOINED", "Stop Hate for Profit", ""),
        ("PAUSED", "Facebook", "ads"),
    ]
    assert all(c["char_end"] - c["char_start"] == len(c["quote"]) for c in card["claims"])


def test_a_card_can_be_cut_and_says_so(loaded: Joinder) -> None:
    """With a limit the rest is counted on standard error."""
    assert "… and 2 more" in loaded("show", "Kim Kardashian", "-n", "1").err


def test_top_ranks_by_campaigns_with_ties(loaded: Joinder) -> None:
    """Two participants joined two campaigns each: they tie, and the filter is said."""
    result = loaded("top", "--by", "campaigns", "--label", "person", "--format", "json")
    found = [(r["rank"], r["participant"], r["campaigns"]) for r in result.rows()]
    assert found == [("1=", "Beyoncé", 2), ("1=", "Kim Kardashian", 2), ("3", "Zoë Kravitz", 1)]
    assert "status: done" in result.err


def test_top_counts_other_statuses_where_it_is_told_to(loaded: Joinder) -> None:
    """With what is planned, Beyoncé has three campaigns and stands alone at the top."""
    rows = loaded("top", "--status", "done,planned", "-n", "1", "--format", "json").rows()
    assert [(r["rank"], r["participant"], r["campaigns"]) for r in rows] == [("1", "Beyoncé", 3)]


@pytest.mark.parametrize("measure", ["degree", "pagerank", "betweenness"])
def test_top_ranks_by_every_measure(loaded: Joinder, measure: str) -> None:
    """The score has the measure's name as its column."""
    rows = loaded("top", "--by", measure, "--format", "json").rows()
    assert len(rows) == 4
    assert all(isinstance(r[measure], float) for r in rows)


def test_a_named_query_is_asked_by_name(loaded: Joinder) -> None:
    """Its parameters are words with an equals sign."""
    rows = loaded("query", "--name", "paused_on", "platform=facebook", "what=ads", "--format", "json").rows()
    assert [(r["participant"], r["what"]) for r in rows] == [("Ford", "ads")]


@pytest.mark.parametrize(
    "words",
    [
        ("--name", "paused_onn"),
        ("--name", "paused_on"),
        ("--name", "paused_on", "platform=Facebook", "colour=blue"),
        ("--name", "paused_on", "Facebook"),
        ("--name", "paused_on", "platform=Facebok"),
        (),
    ],
)
def test_a_wrong_call_of_a_query_says_what_would_be_right(loaded: Joinder, words: tuple[str, ...]) -> None:
    """Unknown query, missing, unknown or shapeless parameter, unknown name: an error with a hint."""
    result = loaded("query", *words)
    assert (result.code, result.out) == (1, "")
    assert [line.partition(":")[0] for line in result.err.splitlines()] == ["error", "hint"]


def test_free_cypher_with_parameters_is_answered(loaded: Joinder) -> None:
    """The columns are the query's own, in its order, and parameters are typed by their form."""
    cypher = (
        "MATCH (p:Person)-[j:JOINED]->(c:Campaign) WHERE c.name = $c AND j.n_articles >= $n RETURN p.name, j.status"
    )
    result = loaded("query", cypher + " ORDER BY p.name", "c=Stop Hate for Profit", "n=2", "--format", "csv")
    assert result.out.splitlines() == ["p.name,j.status", "Kim Kardashian,done"]


@pytest.mark.parametrize(
    "cypher",
    [
        "MATCH (n) DETACH DELETE n",
        "CREATE (n:Person {id: 'x'})",
        "MATCH (n:Person) SET n.name = 'x'",
        "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
        "COPY (MATCH (n:Person) RETURN n.name) TO '/tmp/out.csv'",
        "CALL db.labels()",
    ],
)
def test_cypher_that_writes_or_reaches_out_is_refused(loaded: Joinder, cypher: str) -> None:
    """It is refused with an error, and the graph is as it was."""
    before = loaded("top", "--format", "json").out
    result = loaded("query", cypher)
    assert (result.code, result.out) == (1, "")
    assert result.err.startswith("error: ")
    assert loaded("top", "--format", "json").out == before


@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_every_format_prints_rows_and_nothing_else(loaded: Joinder, form: str) -> None:
    """Rows go to standard output; a reader of JSON or CSV finds nothing else there."""
    result = loaded("who", "Blackout Tuesday", "--format", form)
    if form == "json":
        assert len(json.loads(result.out)) == 3
    elif form == "csv":
        assert len(list(csv.DictReader(io.StringIO(result.out)))) == 3
    else:
        assert max(map(len, result.out.splitlines())) <= 80


def test_a_second_load_changes_nothing(loaded: Joinder, news: Path) -> None:
    """All articles are unchanged, and everything that can be asked is answered alike."""
    asked = [("who", "Stop Hate for Profit"), ("show", "Facebook"), ("top",), ("info",)]
    before = [loaded(*words, "--format", "json").out for words in asked]
    assert "3 unchanged" in loaded("load", str(news)).err
    assert [loaded(*words, "--format", "json").out for words in asked] == before


def test_rebuild_makes_the_same_graph(loaded: Joinder, tmp_path: Path) -> None:
    """Written afresh, the graph exports to the same bytes."""
    loaded("export", str(tmp_path / "before.nt"))
    result = loaded("rebuild")
    assert "rebuilt from the ledger (3 articles)" in result.err
    loaded("export", str(tmp_path / "after.nt"))
    assert (tmp_path / "after.nt").read_bytes() == (tmp_path / "before.nt").read_bytes()


@pytest.mark.parametrize("suffix", [".ttl", ".nt", ".jsonld", ".graphml", ".csv"])
def test_export_writes_by_the_suffix(loaded: Joinder, tmp_path: Path, suffix: str) -> None:
    """A file of every format is written, with what was loaded in it."""
    path = tmp_path / f"graph{suffix}"
    result = loaded("export", str(path))
    assert (result.code, result.out) == (0, "")
    assert "Kim Kardashian" in path.read_text(encoding="utf-8")


def test_exported_graphml_has_the_whole_graph(loaded: Joinder, tmp_path: Path) -> None:
    """NetworkX finds every entity and direct edge."""
    loaded("export", str(tmp_path / "graph.graphml"))
    graph = nx.read_graphml(tmp_path / "graph.graphml", force_multigraph=True)
    assert (len(graph), graph.number_of_edges()) == (10, 11)


def test_info_tells_what_there_is(loaded: Joinder) -> None:
    """Where ledger and graph are, how much is in them, and the versions."""
    found = {r["what"]: r["value"] for r in loaded("info", "--format", "json").rows()}
    assert found["ledger articles"] == found["graph articles"] == 3
    assert found["ledger sequence"] == found["graph sequence"]
    assert found["joinder"] == "0.1.0"


HOSTILE = [
    "Robert'); DROP TABLE Person;--",
    "</script><b>",
    "`x`]-() MATCH (n) DELETE n",
    '"quoted" \\ back $param {x}',
    "\u202eright to left\u202c \u2066and isolated\u2069",
    "\x1b[31mred\x07",
    "=cmd()!A1",
    "😀 Ünïcödé 日本語",
    "x" * 10_000,
]


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_name_is_data_everywhere(
    joinder: Joinder, engine: str, scribe: None, tmp_path: Path, name: str
) -> None:
    """It is stored, found, shown, ranked and exported as it is, and acts on nothing."""
    assert scribe is None
    assert engine
    article = {"id": "a", "title": name, "text": f"Person:{name}|JOINED|Campaign:Quiet Week\n"}
    loaded = joinder("load", "-", stdin=json.dumps(article).encode())
    assert loaded.code == 0, loaded.err
    assert [r["participant"] for r in joinder("who", "quiet week", "--format", "json").rows()] == [name]
    card = json.loads(joinder("show", name, "--format", "json").out)
    assert card["name"] == name
    assert [r["participant"] for r in joinder("top", "--format", "json").rows()] == [name]
    cypher = "MATCH (p:Person) WHERE p.name = $name RETURN p.name AS name"
    assert joinder("query", cypher, f"name={json.dumps(name)}", "--format", "json").rows() == [{"name": name}]
    table = joinder("who", "quiet week").out
    assert not any(c in table for c in "\x1b\x07\u202e\u2066")
    for suffix in (".ttl", ".graphml", ".csv"):
        assert joinder("export", str(tmp_path / f"g{suffix}")).code == 0
