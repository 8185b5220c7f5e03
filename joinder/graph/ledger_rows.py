"""Between the ledger's tables and their rows as values."""

import json
from dataclasses import fields
from typing import Any

from sqlalchemy import Connection, Table, bindparam, insert, select

from joinder.graph import ledger_schema as schema
from joinder.graph.records import ArticleRecord, ClaimRecord, Contents, CrowdRecord, MentionRecord

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
    """Read the rows of one article, or of all, sorted by id."""
    found: dict[str, Any] = {}
    for name, table, record in _TABLES:
        owner = table.c.id if name == "articles" else table.c.article
        columns = [table.c[f.name] for f in fields(record)]
        query = select(*columns) if article_id is None else select(*columns).where(owner == article_id)
        make = _mention if record is MentionRecord else record
        found[name] = tuple(sorted((make(*row) for row in connection.execute(query)), key=lambda r: r.id))
    return Contents(**found)


def write(connection: Connection, contents: Contents, text: str) -> None:
    """Write the rows of one article and its text; what its id said before must be gone."""
    for name, table, record in _TABLES:
        values = [
            {f.name: _plain(f.name, getattr(row, f.name)) for f in fields(record)} for row in getattr(contents, name)
        ]
        if name == "articles":
            values = [{**v, "text": text} for v in values]
        if values:
            connection.execute(insert(table), values)


def _plain(column: str, value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if column in _LISTS else value


def _mention(key: str, article: str, label: str, name: str, forms: str, spans: str) -> MentionRecord:
    places = tuple((s, e) for s, e in json.loads(spans))
    return MentionRecord(key, article, label, name, tuple(json.loads(forms)), places)
