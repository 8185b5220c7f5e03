"""The catalog: headers are read, and a file that contradicts itself is told with file and line."""

import pytest

from joinder.errors import JoinderError, QueryFileError
from joinder.graph.identity import fold
from joinder.queries.catalog import Query, catalog, load

GOOD = """// Who joined.
// More about it.
// param campaign: name  the campaign
// param statuses: texts = ["done"]  which statuses
// param limit: integer = 10  how many
// param what: text = ""  about what
// returns who: text, n: integer
// returns claims: texts
MATCH (c:Campaign)<-[j:JOINED]-(p)
WHERE ($campaign IN c.keys OR c.id = $campaign_id) AND j.status IN $statuses AND ($what = '' OR j.what = $what)
RETURN p.name AS who, count(*) AS n,
       collect(j.id) AS claims
ORDER BY who, n
LIMIT $limit
"""


def query(text: str = GOOD) -> Query:
    """Load one query."""
    return load({"q.cypher": text})["q"]


def test_a_header_is_read() -> None:
    """Its first line is the answer that it gives; parameters have types, defaults and descriptions."""
    found = query()
    assert found.doc == "Who joined.\nMore about it."
    assert [(p.name, p.type, p.required, p.default) for p in found.parameters] == [
        ("campaign", "name", True, None),
        ("statuses", "texts", False, ("done",)),
        ("limit", "integer", False, 10),
        ("what", "text", False, ""),
    ]
    assert found.columns == (("who", "text"), ("n", "integer"), ("claims", "texts"))
    assert found.text("neo4j").startswith("MATCH")
    assert found.text("embedded") == found.text("neo4j")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("// param campaign: name  the campaign\n", "", r"q\.cypher:9: .*campaign"),
        ("j.status IN $statuses", "true", r"q\.cypher:4: .*statuses.*not used"),
        ("campaign: name  the", "campaign  the", r"q\.cypher:3: .*type"),
        ("campaign: name  the", "campaign: word  the", r"q\.cypher:3: .*type"),
        ("campaign: name  the campaign", "campaign: name", r"q\.cypher:3: "),
        ('texts = ["done"]', "texts = done", r"q\.cypher:4: "),
        ('texts = ["done"]', "texts = 3", r"q\.cypher:4: .*list"),
        ("count(*) AS n", "count(*) AS m", r"q\.cypher:11: .*who, m, claims"),
        ("// returns who: text, n: integer\n", "", r"q\.cypher:\d+: it returns"),
        ("who: text, n: integer", "who, n", r"q\.cypher:7: "),
        ("RETURN p.name", "YIELD p.name", r"q\.cypher:\d+: no line begins with RETURN"),
        ("LIMIT $limit", "LIMIT $limits", r"q\.cypher:14: .*limits"),
    ],
)
def test_a_wrong_file_is_told_with_its_line(old: str, new: str, said: str) -> None:
    """Undeclared, unused, untyped parameters and differing columns are errors at a line of the file."""
    assert old in GOOD
    with pytest.raises(QueryFileError, match=said):
        query(GOOD.replace(old, new))


def test_an_empty_file_and_one_without_header_are_wrong() -> None:
    """A file must say what it answers."""
    for text in ("", "MATCH (n) RETURN n.id AS id\n", "// Only a comment.\n"):
        with pytest.raises(QueryFileError, match=r"q\.cypher:1"):
            query(text)


def test_a_text_of_one_engine_must_have_the_same_header() -> None:
    """An engine's own text takes the place of the common one, if its parameters and columns are the same."""
    other = GOOD.replace("ORDER BY who, n", "ORDER BY n, who")
    found = load({"q.cypher": GOOD, "q.embedded.cypher": other})["q"]
    assert "n, who" in found.text("embedded")
    assert "n, who" not in found.text("neo4j")
    with pytest.raises(QueryFileError, match=r"q\.embedded\.cypher:1"):
        load({"q.cypher": GOOD, "q.embedded.cypher": GOOD.replace("= 10", "= 20")})
    with pytest.raises(QueryFileError, match="no such engine"):
        load({"q.cypher": GOOD, "q.oracle.cypher": GOOD})
    with pytest.raises(QueryFileError, match=r"no r\.cypher"):
        load({"q.cypher": GOOD, "r.embedded.cypher": GOOD})


def test_names_are_folded_and_kept() -> None:
    """A name gives two values: its key, and the name as written, to be compared with ids."""
    bound = query().bind({"campaign": "#QuietWeek", "limit": 3}, fold)
    assert bound == {"campaign": "quietweek", "campaign_id": "#QuietWeek", "statuses": ["done"], "limit": 3, "what": ""}


def test_words_of_a_command_line_are_parsed() -> None:
    """``name=value`` words become values of the declared types; a value may hold ``=`` and commas."""
    found = query()
    assert found.parse(["campaign=a=b, c", "statuses=done, planned,", "limit=5", "what="]) == {
        "campaign": "a=b, c", "statuses": ["done", "planned"], "limit": 5, "what": "",
    }  # fmt: skip
    for words, said in (
        (["campaign"], "name=value"),
        (["campaing=x"], "campaing"),
        (["limit=ten"], "integer"),
        (["limit=1", "limit=2"], "twice"),
    ):
        with pytest.raises(JoinderError, match=said) as caught:
            found.parse(words)
        assert caught.value.message


@pytest.mark.parametrize("value", [-1, True, 2.5, "3", 2**63, None])
def test_a_wrong_integer_is_refused(value: object) -> None:
    """Only a whole number from 0 on that a store can hold is an integer."""
    with pytest.raises(JoinderError, match="integer"):
        query().bind({"campaign": "x", "limit": value}, fold)


def test_every_query_has_a_total_order_and_a_document() -> None:
    """Each named query says what it answers in a sentence, and orders its rows (or gives only one)."""
    for name, found in catalog().items():
        assert found.doc.splitlines()[0].endswith("."), name
        for engine in ("neo4j", "embedded"):
            assert "ORDER BY" in found.text(engine) or name == "contents", name
        assert all(p.doc for p in found.parameters)
        assert f"--name {name}" in found.usage()
