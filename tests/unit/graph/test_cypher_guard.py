"""The guard in front of a user's Cypher: what it lets through, what it rewrites, and why it refuses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from joinder.errors import JoinderError, QueryFailedError, QueryRefusedError
from joinder.graph.cypher_guard import check
from joinder.graph.cypher_tokens import clean, returned, tokens


def test_strings_comments_and_backticks_are_no_code() -> None:
    """Keywords within them do not count."""
    text = "MATCH (n:Person) /* DELETE n */ WHERE n.name = 'SET' // CREATE\n RETURN n.name AS `DROP it`, \"LOAD'\" AS x"
    for engine in ("neo4j", "embedded"):
        checked = check(text, engine)
        assert checked.columns == ("DROP it", "x")
        assert "DELETE" not in checked.text
        assert "CREATE" not in checked.text


def test_properties_and_labels_may_be_called_like_clauses() -> None:
    """A word after a dot or a colon begins no clause."""
    assert check("MATCH (n) RETURN n.set AS x, n.`load` AS y", "neo4j").columns == ("x", "y")


def test_comments_are_taken_away() -> None:
    """So no engine can read a comment otherwise than the guard did."""
    assert clean("RETURN 1 /* a */ AS x // b\n ; ;") == "RETURN 1   AS x"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("MATCH (n) RETURN n.name, count(*) AS n, n. id ORDER BY n", ["n.name", "n", "n. id"]),
        ("RETURN DISTINCT {a: 1, b: [2, 3]} AS m, f(1, 2) LIMIT 3", ["m", "f(1, 2)"]),
        ("RETURN `a b`, 'x, y' AS z UNION RETURN 1 AS q", ["a b", "z"]),
        ("MATCH (n) WHERE EXISTS { MATCH (n) RETURN 1 AS inner } RETURN 2 AS outer SKIP 1", ["outer"]),
        ("MATCH (n)", []),
    ],
)
def test_columns_are_named_as_neo4j_does(text: str, names: list[str]) -> None:
    """A column has its alias, or its expression as written."""
    assert returned(text) == names


def test_sums_and_walks_are_rewritten_for_the_embedded_engine() -> None:
    """sum() of nothing is made 0, and a variable length uses no edge twice; Neo4j gets the text as it is."""
    text = "MATCH (a:Person)-[:JOINED*1..3]-(b) RETURN sum(size(b.keys)) AS s"
    assert check(text, "neo4j").text == text
    assert check(text, "embedded").text == (
        "MATCH (a:Person)-[:JOINED* TRAIL 1..3]-(b) RETURN coalesce(sum(size(b.keys)), 0) AS s"
    )


ALLOWED = [
    "MATCH (a:Person)-[:JOINED]->(c:Campaign)<-[:TARGETS]-(d) RETURN count(*) AS n",
    "MATCH (k:Claim)-[:SUBJECT]->(s), (k)-[:OBJECT]->(o), (k)-[:STATED_IN]->(a) RETURN count(*) AS n",
    "MATCH (a)-[:JOINED]->(c), (b)-[:JOINED]->(c) WHERE a.id < b.id AND c.name = 'x' RETURN count(*) AS n",
    "MATCH (a)-[i:JOINED]->(c), (b)-[j:JOINED]->(c) WHERE i.id <> j.id RETURN count(*) AS n",
    "MATCH (a)-[:JOINED]->(c) MATCH (b)-[:JOINED]->(c) RETURN count(*) AS n",
    "MATCH (p:Person)-[:MEMBER_OF]->(g:`Group`)-[:JOINED]->(c) RETURN count(*) AS n",
    "MATCH (p:Person)-[:MEMBER_OF]->(g:`Group`), (b:Brand)-[:MEMBER_OF]->(g) RETURN count(*) AS n",
    "MATCH (p:Person) WHERE (p)-[:JOINED]->(:Campaign) AND (p)-[:JOINED]->() RETURN count(*) AS n",
    "MATCH (a)-[:JOINED]->(c) WHERE EXISTS { MATCH (b)-[:JOINED]->(c) WHERE b.id <> a.id } RETURN count(*) AS n",
    "MATCH (a)-[:SUPPORTS]->(b)-[:SUPPORTS]->(c) WHERE a.id <> b.id RETURN count(*) AS n",
    "MATCH (a)--(b)--(c) WHERE a <> c RETURN count(*) AS n",
]

REFUSED = [
    "MATCH (a)-[:JOINED]->(c), (b)-[:JOINED]->(c) RETURN count(*) AS n",
    "MATCH (a)-[:JOINED]->(c), (b)-[:JOINED]->(c) WHERE a.id <> b.id OR c.name = 'x' RETURN count(*) AS n",
    "MATCH (a)-[:JOINED]->(c), (b)-[:JOINED]->(c) WHERE NOT a.id <> b.id RETURN count(*) AS n",
    "MATCH (a)-[:JOINED]->(c), (b)-[:JOINED]->(c) WHERE a.id <> b.name RETURN count(*) AS n",
    "MATCH (a)-[:JOINED]->(c), (b)-[:JOINED]->(c) WHERE (a.id <> b.id) = false RETURN count(*) AS n",
    "MATCH (a)-[:JOINED]->(c), (b)-[:JOINED]->(c) WHERE a.id <> b.id = false RETURN count(*) AS n",
    "MATCH (a)-[:JOINED|LEFT]->(c), (b)-[:LEFT|PAUSED]->(c) RETURN count(*) AS n",
    "MATCH (a)-[]->(c), (b)-[:LEFT]->(c) RETURN count(*) AS n",
    "MATCH (a)-->(c)<--(b) RETURN count(*) AS n",
    "MATCH (a)--(b)--(c) RETURN count(*) AS n",
    "MATCH (a)-[:JOINED]-(c), (b)-[:JOINED]->(c) WHERE b.id <> c.id RETURN count(*) AS n",
    "MATCH (a)-[:JOINED*1..2]-(b)-[:JOINED]->(c) WHERE a.id <> c.id RETURN count(*) AS n",
    "MATCH (x:Person) WHERE EXISTS { MATCH (x)-[:JOINED]->(c)<-[:JOINED]-(y) } RETURN count(*) AS n",
    "MATCH (x:Person) WHERE (x)-[:JOINED]->()<-[:JOINED]-() RETURN count(*) AS n",
    "MATCH (a)-[r:JOINED*1..2]->(c) RETURN r",
    "MATCH (a)-[:JOINED*]->(c) RETURN count(*) AS n",
    "MATCH (a)-[:JOINED*2..]->(c) RETURN count(*) AS n",
    "MATCH (a)-[:JOINED*1..99]->(c) RETURN count(*) AS n",
    "MATCH (n:Person) RETURN *",
    "MATCH (n:Person&Brand) RETURN n",
    "MATCH (n:Person) RETURN n.keys[0] AS x",
    "MATCH (n:Person) RETURN (n.keys)[1..2] AS x",
    "MATCH (n:Person) RETURN keys(n) AS x",
    "MATCH (n:Person) RETURN toInteger(1.5) AS x",
    "MATCH (c:Crowd) RETURN toString(c.count) AS x",
    "MATCH (n:Person) WHERE '7' = n.n_claims RETURN n.id AS x",
    "MATCH (n:Person) WHERE n.name > 3 RETURN n.id AS x",
]


@pytest.mark.parametrize("text", ALLOWED)
def test_edges_that_cannot_be_the_same_may_stand_together(text: str) -> None:
    """Other types, other labels, other MATCHes, or ends kept apart: no edge can stand twice."""
    assert check(text, "embedded").columns == ("n",)


@pytest.mark.parametrize("text", REFUSED)
def test_what_differs_is_refused_with_a_hint_on_the_embedded_engine_only(text: str) -> None:
    """Neo4j gets it; for the embedded engine the refusal says how to write it."""
    check(text, "neo4j")
    with pytest.raises(QueryRefusedError) as caught:
        check(text, "embedded")
    assert caught.value.hint


def test_subqueries_are_neo4js_own() -> None:
    """CALL { } reaches Neo4j, whose planner tells whether it only reads; a procedure never does."""
    check("MATCH (n:Person) CALL { WITH n RETURN 1 AS x } RETURN x", "neo4j")
    check("CALL { MATCH (n) RETURN n } RETURN count(n) AS x", "neo4j")
    check("MATCH (n:Person) CALL (n) { RETURN 1 AS x } RETURN x", "neo4j")
    for engine in ("neo4j", "embedded"):
        with pytest.raises(QueryRefusedError):
            check("CALL db.labels() YIELD label RETURN label", engine)
        with pytest.raises(QueryRefusedError):
            check("MATCH (n) CALL db.labels RETURN 1 AS x", engine)


def test_functions_of_plugins_are_refused_but_cyphers_own_are_not() -> None:
    """A name with dots before a bracket belongs to a plug-in, unless it is one of Cypher's own."""
    check("RETURN date.truncate('month', date()) AS x, duration.between(date(), date()) AS y", "neo4j")
    for text in ("RETURN apoc.x(1) AS x", "RETURN `apoc`.`load`.`json`('x') AS x", "RETURN gds.util.nan() AS x"):
        with pytest.raises(QueryRefusedError, match="function"):
            check(text, "neo4j")


