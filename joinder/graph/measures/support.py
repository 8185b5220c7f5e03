"""Which articles, of which origins and outlets, state each joining: what ranges and the honesty block are made from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from joinder.graph import projection

if TYPE_CHECKING:
    from joinder.graph.measures.memberships import Array, Memberships
    from joinder.graph.store import Store


@dataclass(frozen=True)
class Support:
    """The claims behind the counted joinings: ``edge`` points to the joining, ``article`` to the article.

    ``origins`` names, for each article, the one that stands for its story: that of which it is a reprint, or itself.
    """

    edge: Array
    article: Array
    articles: tuple[str, ...]
    publishers: tuple[str, ...]
    published: tuple[str, ...]
    origins: tuple[str, ...]
    edges: int

    @cached_property
    def origin(self) -> Array:
        """The origin of each claim, as a number: reprints of one story share it."""
        known: dict[str, int] = {}
        of_article = [known.setdefault(name, len(known)) for name in self.origins]
        return np.array(of_article, dtype=np.int64)[self.article] if len(self.article) else self.article

    @cached_property
    def outlet(self) -> Array:
        """The outlet of each claim, as a number; an article of an unknown outlet is an outlet of its own."""
        known: dict[str, int] = {}
        of_article = [
            known.setdefault(name or f"\x00{i}", len(known)) for i, name in enumerate(map(str.strip, self.publishers))
        ]
        return np.array(of_article, dtype=np.int64)[self.article] if len(self.article) else self.article

    def sole(self, source: Array) -> Array:
        """Give, for each joining, the only source (article or outlet) that states it, or -1 where there are more."""
        low, high = np.full(self.edges, np.iinfo(np.int64).max), np.full(self.edges, -1)
        np.minimum.at(low, self.edge, source)
        np.maximum.at(high, self.edge, source)
        return np.where(low == high, low, -1)

    def outlets_of(self, rows: Array) -> dict[int, int]:
        """Count the outlets that state the joinings of each row (participant)."""
        pairs = np.unique(np.stack([rows[self.edge], self.outlet]), axis=1) if len(self.edge) else np.zeros((2, 0), int)
        found, counts = np.unique(pairs[0], return_counts=True)
        return dict(zip(found.tolist(), counts.tolist(), strict=True))


def read_support(store: Store, found: Memberships) -> Support:
    """Read which articles state the joinings that were counted."""
    claims = store.columns(
        "MATCH (k:Claim) WHERE k.relation = 'JOINED' RETURN k.subject AS participant, k.object AS campaign, "
        "k.status AS status, k.article AS article"
    )
    known = store.columns(
        "MATCH (a:Article) RETURN a.id AS id, a.publisher AS publisher, a.published AS published, a.origin AS origin"
    )
    facts = sorted(zip(*(known[name].tolist() for name in ("id", "publisher", "published", "origin")), strict=True))
    at_article = {name: i for i, (name, *_) in enumerate(facts)}
    left, right = ({n: i for i, n in enumerate(side.ids)} for side in (found.participants, found.campaigns))
    at_edge = {ends: i for i, ends in enumerate(zip(found.rows.tolist(), found.columns.tolist(), strict=True))}
    root = projection.roots(store) if found.filters.rolled_up else {}
    pairs = set()
    for participant, campaign, status, article in zip(*(claims[n].tolist() for n in claims), strict=True):
        ends = left.get(participant, -1), right.get(root.get(campaign, campaign), -1)
        if status in found.filters.statuses and ends in at_edge:
            pairs.add((at_edge[ends], at_article[article]))
    edge, article = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2).T
    ids, publishers, published, told = zip(*facts, strict=True) if facts else ((), (), (), ())
    origins = tuple(origin or name for name, origin in zip(ids, told, strict=True))
    return Support(edge, article, ids, publishers, published, origins, len(found))
