"""An entity's sections: what it did, what was done to it, what it said, who was counted, which articles name it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from joinder.graph.ontology import ontology
from joinder.graph.rdf.terms import term
from joinder.site.phrases import heading

if TYPE_CHECKING:
    from collections.abc import Iterable

    from joinder.graph.model import ArticleRow, ClaimRow, EntityRow
    from joinder.site.contents import Contents


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, its anchor, and the rows below it."""

    anchor: str
    title: str
    things: tuple[Any, ...]


def sections(contents: Contents, row: EntityRow) -> list[Section]:
    """Sort all that is about an entity under headings; those without anything are left out."""
    found = []
    roles = (("subject", "object"), ("object", "subject"))
    for role, other in reversed(roles) if row.label == "Campaign" else roles:  # first of all, who took part in it
        claims = contents.said[role].get(row.id, [])
        for relation in ontology().relations:
            here = [claim for claim in claims if claim.relation == relation]
            found.append(Section(f"{role}-{term(relation)}", heading(relation, role), _sorted(contents, here, other)))
    found.append(Section("crowds", "Crowds", tuple(sorted(contents.crowds.get(row.id, ()), key=lambda c: c.id))))
    mine = [c for c in contents.said["speaker"].get(row.id, []) if row.id not in (c.subject, c.object)]
    found.append(Section("quoted", "What it is quoted as saying", _sorted(contents, mine, "subject")))
    articles = {contents.articles[a].id: contents.articles[a] for a in contents.naming.get(row.id, ())}
    found.append(Section("articles", "Articles that name it", tuple(newest(articles.values()))))
    return [section for section in found if section.things]


def _sorted(contents: Contents, claims: Iterable[ClaimRow], other: str) -> tuple[ClaimRow, ...]:
    """Sort claims by the name at their other end; of one such name, the earliest report first."""

    def key(claim: ClaimRow) -> tuple[str, ...]:
        name = getattr(claim, other)
        return (contents.order(name), name, claim.what, contents.articles[claim.article].published or "9", claim.id)

    return tuple(sorted(claims, key=key))


def newest(articles: Iterable[ArticleRow]) -> list[ArticleRow]:
    """Sort articles: the newest first, undated ones last, those of one day by their titles."""
    by_title = sorted(articles, key=lambda a: (a.title, a.id))
    return sorted(by_title, key=lambda a: a.published, reverse=True)