def test_parameters_must_be_given() -> None:
    """The embedded engine would take a missing one for null."""
    text = "MATCH (p:Person) WHERE p.name = $name RETURN p.id AS id"
    assert check(text, "embedded", {"name": "x"}).columns == ("id",)
    with pytest.raises(QueryFailedError, match="name"):
        check(text, "embedded", {"nam": "x"})


@given(st.text(max_size=80))
def test_any_text_is_cut_or_refused(text: str) -> None:
    """The tokeniser either accounts for every character, or refuses with an error of ours."""
    try:
        found = tokens(text)
    except JoinderError:
        return
    assert "".join(t.text for t in found) == "".join(text[t.start : t.end] for t in found)
    for engine in ("neo4j", "embedded"):
        try:
            check(text, engine)
        except JoinderError as error:
            assert error.message  # noqa: PT017 - any other error fails the test


pieces = st.sampled_from(
    [
        *("MATCH", "RETURN", "WHERE", "WITH", "(", ")", "[", "]", "{", "}", "-", ">"),
        *("<", ":", ",", ".", "*", "1..3", "n", "p", "Person", "JOINED", "'x'", "count"),
        *("sum", "$a", "AS", "x", "|", "<>", "ORDER", "BY", "UNION"),
    ]
)


@given(st.lists(pieces, max_size=30).map(" ".join))
def test_any_shuffle_of_cypher_is_checked_or_refused(text: str) -> None:
    """Broken patterns never break the guard itself."""
    for engine in ("neo4j", "embedded"):
        try:
            check("MATCH (n:Person) " + text, engine, {"a": 1})
        except JoinderError as error:
            assert error.message  # noqa: PT017 - any other error fails the test


