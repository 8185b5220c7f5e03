"""From the graph to RDF and back: nothing is lost."""

import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from joinder.errors import JoinderError
from joinder.graph.model import Article, Claim, CrowdClaim, Entity, Extraction
from joinder.graph.rdf.read import read_file
from joinder.graph.records import gather, rows_of
from joinder.graph.view import build_view
from tests.unit.graph.rdf.making import SUFFIXES, dev_view, news, text

HOSTILE = [
    'quote " and \\ backslash', "line\nbreak\r\nand\ttab", "</script><img onerror=x>", "\u202eright to left\u202c",
    "http://a b/ <c>", "🎉 emoji 👩‍👩‍👧", "x" * 10_000, "\x00\x1b[31m", "\ufeffbom", "‘curly’ “quotes”",
    "\u2028", "  ", "é",
]  # fmt: skip
texts = st.one_of(st.sampled_from(HOSTILE), st.text(min_size=1, max_size=40))
days = st.sampled_from([None, "2020", "2020-07", "2020-07-31"])


@st.composite
def extractions(draw: st.DrawFn, key: str) -> Extraction:
    """Make an article in which every text is hostile."""
    person, brand, campaign = (draw(texts) + suffix for suffix in ("p", "b", "c"))
    quote = draw(texts)
    article = Article(
        draw(texts) + key, quote + draw(texts), draw(texts),
        draw(st.none() | texts | st.just("https://x.example/é?a=b c#d")),
        draw(st.none() | texts), draw(days),
    )  # fmt: skip
    evidence = {"quote": quote, "char_start": 0, "char_end": len(quote), "start": draw(days), "end": draw(days)}
    entities = (
        Entity(person, "Person", tuple(draw(st.lists(texts, max_size=3))), ((0, 1),)),
        Entity(brand, "Brand", (), ((0, 1),)), Entity(campaign, "Campaign", (), ((0, 1),)),
    )  # fmt: skip
    status = draw(st.sampled_from(["done", "planned", "declined", "ended"]))
    claims = (
        Claim(person, "JOINED", campaign, status, speaker=draw(st.sampled_from([None, brand])), **evidence),
        Claim(person, "PAUSED", brand, status, what=draw(st.sampled_from([None, "ads", "account"])), **evidence),
        Claim(person, "WORKS_FOR", brand, status, what=draw(texts), **evidence),
    )
    count = draw(st.integers(0, 10**12) | st.floats(0, 1e9, allow_nan=False))
    crowds = (CrowdClaim(count, "more than", draw(texts), "BOYCOTTED", brand, status, **evidence),)
    return Extraction(article, entities, claims, crowds, draw(texts))


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_dev_set_comes_back_whole(suffix: str, tmp_path: Path) -> None:
    """Every row of every kind of the graph of the whole dev set is equal after export and import."""
    view = dev_view()
    path = tmp_path / f"graph{suffix}"
    path.write_text(text(view, suffix), encoding="utf-8", newline="")
    assert read_file(path) == view


@given(first=extractions("1"), second=extractions("2"), suffix=st.sampled_from(SUFFIXES))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
def test_hostile_text_comes_back_whole(first: Extraction, second: Extraction, suffix: str, tmp_path: Path) -> None:
    """Whatever stands in names, ids, titles, addresses and quotes, the graph is equal after export and import."""
    view = build_view(gather((rows_of(first), rows_of(second))))
    path = tmp_path / f"graph{suffix}"
    path.write_text(text(view, suffix), encoding="utf-8", newline="")
    assert read_file(path) == view


def test_a_compressed_file_comes_back(tmp_path: Path) -> None:
    """A name that ends with .gz is unpacked."""
    path = tmp_path / "graph.nq.gz"
    path.write_bytes(gzip.compress(text(news(), ".nq").encode()))
    assert read_file(path) == news()


def broken(path: Path, pattern: str, by: str) -> None:
    """Damage an export."""
    whole = text(news(), ".nt")
    damaged = re.sub(pattern, by, whole)
    assert damaged != whole
    path.write_text(damaged, encoding="utf-8")


@pytest.mark.parametrize(
    ("pattern", "by", "message"),
    [
        (r".*rdf-syntax-ns#subject>.*\n", "", "rdf:subject|needs|leads"),
        (r".*oa#exact>.*\n", "", "oa:start|quote"),
        (r"vocabulary#status> <[^>]*>", "vocabulary#status> <https://graph.example/vocabulary#maybe>", "status"),
        (r"predicate> <[^>]*>", "predicate> <https://graph.example/vocabulary#liked>", "relation"),
        (r'articles> "\d+"', 'articles> "many"', "number"),
        (r"article/a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> .*", "", "not describe|leads|valid"),
    ],
)
def test_a_damaged_export_is_refused(tmp_path: Path, pattern: str, by: str, message: str) -> None:
    """What a graph needs and the file has not is said in one line."""
    path = tmp_path / "graph.nt"
    broken(path, pattern, by)
    with pytest.raises(JoinderError, match=message):
        read_file(path)


def test_an_export_without_quotes_cannot_be_read_back(tmp_path: Path) -> None:
    """Evidence is not optional."""
    path = tmp_path / "graph.nt"
    path.write_text(text(news(), ".nt", quotes=False), encoding="utf-8")
    with pytest.raises(JoinderError, match="without its quotes"):
        read_file(path)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.ttl", "this is no Turtle", "not valid RDF"),
        ("a.nt", "<http://a> <http://b> <http://c> .", "no graph"),
        ("a.txt", "", "format"),
    ],
)
def test_a_file_of_something_else_is_refused(tmp_path: Path, name: str, content: str, message: str) -> None:
    """No RDF, or somebody else's RDF."""
    path = tmp_path / name
    path.write_text(content)
    with pytest.raises(JoinderError, match=message):
        read_file(path)


def test_a_raw_field_of_the_wrong_type_is_refused(tmp_path: Path) -> None:
    """What a file says of itself is checked, so that nothing but text becomes a name."""
    path = tmp_path / "graph.nt"
    line = (
        '<https://graph.example/id/person/kim-kardashian> <https://graph.example/vocabulary#raw> "{\\"name\\": 3}" .\n'
    )
    path.write_text(text(news(), ".nt") + line, encoding="utf-8")
    with pytest.raises(JoinderError, match="name of"):
        read_file(path)


def test_fields_of_a_later_version_are_kept() -> None:
    """A field that the mapping does not know is written and read as it is, so that nothing is lost in silence."""
    import dataclasses

    from joinder.graph.model import EntityRow
    from joinder.graph.rdf import describe

    mood = ("mood", str, dataclasses.field(default=""))
    later: Any = dataclasses.make_dataclass("EntityRow", [mood], bases=(EntityRow,), frozen=True)
    row = later("person/a", "Person", "A", (), (), 1, 1, mood="merry")
    assert describe.raw(row, {}) == [("v:raw", ['"{\\"mood\\": \\"merry\\"}"'])]
