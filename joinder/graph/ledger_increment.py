"""What a few changed articles do to the stored view: the same rows that computing it from scratch would give."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, func, select

from joinder.graph import ledger_judgements, ledger_rows
from joinder.graph import ledger_schema as schema
from joinder.graph.closures import close_claims
from joinder.graph.duplicates import origins
from joinder.graph.linking import Profile, bridge, linked
from joinder.graph.model import ClaimRow, EntityRow, MentionRow
from joinder.graph.records import Contents, MentionRecord
from joinder.graph.resolution import Resolution, resolve
from joinder.graph.sequence import chunks, decode, patch_view
from joinder.graph.view import article_row, claim_rows, crowd_rows, direct_edges, entity_row, mention_rows

_rows = schema.rows.c


class Increment:
    """One refresh: of everything that some articles, recorded or forgotten since the last one, bear on.

    Names are resolved anew among all that they may meet (``linking``). Articles in which a name now means another
    entity are affected too; and of the pairs of entities that the claims of affected articles join, all is made anew.
    """

    def __init__(self, connection: Connection, articles: set[str], sequence: int) -> None:
        self._connection = connection
        self._articles = articles
        self._sequence = sequence
        self._judgements = ledger_judgements.read(connection)
        table = schema.articles.c
        every = connection.execute(select(table.id, table.published, table.signature)).all()
        self._published = {key: published or "" for key, published, _ in every}
        self._origin = origins((key, published, signed) for key, published, signed in every)

    def run(self) -> bool:
        """Change the stored view; tell whether anything in it changed."""
        before = list(self._stored(_rows.article, self._articles))
        former = [row for kind, row in before if kind == "mentions"]
        records, stored = self._meeting(former)
        resolution = resolve(records, self._judgements)
        moved = {m.article for m in records if resolution.entity_of[m.id] != stored.get(m.id)}
        affected = self._articles | moved | self._other_origins()
        before += self._stored(_rows.article, affected - self._articles)
        after, claims = self._articles_rows(affected, resolution)
        old_ends = {(row.subject, row.object) for kind, row in before if kind == "claims"}
        pairs = old_ends | {(row.subject, row.object) for row in claims}
        claims += self._other_claims(pairs, affected)
        closed = close_claims(claims, self._published)
        after += [("claims", row) for row in closed]
        labels = self._labels(resolution, pairs)
        after += [("edges", r) for r in direct_edges(closed, labels.__getitem__, self._published, self._origin)]
        before += self._of_pairs("edges", pairs)
        changed = self._patch(before, after)
        was = {entity for entity in stored.values() if entity} | {row.entity for row in former}
        return self._patch(*self._entities(was, records, resolution)) or changed

    def _patch(self, before: list[tuple[str, Any]], after: list[tuple[str, Any]]) -> bool:
        gone = {_key(row) for row in before} - {_key(row) for row in after}
        return patch_view(self._connection, after, gone, self._sequence)

    def _stored(self, column: Any, values: Iterable[str]) -> Iterator[tuple[str, Any]]:
        """Read the stored rows that refer to something."""
        for part in chunks(values):
            query = select(_rows.kind, _rows.payload).where(column.in_(part), _rows.payload.is_not(None))
            yield from ((kind, decode(kind, payload)) for kind, payload in self._connection.execute(query))

    def _meeting(self, former: list[MentionRow]) -> tuple[list[MentionRecord], dict[str, str | None]]:
        """Read the mentions of all names that those of the changed articles may meet, and what they meant so far."""
        table = schema.mentions.c
        every = [
            (label, name, ledger_rows.forms_of(forms))
            for label, name, forms in self._connection.execute(
                select(table.label, table.name, table.forms).group_by(table.label, table.name, table.forms)
            )
        ]
        seeds: set[Profile] = {(m.label, m.name, m.forms) for m in former}
        for part in chunks(self._articles):
            query = select(table.label, table.name, table.forms).where(table.article.in_(part))
            seeds |= {(a, b, ledger_rows.forms_of(c)) for a, b, c in self._connection.execute(query)}
        wanted = linked(seeds, every, map(bridge, self._judgements))
        records = []
        stored: dict[str, str | None] = {}
        for part in chunks({name for _, name, _ in wanted}):
            for record, entity in ledger_rows.mentions_named(self._connection, part):
                if (record.label, record.name, record.forms) in wanted:
                    records.append(record)
                    stored[record.id] = entity
        return records, stored

    def _other_origins(self) -> set[str]:
        """Find the articles whose origin is another now."""
        query = select(_rows.id, _rows.subject).where(_rows.kind == "articles", _rows.payload.is_not(None))
        return {k for k, origin in self._connection.execute(query) if k in self._origin and self._origin[k] != origin}

    def _articles_rows(
        self, affected: set[str], resolution: Resolution
    ) -> tuple[list[tuple[str, Any]], list[ClaimRow]]:
        """Make the rows of affected articles: all but their claims, and their claims, none closed yet."""
        contents = ledger_rows.read_some(self._connection, affected)
        entity_of = self._entity_of(contents, resolution)
        rows: list[tuple[str, Any]] = [("articles", article_row(a, self._origin)) for a in contents.articles]
        rows += [("mentions", row) for row in mention_rows(contents, entity_of)]
        rows += [("crowds", row) for row in crowd_rows(contents, entity_of)]
        return rows, claim_rows(contents, entity_of)

    def _entity_of(self, contents: Contents, resolution: Resolution) -> dict[str, str]:
        """Map mentions to entities: as resolved now, else as before."""
        found: dict[str, str] = {}
        for part in chunks(m.id for m in contents.mentions if m.id not in resolution.entity_of):
            query = select(_rows.id, _rows.subject).where(_rows.kind == "mentions", _rows.id.in_(part))
            found |= {key: entity for key, entity in self._connection.execute(query)}  # noqa: C416 - has keys()
        return found | resolution.entity_of

    def _other_claims(self, pairs: set[tuple[str, str]], affected: set[str]) -> list[ClaimRow]:
        """Read the claims of other articles on the same pairs, as if none were closed."""
        found = (row for _, row in self._of_pairs("claims", pairs))
        return [replace(row, closed_by="") for row in found if row.article not in affected]

    def _of_pairs(self, kind: str, pairs: set[tuple[str, str]]) -> Iterator[tuple[str, Any]]:
        """Read the stored rows of one kind between pairs of entities."""
        query = select(_rows.payload).where(_rows.kind == kind, _rows.payload.is_not(None))
        for subject, target in sorted(pairs):
            found = self._connection.execute(query.where(_rows.subject == subject, _rows.object == target))
            yield from ((kind, decode(kind, payload)) for payload in found.scalars())

    def _labels(self, resolution: Resolution, pairs: set[tuple[str, str]]) -> dict[str, str]:
        """Map all ends to their labels: as resolved now, else as stored."""
        known = {e.id: e.label for e in resolution.entities}
        for part in chunks({end for pair in pairs for end in pair} - known.keys()):
            query = select(_rows.payload).where(
                _rows.kind == "entities", _rows.id.in_(part), _rows.payload.is_not(None)
            )
            rows = (decode("entities", payload) for payload in self._connection.execute(query).scalars())
            known.update({row.id: row.label for row in rows})
        return known

    def _entities(
        self, was: set[str], records: list[MentionRecord], resolution: Resolution
    ) -> tuple[list[tuple[str, Any]], list[tuple[str, Any]]]:
        """Make the entities' rows and redirects, before and after; their claims must be stored already."""
        articles: dict[str, set[str]] = defaultdict(set)
        for record in records:
            articles[resolution.entity_of[record.id]].add(record.article)
        after: list[tuple[str, Any]] = [
            ("entities", entity_row(e, len(articles[e.id]), self._claims_of(e.id))) for e in resolution.entities
        ]
        after += [("redirects", pair) for pair in resolution.redirects]
        before: list[tuple[str, Any]] = [("entities", EntityRow(key, "", "", (), (), 0, 0)) for key in was]
        ends = was | {e.id for e in resolution.entities}
        before += [row for row in self._stored(_rows.object, ends) if row[0] == "redirects"]
        return before, after

    def _claims_of(self, entity: str) -> int:
        """Count the claims in which an entity takes part."""
        query = select(func.count()).where(_rows.kind == "claims")
        either = (
            query.where(_rows.subject == entity),
            query.where(_rows.object == entity, _rows.subject != entity),
        )
        return sum(self._connection.scalar(q) or 0 for q in either)


def _key(row: tuple[str, Any]) -> tuple[str, str]:
    return row[0], row[1][0] if row[0] == "redirects" else row[1].id
