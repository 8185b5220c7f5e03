"""The six formats: equal, strict, sorted, and safe for every name."""

import json
import logging
import os
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from rdflib import Graph

from joinder.graph.rdf import check, encode
from joinder.graph.records import gather, rows_of
from joinder.graph.view import build_view
from tests.unit.graph.exported import HOSTILE, view
from tests.unit.graph.making import some_news
from tests.unit.graph.rdf.making import SUFFIXES, dev_view, news, quads, text, triples

PLAIN = {".ttl": "turtle", ".nt": "nt", ".jsonld": "json-ld", ".rdf": "xml"}


@pytest.fixture(scope="module")
def dev() -> Any:
    """The graph of the whole dev set."""
    return dev_view()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_format_says_the_same(suffix: str, dev: Any) -> None:
    """Whatever the format, the strict parser reads the same triples out of the whole dev set."""
    assert triples(quads(dev, suffix)) == triples(quads(dev, ".nt"))


@pytest.mark.parametrize("suffix", sorted(PLAIN))
def test_both_parsers_read_the_same_without_a_warning(suffix: str, caplog: pytest.LogCaptureFixture) -> None:
    """Rdflib reads hostile names as pyoxigraph does, and complains of nothing."""
    found = view(HOSTILE)
    with caplog.at_level(logging.WARNING), warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.filterwarnings("ignore", "ConjunctiveGraph is deprecated", DeprecationWarning)  # rdflib's own affair
        graph = Graph().parse(data=text(found, suffix), format=PLAIN[suffix])
    assert caplog.records == []
    lines = {line for line in graph.serialize(format="nt").splitlines() if line}
    assert {(t.subject, t.predicate, t.object) for t in ox.parse("\n".join(lines), ox.RdfFormat.N_TRIPLES)} == triples(
        quads(found, suffix)
    )


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_there_are_no_blank_nodes_and_no_statement_stands_twice(suffix: str) -> None:
    """Every node has an address, so that releases can be compared line by line."""
    found = quads(news(), suffix)
    assert all(isinstance(q.subject, ox.NamedNode) and not isinstance(q.object, ox.BlankNode) for q in found)
    assert len(found) == len(set(found))


def test_every_literal_is_valid_for_its_datatype(dev: Any) -> None:
    """Dates, counts and offsets of the whole dev set are in their types' lexical spaces."""
    assert check.lexical(quads(dev, ".nq")) == []
    assert check.lexical(quads(view(HOSTILE), ".nq")) == []


def test_text_is_data_in_every_format() -> None:
    """A name with quotes, tags, a bidi mark and control characters is read back without the latter."""
    wanted = HOSTILE.replace("\x00\x1b", "")
    for suffix in SUFFIXES:
        names = [q.object.value for q in quads(view(HOSTILE), suffix) if q.predicate.value.endswith("prefLabel")]
        assert wanted in names, suffix


@pytest.mark.parametrize("suffix", [".ttl", ".trig", ".nt", ".nq"])
def test_marks_that_turn_text_are_escaped_in_text_formats(suffix: str) -> None:
    """Nobody's editor shows a line in another order than a parser reads it."""
    found = text(view(HOSTILE), suffix)
    assert "\u202e" not in found
    assert "\\u202E" in found


def test_tokens_can_be_read_back() -> None:
    """A literal's token gives its text again, whatever is in it."""
    for sample in ("", 'a"b\\c\n\r\t', "\u202e\u200b", "\x7f\x85", "back\\u0041slash", "🎉"):
        assert encode.value(encode.literal(sample)) == sample


def test_jsonld_has_one_resource_a_line_under_one_context() -> None:
    """Two releases can be compared by line, and the context is prefixes alone."""
    lines = text(news(), ".jsonld").splitlines()
    document = json.loads("\n".join(lines))
    assert len(document["@graph"]) == len(lines) - 3
    assert document["@context"]["@base"] == "https://graph.example/"
    assert all(isinstance(value, str) for value in document["@context"].values())


def test_turtle_is_readable() -> None:
    """Addresses are relative to the base and terms have prefixes, so that people can read it."""
    found = text(view(), ".ttl")
    assert "<id/person/kim> a foaf:Person, schema:Person, v:Person ;" in found
    assert 'v:start "2020-09-16"^^xsd:date' in found
    assert found.count("https://graph.example/") == 2


def test_the_order_of_loading_does_not_show() -> None:
    """The same news in another order give the same bytes, in every format."""
    backwards = build_view(gather(rows_of(e) for e in reversed(some_news())))
    for suffix in SUFFIXES:
        assert text(backwards, suffix) == text(news(), suffix)


def test_no_hash_of_a_process_shows() -> None:
    """Two processes with other seeds of hashes write the same bytes."""
    code = (
        "import hashlib; from tests.unit.graph.rdf.making import SUFFIXES, news, text;"
        "print(hashlib.sha256(''.join(text(news(), s) for s in SUFFIXES).encode()).hexdigest())"
    )
    root = Path(__file__).parents[4]
    found = {
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, cwd=root, capture_output=True,
            text=True, check=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(found) == 1
