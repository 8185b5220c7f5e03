"""A user's own Cypher: read-only, limited, and with the same answer on both stores or none."""

import time
from pathlib import Path

import pytest

from joinder.errors import JoinderError, QueryFailedError, QueryRefusedError, UnknownNameError
from joinder.graph.connect import open_store
from joinder.graph.store import Store
from tests.conformance.dumps import dump
from tests.conformance.facts import VIEW

ANSWERED = [
    (
        "MATCH (p:Person)-[j:JOINED]->(c:Campaign) RETURN p.name, c.name, j.status ORDER BY p.name, c.name",
        [
            {"p.name": "Ada Quill", "c.name": "Lights Out", "j.status": "done"},
            {"p.name": "Ada Quill", "c.name": "Quiet Week", "j.status": "done"},
            {"p.name": "Bo Mårsh", "c.name": "Lights Out", "j.status": "done"},
            {"p.name": "Bo Mårsh", "c.name": "Quiet Week", "j.status": "planned"},
        ],
    ),
    ("MATCH (p:Person {name: 'Cy Vane'}) RETURN p.id;", [{"p.id": "person/cy-vane"}]),
    ("MATCH (n:Redirect) RETURN n",
     [{"n": {"_label": "Redirect", "id": "person/a-quill", "target": "person/ada-quill"}}]),
    ("MATCH (x:Platform) WHERE x.name = 'none' RETURN sum(x.n_claims) AS s, max(x.name) AS m, count(*)",
     [{"s": 0, "m": None, "count(*)": 0}]),
    ("MATCH (x:Person) RETURN sum(x.n_claims) AS s, avg(x.n_articles) AS a", [{"s": 11, "a": 2.0}]),
    ("MATCH (a:Person)-[r:MEMBER_OF]->(g:`Group`) RETURN type(r) AS t, head(g.aliases + ['x']) AS h",
     [{"t": "MEMBER_OF", "h": "x"}]),
    ("MATCH (a:Person)-[r:MEMBER_OF]->(g) RETURN toString(r.n_claims) AS n, toInteger(left('12', 1)) AS i",
     [{"n": "1", "i": 1}]),
    ("MATCH (a)-[:JOINED]->(c:Campaign)<-[:JOINED]-(b) WHERE a.id < b.id RETURN count(*) AS n", [{"n": 9}]),
    ("MATCH (a)-[i:JOINED]->(c:Campaign)<-[j:JOINED]-(b) WHERE i.id <> j.id RETURN count(*) AS n", [{"n": 18}]),
    ("MATCH (a:Person)-[:JOINED*1..3]-(b) RETURN count(*) AS n", [{"n": 22}]),
    ("""MATCH w = (a:Person {name: 'Bo Mårsh'})-[*1..2]-(c:Campaign {name: 'Lights Out'})
        WHERE length(w) = 2 AND any(x IN nodes(w) WHERE x.id = 'group/river-choir')
        RETURN length(w) AS hops, size(nodes(w)) AS stops""",
     [{"hops": 2, "stops": 3}]),
    ("UNWIND [3, 1, 2] AS x RETURN x ORDER BY x DESC LIMIT 2", [{"x": 3}, {"x": 2}]),
    ("MATCH (p:Person) RETURN DISTINCT p.label AS `a label`", [{"a label": "Person"}]),
    ("MATCH (p:Person) WHERE EXISTS { MATCH (p)-[:LEFT]->(:Platform) } RETURN p.name AS n", [{"n": "Cy Vane"}]),
    ("MATCH (p:Person) WHERE NOT (p)-[:JOINED]->(:Campaign) RETURN p.name AS n", [{"n": "Cy Vane"}]),
    ("RETURN 'CREATE (n) // DELETE' AS a, \"it's; LOAD\" AS b /* SET */",
     [{"a": "CREATE (n) // DELETE", "b": "it's; LOAD"}]),
    ("RETURN {b: 1, a: [1.5, 2.0]} AS m, date('2021-03-01') AS d, null AS z",
     [{"m": {"a": [1.5, 2.0], "b": 1}, "d": "2021-03-01", "z": None}]),
    ("MATCH (p:Person) WHERE p.n_claims > 100 RETURN p.name AS a, p.id", []),
    ("OPTIONAL MATCH (p:Person {id: 'none'}) RETURN p, coalesce(p.name, '') + '!' AS n", [{"p": None, "n": "!"}]),
    ("MATCH (p:Person) WHERE p.name =~ '(?i)ADA.*' AND p.name CONTAINS 'a Q' RETURN left(p.id, 6) AS x",
     [{"x": "person"}]),
    ("MATCH w = (p:Person {name: 'Cy Vane'})-[r:LEFT]->(o) RETURN [r.what] AS a, length(w) AS n, collect(o.id) AS c",
     [{"a": ["account"], "n": 1, "c": ["platform/chirper"]}]),
    ("MATCH (c:Claim {relation: 'LEFT'}) WITH c.status AS s, count(*) AS n WHERE n = 1 RETURN s, n ORDER BY s",
     [{"s": "declined", "n": 1}, {"s": "done", "n": 1}]),
]  # fmt: skip

