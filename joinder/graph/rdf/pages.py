"""Rows in pages, from a graph store or from a view in memory: an export of any size needs the memory of a page."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from joinder.errors import StoreError
from joinder.graph.model import ArticleRow, ClaimRow, CrowdRow, EdgeRow, EntityRow, MentionRow, View
from joinder.graph.ontology import ontology

if TYPE_CHECKING:
    from collections.abc import Iterator

    from joinder.graph.store import Store

Row = TypeVar("Row", EntityRow, ArticleRow, MentionRow, ClaimRow, CrowdRow, EdgeRow)


@dataclass(frozen=True, slots=True)
class EntityPage:
    """Some entities, by id, with the direct edges that start at them."""

    entities: tuple[EntityRow, ...]
    edges: tuple[EdgeRow, ...]


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """Some articles, by id, with all that they say."""

    articles: tuple[ArticleRow, ...]
    mentions: tuple[MentionRow, ...]
    claims: tuple[ClaimRow, ...]
    crowds: tuple[CrowdRow, ...]


class Pages(Protocol):
    """Where an export reads from."""

    def entities(self) -> Iterator[EntityPage]:
        """Give all entities, page by page."""

    def redirects(self) -> Iterator[tuple[str, str]]:
        """Give all merged-away ids with the entity that each leads to."""

    def articles(self) -> Iterator[ArticlePage]:
        """Give all articles, page by page."""

    def edges(self) -> Iterator[EdgeRow]:
        """Give all direct edges."""


@dataclass(frozen=True, slots=True)
class ViewPages:
    """A view in memory as one page."""

    view: View

    def entities(self) -> Iterator[EntityPage]:
        """Give all entities, page by page."""
        yield EntityPage(self.view.entities, self.view.edges)

    def redirects(self) -> Iterator[tuple[str, str]]:
        """Give all merged-away ids with the entity that each leads to."""
        yield from self.view.redirects

    def articles(self) -> Iterator[ArticlePage]:
        """Give all articles, page by page."""
        yield ArticlePage(self.view.articles, self.view.mentions, self.view.claims, self.view.crowds)

    def edges(self) -> Iterator[EdgeRow]:
        """Give all direct edges."""
        yield from self.view.edges


@dataclass(frozen=True, slots=True)
class StorePages:
    """A graph store, read in ranges of ids."""

    store: Store
    size: int = 1000
    _labels: str = field(default_factory=lambda: "|".join(f"`{label}`" for label in ontology().labels))
    _relations: str = field(default_factory=lambda: "|".join(ontology().relations))

    def entities(self) -> Iterator[EntityPage]:
        """Give all entities, page by page."""
        for first, last in self._ranges(self._labels):
            found = self._rows(EntityRow, f"(n:{self._labels})", "id", first, last)
            edges = self._rows(EdgeRow, f"(s)-[n:{self._relations}]->(o)", "subject", first, last)
            yield EntityPage(found, edges)

    def redirects(self) -> Iterator[tuple[str, str]]:
        """Give all merged-away ids with the entity that each leads to."""
        for first, last in self._ranges("Redirect"):
            text = "MATCH (n:Redirect) WHERE n.id >= $first AND n.id <= $last RETURN n.id AS id, n.target AS target"
            columns = self.store.columns(text, first=first, last=last)
            yield from sorted(zip(columns["id"].tolist(), columns["target"].tolist(), strict=True))

    def articles(self) -> Iterator[ArticlePage]:
        """Give all articles, page by page.

        Raises:
            StoreError: the graph was changed meanwhile, so that pages of two states would be mixed.
        """
        before = self.store.state()
        for first, last in self._ranges("Article"):
            yield ArticlePage(
                self._rows(ArticleRow, "(n:Article)", "id", first, last),
                self._rows(MentionRow, "(n:Mention)", "article", first, last),
                self._rows(ClaimRow, "(n:Claim)", "article", first, last),
                self._rows(CrowdRow, "(n:Crowd)", "article", first, last),
            )
        if self.store.state() != before:
            raise StoreError("the graph was changed while it was read", "run the same command again")

    def edges(self) -> Iterator[EdgeRow]:
        """Give all direct edges."""
        for page in self.entities():
            yield from page.edges

    def _ranges(self, label: str) -> Iterator[tuple[str, str]]:
        """Give the first and the last id of each page, in the order of the engine."""
        after = ""
        text = f"MATCH (n:{label}) WHERE n.id > $after RETURN n.id AS id ORDER BY id LIMIT {self.size}"
        while rows := self.store.read(text, after=after):
            after = rows[-1]["id"]
            yield rows[0]["id"], after

    def _rows(self, kind: type[Row], pattern: str, by: str, first: str, last: str) -> tuple[Row, ...]:
        """Read one kind of row: its fields are properties of the same names."""
        names = [f.name for f in dataclasses.fields(kind)]
        text = f"MATCH {pattern} WHERE n.{by} >= $first AND n.{by} <= $last RETURN "
        columns = self.store.columns(text + ", ".join(f"n.{name} AS {name}" for name in names), first=first, last=last)
        values = zip(*(columns[name].tolist() for name in names), strict=True)
        return tuple(sorted(kind(*map(_frozen, row)) for row in values))


def _frozen(value: Any) -> Any:
    """Turn a list property into a tuple (one that came as an array too)."""
    if isinstance(value, str | int | float):
        return value
    return tuple(value.tolist() if hasattr(value, "tolist") else value)
