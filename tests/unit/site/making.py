"""A small site, without a look: the data beside each page, and what describes the whole."""

from pathlib import Path

from joinder.graph.model import View
from joinder.graph.rdf import addresses
from joinder.graph.rdf.describe import Node
from joinder.graph.rdf.pages import ViewPages
from joinder.site.contents import index
from joinder.site.descriptions import Described, write_descriptions
from joinder.site.documents import Documents, as_jsonld, as_turtle


def write_site(out: Path, view: View, base: str) -> Described:
    """Write the data of every entity, article, claim and merged-away id, a page that names it, and the descriptions."""
    made = Documents(index(view), base)
    found = {addresses.entity_path(row.id): made.entity(row) for row in view.entities}
    found |= {addresses.article_path(row.id): made.article(row) for row in view.articles}
    found |= {addresses.claim_path(row.id): made.claim(row) for row in view.claims}
    found |= {addresses.crowd_path(row.id): made.crowd(row) for row in view.crowds}
    found |= {addresses.entity_path(old): made.redirect(old, new) for old, new in view.redirects}
    for path, nodes in found.items():
        _write(out, path, nodes, base)
    (out / "index.html").write_text("<!DOCTYPE html><title>Front</title>", encoding="utf-8")
    return describe(out, view, base)


def describe(out: Path, view: View, base: str, today: str = "2026-01-02") -> Described:
    """Write the descriptions alone."""
    return write_descriptions(out, ViewPages(view), base=base, title="News", license="CC-BY-4.0", today=today)


def _write(out: Path, path: str, nodes: list[Node], base: str) -> None:
    (out / path).mkdir(parents=True, exist_ok=True)
    (out / path / "index.html").write_text(f"<!DOCTYPE html><title>{path}</title>", encoding="utf-8")
    (out / f"{path}.ttl").write_text(as_turtle(nodes, base), encoding="utf-8")
    (out / f"{path}.jsonld").write_text(as_jsonld(nodes, base), encoding="utf-8")
