"""All rows of a graph, found by what a page is about."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from joinder.graph.identity import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from joinder.graph.model import ArticleRow, ClaimRow, CrowdRow, EdgeRow, EntityRow, MentionRow, View

#: The ends at which an entity may stand in a claim.
ROLES: Final = ("subject", "object", "speaker")


@dataclass(frozen=True, slots=True)
class Contents:
    """A view with indexes.

    ``said`` has the claims of an entity by role, ``starting`` and ``ending`` its direct triples, ``naming`` the
    articles that name it, and ``ends`` the claims that a claim closes.
    """

    view: View
    entities: dict[str, EntityRow]
    articles: dict[str, ArticleRow]
    claims: dict[str, ClaimRow]
    said: dict[str, dict[str, list[ClaimRow]]]
    crowds: dict[str, list[CrowdRow]]
    by_article: dict[str, dict[str, list[Any]]]
    starting: dict[str, list[EdgeRow]]
    ending: dict[str, list[EdgeRow]]
    ends: dict[str, list[ClaimRow]]
    reprints: dict[str, list[ArticleRow]]
    merged: dict[str, list[str]]
    naming: dict[str, list[str]]
    _order: dict[str, str] = field(default_factory=dict)

    def order(self, name: str) -> str:
        """Give what an entity is sorted by: its folded name."""
        if name not in self._order:
            self._order[name] = fold(self.entities[name].name)
        return self._order[name]

    def mentions_of(self, article: str) -> list[MentionRow]:
        """Give the names that stand in an article."""
        return self.by_article["mentions"].get(article, [])

    def claims_of(self, article: str) -> list[ClaimRow]:
        """Give what an article claims."""
        return self.by_article["claims"].get(article, [])

    def crowds_of(self, article: str) -> list[CrowdRow]:
        """Give whom an article counts."""
        return self.by_article["crowds"].get(article, [])


def index(view: View) -> Contents:
    """Index the rows of a view."""
    said: dict[str, dict[str, list[ClaimRow]]] = {role: defaultdict(list) for role in ROLES}
    for claim in view.claims:
        for role in ROLES:
            if name := getattr(claim, role):
                said[role][name].append(claim)
    naming: dict[str, list[str]] = defaultdict(list)
    for mention in view.mentions:
        naming[mention.entity].append(mention.article)
    done = [edge for edge in view.edges if edge.status == "done"]
    merged: dict[str, list[str]] = defaultdict(list)
    for old, new in view.redirects:
        merged[new].append(old)
    return Contents(
        view=view,
        entities={row.id: row for row in view.entities},
        articles={row.id: row for row in view.articles},
        claims={row.id: row for row in view.claims},
        said=said,
        crowds=_by(view.crowds, "object"),
        by_article={name: _by(getattr(view, name), "article") for name in ("mentions", "claims", "crowds")},
        starting=_by(done, "subject"),
        ending=_by(done, "object"),
        ends=_by((c for c in view.claims if c.closed_by), "closed_by"),
        reprints=_by((a for a in view.articles if a.origin and a.origin != a.id), "origin"),
        merged=merged,
        naming=naming,
    )


def _by(rows: Iterable[Any], name: str) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return dict(found)
