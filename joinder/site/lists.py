"""Lists of all things of a kind, in pages: the way to everything that needs no script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from joinder.graph.ontology import ontology
from joinder.site import layout
from joinder.site.paging import paged
from joinder.site.phrases import KINDS, many
from joinder.site.sections import newest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from joinder.site.contents import Contents
    from joinder.site.documents import Documents
    from joinder.site.lines import Lines, Link
    from joinder.site.templates import Look

#: So many names, or so many claims with their quotes, stand on one page.
NAMES: Final = 200
CLAIMS: Final = 100
_OTHERS: Final = {
    "article": "What was read: each article with its claims.",
    "claim": "What articles say: each with its quote, its outlet, its date and its status.",
    "crowd": "Numbers of people or companies that nobody named: counted, and never listed as participants.",
}


class Lists:
    """The lists of a graph by kind."""

    def __init__(self, contents: Contents, lines: Lines, data: Documents) -> None:
        self._all = contents
        self._lines = lines
        labels = {label.lower(): label for label in ontology().labels}
        self.means = {
            kind: _sentence(ontology().labels[labels[kind]]) if kind in labels else _OTHERS[kind] for kind in KINDS
        }
        articles = newest(contents.view.articles)
        self.things: dict[str, Sequence[Any]] = {
            kind: sorted(
                (row for row in contents.view.entities if row.label == label),
                key=lambda row: (contents.order(row.id), row.id),
            )
            for kind, label in labels.items()
        }
        self.things |= {
            "article": [lines.article(row.id) for row in articles],
            "claim": [lines.claim(c, fits=data.fits(c)) for a in articles for c in contents.claims_of(a.id)],
            "crowd": [lines.crowd(c) for a in articles for c in contents.crowds_of(a.id)],
        }

    def pages(self, look: Look) -> Iterator[tuple[str, str]]:
        """Write all pages of all lists."""
        for kind, heading in KINDS.items():
            shape = "articles" if kind == "article" else "claims" if kind in _OTHERS else "names"
            size = CLAIMS if shape == "claims" else NAMES
            note = self._range if shape == "names" else None
            for pages, shown in paged(self.things[kind], size, _file(kind), note):
                file = layout.listing(kind, pages.number)
                lines = [self.named(row) for row in shown] if shape == "names" else shown
                title = heading if pages.number == 1 else f"{heading}, page {pages.number}"
                yield file, look.render(
                    "list.html.j2", file, title, heading=heading, section=kind, pages=pages, lines=lines, shape=shape,
                    total=f"{len(self.things[kind]):,}", means=self.means[kind], about=self.means[kind],
                )  # fmt: skip

    def named(self, row: Any) -> tuple[Link, str]:
        """Give an entity's link with how much there is about it."""
        return self._lines.entity(row.id), f"{many(row.n_claims, 'claim')}, {many(row.n_articles, 'article')}"

    def _range(self, rows: Sequence[Any]) -> str:
        """Say which names a page holds, by the beginnings of its first and last."""
        if not rows:
            return ""
        first, last = (self._lines.entity(row.id).name[:10].strip() for row in (rows[0], rows[-1]))
        return f"{first}–{last}"


def _file(kind: str) -> Callable[[int], str]:
    return lambda number: layout.listing(kind, number)


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:] + "."
