"""Text is data everywhere: whatever a name or a quote holds comes back as it went in, and harms nothing."""

import dataclasses

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from joinder.graph.identity import fold
from joinder.graph.model import ArticleRow, EntityRow, View
from joinder.graph.store import Store
from joinder.queries.run import run
from tests.conformance.facts import ADA, CLAIMS, QUIET, VIEW

HOSTILE = [
    "Robert'); DROP TABLE Person; --",
    "`x`]-() DETACH DELETE n //",
    "</script><script>alert(1)</script>",
    '" OR 1=1 //',
    "back\\slash \\' \\\" \\u0027 \\n",
    "new\nline\r\n\ttab",
    "$campaign $1 {0} %s ${x}",
    "emoji 🎉👩‍👩‍👧 and é, é, ﬁ",
    "\u202eright to left\u202c العربية עברית \u200f",
    "\x00nul\x01\x1f\x7f",
    "\ufeffbom\u2028line\u2029paragraph",
    " leading and trailing ",
    "x" * 10_000,
    "“" * 3_000,
    "null",
    "/* */ // --",
    "",
]

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=60) | st.sampled_from(HOSTILE)


def world(found: list[str]) -> View:
    """Put texts wherever the graph holds free text."""
    people = [
        EntityRow(f"person/p{i}", "Person", text, (text, "other"), (fold(text), f"key{i}"), i, 1)
        for i, text in enumerate(found)
    ]
    articles = [ArticleRow(f"t{i}", text, text, text, "2020") for i, text in enumerate(found)]
    claims = [
        dataclasses.replace(
            CLAIMS[0], id=f"q{i}", article=f"t{i}", subject=f"person/p{i}", quote=text, what=text, extractor=text
        )
        for i, text in enumerate(found)
    ]
    return View((QUIET, *people), tuple(articles), (), tuple(claims))


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(found=st.lists(texts, min_size=1, max_size=25))
def test_text_comes_back_as_it_went_in(empty: Store, found: list[str]) -> None:
    """Names, aliases, keys, titles and quotes of any characters make the round trip."""
    check_round_trip(empty, found)


def test_hostile_text_comes_back_as_it_went_in(empty: Store) -> None:
    """So do the texts that are known to break things elsewhere."""
    check_round_trip(empty, HOSTILE)


def check_round_trip(store: Store, found: list[str]) -> None:
    """Write texts everywhere and read them back, by rows and by columns."""
    store.replace(world(found), 1, "L")
    people = store.read(
        "MATCH (p:Person) RETURN p.name AS name, p.aliases AS aliases, p.keys AS keys ORDER BY p.n_articles"
    )
    assert [p["name"] for p in people] == found
    assert [p["aliases"] for p in people] == [[text, "other"] for text in found]
    quotes = store.read(
        "MATCH (p:Person)<-[:SUBJECT]-(k:Claim)-[:STATED_IN]->(a:Article) "
        "RETURN k.quote AS quote, k.what AS what, a.title AS title ORDER BY p.n_articles"
    )
    assert [list(q.values()) for q in quotes] == [[text] * 3 for text in found]
    columns = store.columns("MATCH (p:Person) RETURN p.name AS name, p.n_articles AS n")
    assert dict(zip(columns["n"].tolist(), columns["name"].tolist(), strict=True)) == dict(enumerate(found))
    for number, text in enumerate(found[:5]):
        assert f"person/p{number}" in {row["id"] for row in run(store, "entity_by_key", entity=text)}


def test_hostile_parameters_find_nothing_and_harm_nothing(store: Store) -> None:
    """As a parameter, of ours or of a user's query, hostile text is a name that nobody has."""
    before = run(store, "contents")
    for text in HOSTILE[:-1]:
        assert run(store, "who_joined", campaign=text) == []
        assert run(store, "evidence", subject=text, relation=text, object=text) == []
    asked = store.ask(
        "MATCH (p:Person) WHERE p.name IN $names OR p.name = $one RETURN p.id", {"names": HOSTILE, "one": HOSTILE[0]}
    )
    assert asked.rows == []
    assert run(store, "contents") == before


def test_order_is_by_code_point(empty: Store) -> None:
    """Names are ordered alike on both stores: capitals first, accents and emoji last."""
    names = ["b", "B", "é", "a", "Z", "🎉", "\uffee", "", "aa", "a b", "-"]
    empty.replace(world(names), 1, "L")
    rows = empty.read("MATCH (p:Person) RETURN p.name AS name ORDER BY name")
    assert [row["name"] for row in rows] == sorted(names)


def test_numbers_lists_and_missing_text(store: Store) -> None:
    """Integers stay integers, fractions fractions, lists lists, and missing text is empty text, not null."""
    crowds = store.read("MATCH (c:Crowd) RETURN c.count AS n, c.char_end AS at, c.what AS what ORDER BY c.id")
    assert crowds == [{"n": 1200.0, "at": 16, "what": ""}, {"n": 2.5, "at": 11, "what": ""}]
    assert [type(c["n"]) for c in crowds] == [float, float]
    [ada] = store.read("MATCH (p:Person) WHERE p.id = $id RETURN p AS p", id=ADA.id)
    assert ada["p"]["keys"] == list(ADA.keys)
    assert len(VIEW.redirects) == 1
