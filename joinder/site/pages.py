"""One page per entity, merged-away id, article, claim and crowd claim, each with its data beside it and in it."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from joinder.graph.model import ClaimRow, CrowdRow
from joinder.graph.rdf import addresses, encode
from joinder.graph.rdf.terms import term
from joinder.graph.rdf.vocabulary import SCHEMES
from joinder.site import documents, layout
from joinder.site.lines import ClaimLine, Link
from joinder.site.paging import paged
from joinder.site.phrases import KINDS, many, short, shown
from joinder.site.sections import sections

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from joinder.graph.model import ArticleRow, EntityRow
    from joinder.graph.rdf.describe import Node
    from joinder.site.contents import Contents
    from joinder.site.documents import Documents
    from joinder.site.lines import Lines
    from joinder.site.sections import Section
    from joinder.site.templates import Look

    #: A file's path and its text.
    File = tuple[str, str]

#: So many claims or articles stand on one page of an entity.
PAGE: Final = 100
_MEANS: Final = SCHEMES["statuses"][1]
_WEB: Final = ("<http://", "<https://")


class PageWriter:
    """Writes the pages of a graph's things."""

    def __init__(self, contents: Contents, lines: Lines, data: Documents, look: Look) -> None:
        self._all = contents
        self._lines = lines
        self._data = data
        self._look = look

    def everything(self) -> Iterator[File]:
        """Write all pages with their data, in a fixed order."""
        for entity in self._all.view.entities:
            yield from self.entity(entity)
        for old, new in self._all.view.redirects:
            yield from self.redirect(old, new)
        for article in self._all.view.articles:
            yield from self.article(article)
        for claim in self._all.view.claims:
            yield from self.claim(claim)
        for crowd in self._all.view.crowds:
            yield from self.crowd(crowd)

    def entity(self, row: EntityRow) -> Iterator[File]:
        """Write an entity's pages: what it did, what was done to it, what it said, and which articles name it."""
        path, link, found = addresses.entity_path(row.id), self._lines.entity(row.id), sections(self._all, row)
        head = yield from self._documents(path, self._data.entity(row))
        merged = self._all.merged.get(row.id, ())
        kind = row.label.lower()
        given: dict[str, Any] = {
            "name": link.name, "whole_name": shown(row.name), "kind": Link(KINDS[kind], layout.listing(kind)),
            "section": kind, "label": row.label, "aliases": [shown(alias) for alias in row.aliases],
            "named": many(row.n_articles, "article"), "part": many(row.n_claims, "claim"), "items": row.wikidata,
            "merged": [Link(shown(old), layout.page(addresses.entity_path(old))) for old in merged],
        }  # fmt: skip
        flat = [(section, thing) for section in found for thing in section.things]
        starts = _starts(found, path)
        for pages, part in paged(flat, PAGE, lambda number: layout.page(path, number)):
            file = layout.page(path, pages.number)
            title = link.name if pages.number == 1 else f"{link.name}, page {pages.number}"
            parts = [
                (section.anchor, section.title, len(section.things), [self._line(thing) for _, thing in things])
                for section, things in groupby(part, key=lambda pair: pair[0])
            ]
            about = f"{row.label}, in {given['part']} of {given['named']}."
            yield self._fill(
                "entity.html.j2", file, path, title, **given, pages=pages, sections=parts, contents=starts, about=about,
                jsonld=head if pages.number == 1 else "",
            )  # fmt: skip

    def _line(self, thing: Any) -> Any:
        """Give the line of whatever stands in an entity's sections."""
        if isinstance(thing, ClaimRow):
            return self._lines.claim(thing, fits=self._data.fits(thing))
        return self._lines.crowd(thing) if isinstance(thing, CrowdRow) else self._lines.article(thing.id)

    def redirect(self, old: str, new: str) -> Iterator[File]:
        """Write the page of an id that was merged away: it leads to where its entity is now."""
        path = addresses.entity_path(old)
        head = yield from self._documents(path, self._data.redirect(old, new))
        file, link = layout.page(path), self._lines.entity(new)
        yield self._fill("moved.html.j2", file, path, short(old), old=shown(old), link=link, jsonld=head)

    def article(self, row: ArticleRow) -> Iterator[File]:
        """Write an article's page: its source, what it says, whom it names. Its text is not ours to show."""
        path, line = addresses.article_path(row.id), self._lines.article(row.id)
        head = yield from self._documents(path, self._data.article(row))
        claims = self._all.claims_of(row.id)
        said: list[ClaimRow | CrowdRow] = [*claims, *self._all.crowds_of(row.id)]
        said.sort(key=lambda c: (c.char_start, c.char_end, c.id))
        web = encode.address(row.url)
        origin = self._article_link(row.origin) if row.origin not in ("", row.id) else None
        file = layout.page(path)
        readings = [(addresses.reading(version), shown(version)) for version in sorted({c.extractor for c in claims})]
        yield self._fill(
            "article.html.j2", file, path, line.link.name, line=line, claims=[self._line(c) for c in said],
            url=shown(row.url), linked=web[1:-1] if web.startswith(_WEB) else "", origin=origin,
            names=self._names(row.id),
            reprints=[self._article_link(a.id) for a in self._all.reprints.get(row.id, ())], readings=readings,
            kind=Link(KINDS["article"], layout.listing("article")), section="article", jsonld=head,
            about=f"What {line.outlet or 'an article'} says ({line.day or 'undated'}): {many(len(said), 'claim')}.",
        )  # fmt: skip

    def _article_link(self, name: str) -> Link | None:
        return self._lines.article(name).link if name in self._all.articles else None

    def _names(self, article: str) -> list[tuple[str, Link, list[str]]]:
        """List the names in an article with their places in the data, and the forms that stand there."""
        found = []
        for mention in sorted(self._all.mentions_of(article), key=lambda m: (self._all.order(m.entity), m.id)):
            link = self._lines.entity(mention.entity)
            forms = [short(form) for form in dict.fromkeys((mention.name, *mention.forms)) if short(form) != link.name]
            found.append((f"mention-{addresses.local(mention.id)}", link, forms[:8]))
        return found

    def claim(self, row: ClaimRow) -> Iterator[File]:
        """Write a claim's page."""
        closed = [self._all.claims[row.closed_by]] if row.closed_by in self._all.claims else []
        ends = [self._link(self._line(c)) for c in self._all.ends.get(row.id, ())]
        yield from self._statement(
            addresses.claim_path(row.id), row, self._data.claim(row), "claim", extractor=shown(row.extractor),
            closed_by=self._link(self._line(closed[0])) if closed else None, ends=ends,
        )  # fmt: skip

    def crowd(self, row: CrowdRow) -> Iterator[File]:
        """Write a crowd claim's page."""
        path, nodes = addresses.crowd_path(row.id), self._data.crowd(row)
        yield from self._statement(path, row, nodes, "crowd", extractor="", closed_by=None, ends=[])

    def _link(self, line: ClaimLine) -> Link:
        return Link(line.sentence, line.file)

    def _statement(
        self, path: str, row: ClaimRow | CrowdRow, nodes: list[Node], kind: str, **given: Any
    ) -> Iterator[File]:
        """Write the page of one claim of either sort."""
        head = yield from self._documents(path, nodes)
        line, file = self._line(row), layout.page(path)
        yield self._fill(
            "claim.html.j2", file, path, line.sentence, **given, line=line, row=row, meaning=_MEANS.get(row.status, ""),
            term=term(row.relation), kind=Link(KINDS[kind], layout.listing(kind)), section=kind, jsonld=head,
            about=short(line.quote),
        )  # fmt: skip

    def _documents(self, path: str, nodes: list[Node]) -> Generator[File, None, str]:
        """Write what stands beside a page; give the JSON that is to stand in it."""
        base = self._data.base
        text = documents.as_jsonld(nodes, base)
        yield path + ".jsonld", text
        yield path + ".ttl", documents.as_turtle(nodes, base)
        return documents.embedded(text.strip())

    def _fill(self, template: str, file: str, path: str, title: str, **given: Any) -> File:
        """Fill in the template of a thing's page."""
        links = [(layout.root(file) + path + suffix, media) for suffix, media in layout.ALTERNATES.items()]
        address = self._data.base + path
        return file, self._look.render(template, file, title, alternates=links, address=address, **given)


def _starts(found: list[Section], path: str) -> list[tuple[str, str, int, str]]:
    """Tell on which page each section begins ("" for the first)."""
    starts, at = [], 0
    for section in found:
        number = at // PAGE + 1
        file = layout.page(path, number) if number > 1 else ""
        starts.append((section.anchor, section.title, len(section.things), file))
        at += len(section.things)
    return starts
