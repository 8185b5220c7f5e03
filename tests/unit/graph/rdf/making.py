"""Graphs to export, and their exports read by both parsers."""

import json
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from joinder.graph.model import Article, Claim, CrowdClaim, Entity, Extraction, View
from joinder.graph.ontology import ontology
from joinder.graph.rdf.export import FORMATS, chunks
from joinder.graph.rdf.pages import ViewPages
from joinder.graph.rdf.stream import Options
from joinder.graph.rdf.triples import PARSERS
from joinder.graph.records import gather, rows_of
from joinder.graph.view import build_view
from tests.unit.graph.making import some_news

DEV = Path(__file__).parents[4].parent / "shared" / "dev"
SUFFIXES = sorted(FORMATS)
BASE = "https://graph.example/"


def news() -> View:
    """Make a graph with merged names, closed claims, a crowd and a speaker."""
    return build_view(gather(rows_of(e) for e in some_news()))


def text(view: View, suffix: str, **options: Any) -> str:
    """Write a view in one format."""
    return "".join(chunks(ViewPages(view), suffix, Options(BASE, **options)))


def quads(view: View, suffix: str, **options: Any) -> list[ox.Quad]:
    """Write a view and read it with the strict parser."""
    return list(ox.parse(text(view, suffix, **options).encode(), PARSERS[suffix]))


def triples(found: list[ox.Quad]) -> set[tuple[Any, Any, Any]]:
    """Forget the graphs."""
    return {(q.subject, q.predicate, q.object) for q in found}


def iri(path: str) -> ox.NamedNode:
    """Name a resource under the base."""
    return ox.NamedNode(BASE + path)


def v(name: str) -> ox.NamedNode:
    """Name a term of our vocabulary."""
    return iri(f"vocabulary#{name}")


def dev_view() -> View:
    """Make the graph of the whole dev set as its gold has it, each claim quoting the beginning of its text."""
    if not DEV.exists():
        pytest.skip("the shared dev set is not there")
    found = []
    for line in (DEV / "articles.jsonl").read_text(encoding="utf-8").splitlines():
        raw = json.loads(line)
        article = Article(**{k: raw.get(k) for k in ("id", "text", "title", "url", "publisher", "published")})
        found.append(_gold(article, json.loads((DEV / "gold" / f"{article.id}.json").read_text(encoding="utf-8"))))
    return build_view(gather(map(rows_of, found)))


def _gold(article: Article, gold: dict[str, Any]) -> Extraction:
    quote = {"quote": article.text[:60], "char_start": 0, "char_end": len(article.text[:60])}
    names = {"subject", "relation", "object", "status", "what", "start", "end", "speaker"}
    claims = [Claim(**quote, **{k: c[k] for k in names & c.keys()}) for c in gold["claims"]]
    kinds = {"count", "bound", "unit", "relation", "object", "status", "what", "start", "end"}
    crowds = [CrowdClaim(**quote, **{k: c[k] for k in kinds & c.keys()}) for c in gold["crowds"]]
    entities = [Entity(e["name"], e["label"], tuple(e.get("aliases", ()))) for e in gold["entities"]]
    labels = {e.name: e.label for e in entities}
    claims = [c for c in claims if ontology().allows(c.relation, labels[c.subject], labels[c.object])]
    return Extraction(article, tuple(entities), tuple(claims), tuple(crowds), "gold 1")