FILTERED = [
    "MATCH (c:Campaign)<-[j:JOINED]-(p)<-[:SUBJECT]-(k:Claim) WHERE j.status <> 'declined' RETURN p.id AS n",
    "MATCH (c:Campaign)<-[j:JOINED]-(p) WHERE j.status = 'done' MATCH (p)<-[:SUBJECT]-(k:Claim) RETURN p.id AS n",
    "MATCH (c:Campaign)<-[:JOINED {status: 'done'}]-(p)<-[:SUBJECT]-(k:Claim) RETURN p.id AS n",
    "MATCH (c) WITH c MATCH (c)<-[j:JOINED]-(p)<-[:SUBJECT]-(k) WHERE 'x' IN j.whats OR (1 < j.n_claims) RETURN 1 AS n",
]
PARTED = [
    "MATCH (c:Campaign)<-[j:JOINED]-(p) WHERE j.status = 'done' WITH c, p MATCH (p)<-[:SUBJECT]-(k) RETURN p.id AS n",
    "MATCH (c)<-[j:JOINED]-(p)<-[:SUBJECT]-(k) WITH j, p, k WHERE j.status = 'done' AND k.what = 'x' RETURN p.id AS n",
    "MATCH (c)<-[j:JOINED]-(p)<-[:SUBJECT]-(k) WHERE c.name STARTS WITH 'x' AND k.what = 'ads' RETURN j.status AS n",
    "MATCH (c:Campaign)<-[j:JOINED]-(p) WHERE j.status = 'done' RETURN p.id AS n",
]


@pytest.mark.parametrize("text", FILTERED)
def test_a_filter_on_a_relationship_beside_another_is_refused(text: str) -> None:
    """The embedded engine would lose rows or make some up; the hint says to put a WITH between."""
    check(text, "neo4j")
    with pytest.raises(QueryRefusedError, match="beside a second relationship") as caught:
        check(text, "embedded")
    assert "WITH" in caught.value.hint


@pytest.mark.parametrize("text", PARTED)
def test_a_filter_that_a_with_parts_from_other_relationships_is_allowed(text: str) -> None:
    """So is a filter after WITH, one on nodes alone, and one on the only relationship."""
    assert check(text, "embedded").columns == ("n",)