REFUSED = [
    "CREATE (n:Person {id: 'x'})",
    "MATCH (n:Person) SET n.name = 'x'",
    "MATCH (n:Person) SET n.name = 'x' RETURN n",
    "MATCH (n) DETACH DELETE n",
    "MATCH (n:Person) REMOVE n.name RETURN n",
    "MERGE (n:Person {id: 'x'}) RETURN n",
    "MATCH (a:Person), (c:Campaign) CREATE (a)-[:JOINED]->(c)",
    "UNWIND [1] AS x CREATE (n:Person {id: 'y'})",
    "WITH 1 AS x CREATE (:Person {id: 'z'})",
    "FOREACH (i IN [1] | CREATE (:Person {id: 'f'}))",
    "MATCH (n) RETURN n; MATCH (m) DETACH DELETE m",
    "RETURN 1 AS x UNION MATCH (n) DELETE n",
    "MATCH (n) /* */ DELETE /* */ n",
    "MATCH (n) RETURN n // ;\nDELETE n",
    "LOAD CSV FROM 'file:///etc/hostname' AS line RETURN line",
    "MATCH (n) LOAD CSV FROM 'file:///etc/hostname' AS line RETURN line",
    "LOAD FROM '/etc/passwd' (header=false) RETURN *",
    "COPY (MATCH (n:Person) RETURN n.id) TO '{folder}/out.csv'",
    "EXPORT DATABASE '{folder}/out'",
    "IMPORT DATABASE '{folder}/out'",
    "ATTACH '{folder}/x.db' AS x (dbtype lbug)",
    "INSTALL httpfs",
    "CALL db.labels() YIELD label RETURN label",
    "CALL show_tables() RETURN *",
    "CALL timeout=0",
    "MATCH (n) CALL dbms.listConfig() YIELD name RETURN name",
    "CALL { MATCH (n) DETACH DELETE n }",
    "MATCH (n:Person) CALL { WITH n SET n.name = 'x' } RETURN 1 AS x",
    "SHOW SETTINGS",
    "SHOW TRANSACTIONS YIELD * RETURN *",
    "TERMINATE TRANSACTIONS 'x'",
    "DROP TABLE Person",
    "ALTER TABLE Person ADD x INT64",
    "CREATE INDEX FOR (n:Person) ON (n.name)",
    "CREATE USER x SET PASSWORD 'abcdefgh'",
    "CHECKPOINT",
    "BEGIN TRANSACTION",
    "COMMIT",
    "USE system MATCH (n) RETURN n",
    "EXPLAIN MATCH (n) RETURN n",
    "PROFILE MATCH (n) RETURN n",
    "CYPHER 5 MATCH (n) RETURN n",
    "RETURN apoc.load.json('http://localhost') AS x",
    "RETURN file() AS x",
    "RETURN '\\u0027 AS x // ' AS y",
    "RETURN 'open",
    "/* open",
    "MATCH (n",
    "RETURN 1)",
    "",
    "   // nothing",
    "hello",
    "MATCH (p:Person) RETURN p.name AS x, p.id AS x",
]

