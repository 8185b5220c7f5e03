"""Between the ledger's tables and their rows as values."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, insert, select

from joinder.graph import ledger_judgements
from joinder.graph import ledger_schema as schema
from joinder.graph.identity import digest
from joinder.graph.records import ArticleRecord, ClaimRecord, Contents, CrowdRecord, MentionRecord, gather
from joinder.graph.sequence import chunks

# In the order in which rows refer to one another.
_TABLES: tuple[tuple[str, Table, type], ...] = (
    ("articles", schema.articles, ArticleRecord),
    ("mentions", schema.mentions, MentionRecord),
    ("claims", schema.claims, ClaimRecord),
    ("crowds", schema.crowds, CrowdRecord),
)
_HOLDS = select(schema.articles.c.id).where(schema.articles.c.id == bindparam("id"))
_LISTS = {"forms", "spans"}


def holds(connection: Connection, article_id: str) -> bool:
    """Tell whether there is an article of this id."""
    return connection.execute(_HOLDS, {"id": article_id}).first() is not None


def read(connection: Connection, article_id: str | None = None) -> Contents:
    """Read the rows of one article, or of all with the judgements, sorted by id."""
    if article_id is not None:
        return _read(connection, [article_id])
    return replace(_read(connection, None), judgements=ledger_judgements.read(connection))


def read_some(connection: Connection, article_ids: Iterable[str]) -> Contents:
    """Read the rows of some articles, sorted by id."""
    parts = [_read(connection, part) for part in chunks(article_ids)]
    return parts[0] if len(parts) == 1 else gather(parts)


def _read(connection: Connection, article_ids: list[str] | None) -> Contents:
    found: dict[str, Any] = {}
    for name, table, record in _TABLES:
        owner = table.c.id if name == "articles" else table.c.article
        query = select(*(table.c[f.name] for f in fields(record)))
        if article_ids is not None:
            query = query.where(owner.in_(article_ids))
        make = mention if record is MentionRecord else record
        found[name] = tuple(sorted((make(*row) for row in connection.execute(query)), key=lambda r: r.id))
    return Contents(**found)


def profile_id(label: str, name: str, forms: tuple[str, ...]) -> str:
    """Give the id of all mentions of one label, name and forms."""
    return digest("profile", label, name, *forms)


def superseded(connection: Connection, article_id: str, mark: str) -> bool:
    """Tell whether a text, by its fingerprint, is one that a newer text of the article has replaced."""
    table = schema.superseded.c
    query = select(table.article).where(table.article == article_id, table.fingerprint == mark)
    return connection.execute(query).first() is not None


def supersede(connection: Connection, article_id: str, old: str, new: str) -> None:
    """Note that one text of an article has replaced another."""
    table = schema.superseded
    if old == new:
        return
    here = (table.c.article == article_id) & table.c.fingerprint.in_([old, new])
    connection.execute(delete(table).where(here))
    connection.execute(insert(table).values(article=article_id, fingerprint=old))


def differences(before: Contents, after: Contents) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Say in plain words which claims an article no longer makes, and which it did not make before."""
    old, new = Counter(_said(before)), Counter(_said(after))
    return tuple(sorted((old - new).elements())), tuple(sorted((new - old).elements()))


def _said(contents: Contents) -> Iterator[str]:
    """Write each claim as a line."""
    names = {m.id: m.name for m in contents.mentions}
    for claim in contents.claims:
        what = f" ({claim.what})" if claim.what else ""
        start = f", from {claim.start_date}" if claim.start_date else ""
        end = f", to {claim.end_date}" if claim.end_date else ""
        yield f"{names[claim.subject]} {claim.relation} {names[claim.object]}{what}: {claim.status}{start}{end}"
    for crowd in contents.crowds:
        yield f"{crowd.bound} {crowd.count:g} {crowd.unit} {crowd.relation} {names[crowd.object]}: {crowd.status}"


def write(connection: Connection, contents: Contents, text: str) -> None:
    """Write the rows of one article and its text; what its id said before must be gone."""
    for name, table, record in _TABLES:
        values = [
            {f.name: _plain(f.name, getattr(row, f.name)) for f in fields(record)} for row in getattr(contents, name)
        ]
        if name == "articles":
            values = [{**v, "text": text} for v in values]
        if name == "mentions":
            values = [
                {**v, "profile": profile_id(m.label, m.name, m.forms)}
                for v, m in zip(values, contents.mentions, strict=True)
            ]
        if values:
            connection.execute(insert(table), values)


def _plain(column: str, value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if column in _LISTS else value


def mention(key: str, article: str, label: str, name: str, forms: str, spans: str) -> MentionRecord:
    """Make a mention of its columns."""
    places = tuple((s, e) for s, e in json.loads(spans))
    return MentionRecord(key, article, label, name, forms_of(forms), places)


def forms_of(text: str) -> tuple[str, ...]:
    """Read a mention's other forms from their column."""
    return tuple(json.loads(text)) if text != "[]" else ()
