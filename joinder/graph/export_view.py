"""A store's whole graph as a view again, so that exports need the graph and nothing else."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, TypeVar

from joinder.graph.model import ArticleRow, ClaimRow, CrowdRow, EdgeRow, EntityRow, MentionRow, View
from joinder.graph.ontology import ontology

if TYPE_CHECKING:
    from joinder.graph.store import Store

Row = TypeVar("Row", EntityRow, ArticleRow, MentionRow, ClaimRow, CrowdRow, EdgeRow)


def read_view(store: Store) -> View:
    """Read every node and direct edge of a store, as of one moment, sorted as a view is."""
    return store.steady(lambda: _read(store))


def _read(store: Store) -> View:
    entities = "|".join(f"`{label}`" for label in ontology().labels)
    relations = "|".join(ontology().relations)
    redirects = store.columns("MATCH (n:Redirect) RETURN n.id AS id, n.target AS target")
    return View(
        entities=_rows(store, EntityRow, f"(n:{entities})"),
        articles=_rows(store, ArticleRow, "(n:Article)"),
        mentions=_rows(store, MentionRow, "(n:Mention)"),
        claims=_rows(store, ClaimRow, "(n:Claim)"),
        crowds=_rows(store, CrowdRow, "(n:Crowd)"),
        edges=_rows(store, EdgeRow, f"(s)-[n:{relations}]->(o)"),
        redirects=tuple(sorted(zip(redirects["id"].tolist(), redirects["target"].tolist(), strict=True))),
    )


def _rows(store: Store, kind: type[Row], pattern: str) -> tuple[Row, ...]:
    """Read one kind of row: its fields are properties of the same names."""
    names = [field.name for field in dataclasses.fields(kind)]
    columns = store.columns(f"MATCH {pattern} RETURN " + ", ".join(f"n.{name} AS {name}" for name in names))
    values = zip(*(columns[name].tolist() for name in names), strict=True)
    return tuple(sorted(kind(*map(_frozen, row)) for row in values))


def _frozen(value: Any) -> Any:
    """Turn a list property into a tuple (one that came as an array too)."""
    if isinstance(value, str | int | float):
        return value
    return tuple(value.tolist() if hasattr(value, "tolist") else value)