# What the embedded engine answers otherwise than Neo4j, Neo4j's answer, the portable form, and the answer of that.
DIFFERENT = [
    ("RETURN [10, 20][1] AS x", [{"x": 20}], "RETURN last([10, 20]) AS x"),
    ("RETURN [10, 20, 30][1..2] AS x", [{"x": [20]}], None),
    ("RETURN substring('2020-09-16', 0, 4) AS x", [{"x": "2020"}], "RETURN left('2020-09-16', 4) AS x"),
    ("MATCH (p:Person {name: 'Cy Vane'}) RETURN labels(p) AS x", [{"x": ["Person"]}], None),
    ("MATCH (p:Person:Brand) RETURN count(p) AS x", [{"x": 0}], None),
    (
        "MATCH (a)-[:JOINED]->(:Campaign)<-[:JOINED]-(b) RETURN count(*) AS x",
        [{"x": 18}],
        "MATCH (a)-[:JOINED]->(:Campaign)<-[:JOINED]-(b) WHERE a.id <> b.id RETURN count(*) AS x",
    ),
    (
        "MATCH (c:Campaign)<-[:JOINED]-(a), (c)<-[:JOINED]-(b) RETURN count(*) AS x",
        [{"x": 18}],
        "MATCH (c:Campaign)<-[:JOINED]-(a), (c)<-[:JOINED]-(b) WHERE a <> b RETURN count(*) AS x",
    ),
    ("RETURN split('a,,b', ',') AS x", [{"x": ["a", "", "b"]}], None),
    ("RETURN toString(1.5) AS x", [{"x": "1.5"}], None),
    ("RETURN toUpper('straße') AS x", [{"x": "STRASSE"}], None),
    ("RETURN reverse([1, 2]) AS x", [{"x": [2, 1]}], None),
    ("RETURN log(1) + log(2) > 0.5 AS x", [{"x": True}], None),
    ("MATCH (p:Person) RETURN count(p.Name) AS x", [{"x": 0}], None),
    ("MATCH (p:Person) WHERE p.n_claims = '7' RETURN count(p) AS x", [{"x": 0}], None),
    ("MATCH (p:Person {n_claims: '7'}) RETURN count(p) AS x", [{"x": 0}], None),
    ("MATCH (p:Person) WHERE p.id CONTAINS '' RETURN count(p) AS x", [{"x": 3}],
     "MATCH (p:Person) RETURN count(p) AS x"),
    ("WITH 1 AS a, 2 AS A RETURN a + A AS x", [{"x": 3}], "WITH 1 AS a, 2 AS b RETURN a + b AS x"),
    (
        "OPTIONAL MATCH (p:Person {id: 'none'}) RETURN p.name + '!' AS x",
        [{"x": None}],
        None,
    ),
    (
        "MATCH (c:Campaign) WITH c ORDER BY c.name LIMIT 5 RETURN collect(c.name) AS x",
        [{"x": ["Lights Out", "Quiet Week"]}],
        None,
    ),
    (
        "MATCH (a:Person {name: 'Bo Mårsh'})-[r:JOINED*1..1]->(c) RETURN size(r) AS x ORDER BY x LIMIT 1",
        [{"x": 1}],
        "MATCH w = (a:Person {name: 'Bo Mårsh'})-[:JOINED*1..1]->(c) RETURN size(relationships(w)) AS x LIMIT 1",
    ),
    ("MATCH (a:Person {name: 'Cy Vane'})-[*]->(b) RETURN count(*) AS x", [{"x": 1}],
     "MATCH (a:Person {name: 'Cy Vane'})-[*1..9]->(b) RETURN count(*) AS x"),
    ("MATCH (p:Person {name: 'Cy Vane'}) CALL { WITH p MATCH (p)-[r:LEFT]->() RETURN count(r) AS x } RETURN x",
     [{"x": 1}],
     "MATCH (p:Person {name: 'Cy Vane'}) RETURN COUNT { MATCH (p)-[r:LEFT]->() } AS x"),
]  # fmt: skip


def test_reading_queries_are_answered(store: Store) -> None:
    """Queries that only read give the same columns and rows on both stores."""
    for cypher, rows in ANSWERED:
        answer = store.ask(cypher)
        assert answer.rows == rows, cypher
        assert all(tuple(row) == answer.columns for row in rows), cypher


def test_nodes_relationships_and_paths_have_one_shape(store: Store) -> None:
    """A node has its label, a relationship its type, a path both its parts; internal ids are nowhere."""
    [row] = store.ask(
        "MATCH w = (m:Mention {id: 'm1'})-[r:OF]->(e) RETURN m, r, w, nodes(w) AS both, {a: m} AS inside"
    ).rows
    assert row["m"] == {
        "_label": "Mention", "id": "m1", "article": "a1", "entity": "person/ada-quill", "label": "Person",
        "name": "Ada Quill", "forms": ["Ada Quill", "Quill"],
    }  # fmt: skip
    assert row["r"] == {"_type": "OF"}
    assert row["w"] == {"nodes": row["both"], "relationships": [row["r"]]}
    assert row["inside"] == {"a": row["m"]}
    assert [node["_label"] for node in row["both"]] == ["Mention", "Person"]


def test_columns_are_known_without_rows(store: Store) -> None:
    """A query that finds nothing still says which columns it has."""
    answer = store.ask("MATCH (p:Person) WHERE p.id = 'none' RETURN p.name, count(*) AS n,  p.id  ORDER BY n")
    assert (answer.columns, answer.rows) == (("p.name", "n", "p.id"), [])


