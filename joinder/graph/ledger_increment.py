"""What a few changed articles do to the stored view: the same rows that computing it from scratch would give."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, select, tuple_

from joinder.graph import ledger_judgements, ledger_names, ledger_origins, ledger_rows
from joinder.graph import ledger_schema as schema
from joinder.graph.closures import close_claims
from joinder.graph.clusters import Clustering
from joinder.graph.ledger_names import Meeting
from joinder.graph.model import ClaimRow, EntityRow
from joinder.graph.records import Contents
from joinder.graph.resolution import Resolution, resolve_clustering
from joinder.graph.sequence import CHUNK, chunks, decode, patch_view
from joinder.graph.view import article_row, claim_rows, crowd_rows, direct_edges, entity_row, mention_rows

_rows = schema.rows.c
_articles = schema.articles.c
Row = tuple[str, Any]


class Increment:
    """One refresh: of everything that some articles, recorded or forgotten since the last one, bear on.

    Names are resolved anew among all that they may meet (``ledger_names``). Articles in which a name now means another
    entity, or whose story is another, are affected too; and of the pairs of entities that the claims of affected
    articles join, all is made anew. What none of this reaches is never looked at, so the work grows with the news and
    with what the news is about, not with the ledger.
    """

    def __init__(self, connection: Connection, articles: set[str], sequence: int) -> None:
        self._connection = connection
        self._articles = articles
        self._sequence = sequence
        self._published: dict[str, str] = {}
        self._origin: dict[str, str] = {}

    def run(self) -> bool:
        """Change the stored view; tell whether anything in it changed."""
        before = list(self._stored(self._articles))
        former = [row for kind, row in before if kind == "mentions"]
        judgements = ledger_judgements.read(self._connection)
        met = ledger_names.meet(self._connection, self._articles, former, judgements)
        resolution = resolve_clustering(Clustering(met.namings, judgements, met.alone))
        affected = self._articles | met.moved(resolution) | self._other_origins()
        ledger_names.settle(self._connection, met, resolution)
        before += self._stored(affected - self._articles)
        after, fresh = self._articles_rows(affected, met, resolution)
        stale = [row for kind, row in before if kind == "claims"]
        pairs = {(row.subject, row.object) for row in (*stale, *fresh)}
        claims, others = self._closed(fresh, pairs, affected)
        after += [("claims", row) for row in claims]
        labels = self._labels(resolution, pairs)
        everything = [*claims, *others]
        after += [("edges", r) for r in direct_edges(everything, labels.__getitem__, self._published, self._origin)]
        before += self._of_pairs("edges", pairs)
        was = {entity for entity in met.meant.values() if entity} | {row.entity for row in former}
        gone, made = self._entities(was, met, resolution, _parts(fresh) - _parts(stale), _parts(stale) - _parts(fresh))
        return self._patch([*before, *gone], [*after, *made])

    def _patch(self, before: list[Row], after: list[Row]) -> bool:
        gone = {_key(row) for row in before} - {_key(row) for row in after}
        return patch_view(self._connection, after, gone, self._sequence)

    def _stored(self, articles: Iterable[str]) -> Iterator[Row]:
        """Read the stored rows of some articles."""
        for part in chunks(articles):
            query = select(_rows.kind, _rows.payload).where(_rows.article.in_(part), _rows.payload.is_not(None))
            yield from ((kind, decode(kind, payload)) for kind, payload in self._connection.execute(query))

    def _other_origins(self) -> set[str]:
        """Find the articles whose origin is another now."""
        found = ledger_origins.changed_origins(self._connection, self._articles)
        self._know(found)
        changed = {key for key, origin in found.items() if self._origin.get(key) != origin}
        self._origin |= found
        return changed

    def _know(self, articles: Iterable[str]) -> None:
        """Read the days of some articles, and their origins as the view has them."""
        shown = (_rows.kind == "articles") & (_rows.id == _articles.id)
        query = select(_articles.id, _articles.published, _rows.subject).join_from(
            schema.articles, schema.rows, shown, isouter=True
        )
        for part in chunks(set(articles) - self._published.keys()):
            for key, published, origin in self._connection.execute(query.where(_articles.id.in_(part))):
                self._published[key] = published or ""
                if origin:
                    self._origin.setdefault(key, origin)

    def _articles_rows(
        self, affected: set[str], met: Meeting, resolution: Resolution
    ) -> tuple[list[Row], list[ClaimRow]]:
        """Make the rows of affected articles: all but their claims, and their claims, none closed yet."""
        self._know(affected)
        contents = ledger_rows.read_some(self._connection, affected)
        entity_of = self._entity_of(contents, met, resolution)
        rows: list[Row] = [("articles", article_row(a, self._origin)) for a in contents.articles]
        rows += [("mentions", row) for row in mention_rows(contents, entity_of)]
        rows += [("crowds", row) for row in crowd_rows(contents, entity_of)]
        return rows, claim_rows(contents, entity_of)

    def _entity_of(self, contents: Contents, met: Meeting, resolution: Resolution) -> dict[str, str]:
        """Map mentions to entities: as resolved now, by themselves or in a bundle, else as before."""
        found = resolution.entity_of
        bundled = {(n.label, n.name, n.forms): found[n.id] for n in met.bundles()}
        mine = {m.id: bundled[p] for m in contents.mentions if (p := (m.label, m.name, m.forms)) in bundled}
        mine |= {m.id: found[m.id] for m in contents.mentions if m.id in found}
        for part in chunks(m.id for m in contents.mentions if m.id not in mine):
            query = select(_rows.id, _rows.subject).where(_rows.kind == "mentions", _rows.id.in_(part))
            mine |= {key: entity for key, entity in self._connection.execute(query)}  # noqa: C416 - has keys()
        return mine

    def _closed(
        self, fresh: list[ClaimRow], pairs: set[tuple[str, str]], affected: set[str]
    ) -> tuple[list[ClaimRow], list[ClaimRow]]:
        """Close the claims on some pairs: those that must be written, and others' that stay as they are stored."""
        stored = {row.id: row for _, row in self._of_pairs("claims", pairs) if row.article not in affected}
        self._know({row.article for row in stored.values()})
        closed = close_claims([*fresh, *(replace(row, closed_by="") for row in stored.values())], self._published)
        same = [stored.get(row.id) == row for row in closed]
        changed = [row for row, as_before in zip(closed, same, strict=True) if not as_before]
        return changed, [row for row, as_before in zip(closed, same, strict=True) if as_before]

    def _of_pairs(self, kind: str, pairs: set[tuple[str, str]]) -> Iterator[Row]:
        """Read the stored rows of one kind between pairs of entities."""
        query = select(_rows.payload).where(_rows.kind == kind, _rows.payload.is_not(None))
        listed = sorted(pairs)
        for start in range(0, len(listed), CHUNK // 2):
            here = tuple_(_rows.subject, _rows.object).in_(listed[start : start + CHUNK // 2])
            found = self._connection.execute(query.where(here)).scalars()
            yield from ((kind, decode(kind, payload)) for payload in found)

    def _labels(self, resolution: Resolution, pairs: set[tuple[str, str]]) -> dict[str, str]:
        """Map all ends to their labels: as resolved now, else as stored."""
        known = {e.id: e.label for e in resolution.entities}
        ends = {end for pair in pairs for end in pair} - known.keys()
        return known | {row.id: row.label for row in self._stored_entities(ends)}

    def _stored_entities(self, ids: Iterable[str]) -> Iterator[EntityRow]:
        for part in chunks(ids):
            query = select(_rows.payload).where(
                _rows.kind == "entities", _rows.id.in_(part), _rows.payload.is_not(None)
            )
            yield from (decode("entities", payload) for payload in self._connection.execute(query).scalars())

    def _entities(
        self, was: set[str], met: Meeting, resolution: Resolution, more: Counter[str], fewer: Counter[str]
    ) -> tuple[list[Row], list[Row]]:
        """Make the entities' rows and redirects, before and after, where claims came and went."""
        naming = {n.id: n for n in met.namings}
        ends = was | {e.id for e in resolution.entities}
        claims = {row.id: row.n_claims for row in self._stored_entities(ends)}
        after: list[Row] = []
        for e in resolution.entities:
            articles = {article for key in e.mentions for article in naming[key].articles}
            count = claims.get(e.id, 0) + more[e.id] - fewer[e.id]
            after.append(("entities", entity_row(e, len(articles), count)))
        after += [("redirects", pair) for pair in resolution.redirects]
        before: list[Row] = [("entities", EntityRow(key, "", "", (), (), 0, 0)) for key in was]
        for part in chunks(ends):
            here = (_rows.kind == "redirects") & _rows.object.in_(part) & _rows.payload.is_not(None)
            found = self._connection.execute(select(_rows.payload).where(here)).scalars()
            before += [("redirects", decode("redirects", payload)) for payload in found]
        return before, after


def _parts(claims: Iterable[ClaimRow]) -> Counter[str]:
    """Count in how many claims each entity takes part."""
    return Counter(entity for claim in claims for entity in {claim.subject, claim.object})


def _key(row: Row) -> tuple[str, str]:
    return row[0], row[1][0] if row[0] == "redirects" else row[1].id
