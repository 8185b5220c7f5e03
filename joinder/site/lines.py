"""Rows as lines of a page: a claim with its quote, outlet, date and status, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from joinder.graph.rdf import addresses
from joinder.site import layout
from joinder.site.phrases import day, many, short, shown, verb

if TYPE_CHECKING:
    from joinder.graph.model import ArticleRow, ClaimRow, CrowdRow
    from joinder.site.contents import Contents


@dataclass(frozen=True, slots=True)
class Link:
    """A name with the page that it leads to."""

    name: str
    file: str


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """An article: its title, outlet and day (in words, and as it is)."""

    link: Link
    outlet: str
    day: str
    date: str


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """A claim, or a crowd claim (then ``subject`` has no page)."""

    file: str
    subject: Link
    verb: str
    object: Link
    what: str
    status: str
    when: str
    quote: str
    article: ArticleLine
    speaker: Link | None
    sentence: str
    misfit: bool = False


class Lines:
    """The lines of a graph; each is worked out once, though several pages show it."""

    def __init__(self, contents: Contents) -> None:
        self._all = contents
        self._entities: dict[str, Link] = {}
        self._articles: dict[str, ArticleLine] = {}
        self._claims: dict[str, ClaimLine] = {}

    def entity(self, name: str) -> Link:
        """Give an entity's name and page."""
        if name not in self._entities:
            file = layout.page(addresses.entity_path(name))
            self._entities[name] = Link(short(self._all.entities[name].name) or name, file)
        return self._entities[name]

    def article(self, name: str) -> ArticleLine:
        """Give the line of an article."""
        if name not in self._articles:
            self._articles[name] = _article(self._all.articles[name])
        return self._articles[name]

    def claim(self, row: ClaimRow, *, fits: bool = True) -> ClaimLine:
        """Give the line of a claim; ``fits`` is what the mapping says of it, asked for once."""
        if row.id not in self._claims:
            subject, target = self.entity(row.subject), self.entity(row.object)
            said = verb(row.relation, row.status)
            self._claims[row.id] = ClaimLine(
                layout.page(addresses.claim_path(row.id)), subject, said, target, short(row.what), row.status,
                when(row), shown(row.quote), self.article(row.article),
                self.entity(row.speaker) if row.speaker else None, short(f"{subject.name} {said} {target.name}"),
                misfit=not fits,
            )  # fmt: skip
        return self._claims[row.id]

    def crowd(self, row: CrowdRow) -> ClaimLine:
        """Give the line of a crowd claim."""
        counted = many(row.count, row.unit or "of them", row.unit or "of them")
        subject = Link(short(counted if row.bound == "exactly" else f"{row.bound} {counted}"), "")
        target, said = self.entity(row.object), verb(row.relation, row.status)
        return ClaimLine(
            layout.page(addresses.crowd_path(row.id)), subject, said, target, short(row.what), row.status,
            when(row), shown(row.quote), self.article(row.article), None,
            short(f"{subject.name} {said} {target.name}"),
        )  # fmt: skip


def _article(row: ArticleRow) -> ArticleLine:
    file = layout.page(addresses.article_path(row.id))
    title = short(row.title) or f"Untitled article {short(row.id)}"
    return ArticleLine(Link(title, file), short(row.publisher), day(row.published), shown(row.published))


def when(row: ClaimRow | CrowdRow) -> str:
    """Say the dates that a claim gives ("" where it gives none)."""
    start, end = day(row.start_date), day(row.end_date)
    if start and end:
        return start if start == end else f"{start} to {end}"
    return f"from {start}" if start else f"until {end}" if end else ""