def test_whatever_does_more_than_read_is_refused(store: Store, tmp_path: Path) -> None:
    """Writes, files, procedures, administration and broken quotes are refused, and nothing has changed afterwards."""
    before = dump(store)
    (tmp_path / "elsewhere").mkdir()
    for cypher in REFUSED:
        with pytest.raises(QueryRefusedError) as caught:
            store.ask(cypher.replace("{folder}", str(tmp_path / "elsewhere")))
        assert caught.value.message, cypher
    assert dump(store) == before
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_what_would_mean_something_else_is_refused_with_its_portable_form(store: Store) -> None:
    """Neo4j answers such a query, the embedded store refuses it with a hint, and both answer the portable form."""
    for cypher, rows, portable in DIFFERENT:
        if store.engine == "neo4j":
            assert store.ask(cypher).rows == rows, cypher
        else:
            with pytest.raises(QueryRefusedError) as caught:
                store.ask(cypher)
            assert caught.value.hint, cypher
        if portable is not None:
            assert store.ask(portable).rows == rows, portable


@pytest.mark.parametrize(
    ("cypher", "near"),
    [
        ("MATCH (p:Persn) RETURN p", "Person"),
        ("MATCH (p:person) RETURN p", "Person"),
        ("MATCH ()-[r:JOIND]->() RETURN r", "JOINED"),
        ("MATCH ()-[r:JOINED|LEAVES]->() RETURN r", "LEFT"),
    ],
)
def test_an_unknown_label_or_relation_says_what_there_is(store: Store, cypher: str, near: str) -> None:
    """A misspelt label or relation is an error on both stores, not an empty answer."""
    with pytest.raises(UnknownNameError) as caught:
        store.ask(cypher)
    assert near in (caught.value.hint or "")


def test_mistakes_are_one_line(store: Store) -> None:
    """A syntax error, an unknown variable or a missing parameter is told in one line."""
    for cypher in (
        "MATCH (p:Person) RETRUN p.name",
        "MATCH (p:Person) RETURN q.name",
        "RETURN $nobody AS x",
        "RETURN 1/0 AS x",
    ):
        with pytest.raises(QueryFailedError) as caught:
            store.ask(cypher)
        assert "\n" not in caught.value.message
    with pytest.raises(JoinderError):
        store.ask("RETURN $x AS x", {"x": object()})


def test_a_long_query_is_stopped(store: Store) -> None:
    """A query that does not end is stopped soon after its time is up, and the store answers again afterwards."""
    endless = "UNWIND range(1, 100000) AS x UNWIND range(1, 100000) AS y WITH x, y WHERE x * y = 3 RETURN count(*) AS n"
    began = time.monotonic()
    with pytest.raises(QueryFailedError, match="stopped after 1 s"):
        store.ask(endless, timeout=1)
    assert time.monotonic() - began < 20
    assert store.ask("RETURN 1 AS x").rows == [{"x": 1}]


def test_the_child_process_cannot_write_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Should the guard ever be fooled, the process that runs the query still has no means to write or read data out."""
    from joinder.graph import cypher_guard

    monkeypatch.setattr(cypher_guard, "check", lambda text, *_: cypher_guard.Checked(text, ("x",)))
    with open_store(tmp_path / "graph.lbdb", read_only=False) as store:
        store.replace(VIEW, 1, "L")
        before = dump(store)
        for cypher in (
            f"COPY (MATCH (n:Person) RETURN n.id) TO '{tmp_path}/out.csv'",
            "CREATE (n:Person {id: 'x'})",
            "MATCH (n:Person) DETACH DELETE n",
        ):
            with pytest.raises(JoinderError):
                store.ask(cypher)
        out = tmp_path / "out.csv"
        assert not out.exists() or out.read_bytes() == b""
    with open_store(tmp_path / "graph.lbdb") as store:
        assert dump(store) == before


@pytest.mark.neo4j
@pytest.mark.xdist_group("neo4j")
@pytest.mark.parametrize("opened", ["neo4j"], indirect=True)
def test_the_server_refuses_what_gets_past_the_guard(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Should the guard ever be fooled, EXPLAIN and the server's READ mode still refuse."""
    from joinder.graph import cypher_guard

    monkeypatch.setattr(cypher_guard, "check", lambda text, *_: cypher_guard.Checked(text, ("x",)))
    before = dump(store)
    for cypher in (
        "CREATE (n:Person {id: 'x'})",
        "MATCH (n:Person) SET n.name = 'x'",
        "LOAD CSV FROM 'file:///etc/hostname' AS line RETURN line",
        "CALL dbms.listConfig() YIELD name RETURN name",
        "SHOW SETTINGS",
        "CREATE INDEX other FOR (n:Person) ON (n.name)",
    ):
        with pytest.raises(JoinderError):
            store.ask(cypher)
    assert dump(store) == before
