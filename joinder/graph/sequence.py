"""The view as stored rows with a change sequence: what a graph store that lags has missed."""

import json
from collections.abc import Iterator
from dataclasses import fields
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from joinder.graph import ledger_schema as schema
from joinder.graph.identity import digest
from joinder.graph.model import (
    ArticleRow,
    Changes,
    ClaimRow,
    CrowdRow,
    EdgeRow,
    EntityRow,
    MentionRow,
    View,
)

_ROW_TYPES: dict[str, type] = {
    "entities": EntityRow,
    "articles": ArticleRow,
    "mentions": MentionRow,
    "claims": ClaimRow,
    "crowds": CrowdRow,
    "edges": EdgeRow,
}
_VALUES = {kind: attrgetter(*(f.name for f in fields(row))) for kind, row in _ROW_TYPES.items()}
_GONE = ""
_BATCH = 10_000


def store_view(connection: Connection, view: View, sequence: int) -> bool:
    """Write what differs from the stored view under a new sequence number; tell whether anything does."""
    table = schema.rows
    stored = {(k, i): h for k, i, h in connection.execute(select(table.c.kind, table.c.id, table.c.hash))}
    added: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    for kind, key, payload in _encode(view):
        hashed = digest(payload)
        before = stored.pop((kind, key), None)
        if before != hashed:
            row = {"kind_": kind, "id_": key, "hash": hashed, "sequence": sequence, "payload": payload}
            (added if before is None else changed).append(row)
    changed += [
        {"kind_": kind, "id_": key, "hash": _GONE, "sequence": sequence, "payload": None}
        for (kind, key), before in stored.items()
        if before != _GONE
    ]
    here = (table.c.kind == bindparam("kind_")) & (table.c.id == bindparam("id_"))
    values: dict[str, Any] = {name: bindparam(name) for name in ("hash", "sequence", "payload")}
    ids: dict[str, Any] = {"kind": bindparam("kind_"), "id": bindparam("id_")}
    for start in range(0, len(added), _BATCH):
        connection.execute(insert(table).values(**ids, **values), added[start : start + _BATCH])
    for start in range(0, len(changed), _BATCH):
        connection.execute(update(table).where(here).values(**values), changed[start : start + _BATCH])
    return bool(added or changed)


def read_changes(connection: Connection, since: int, sequence: int) -> Changes:
    """Read the rows that changed after ``since``; from the beginning there is nothing to take away."""
    table = schema.rows
    found: dict[str, list[Any]] = {f.name: [] for f in fields(View)}
    deletes = []
    query = select(table.c.kind, table.c.id, table.c.payload).where(table.c.sequence > since)
    for kind, key, payload in connection.execute(query):
        if payload is None:
            deletes.append((kind, key))
        else:
            found[kind].append(_decode(kind, payload))
    upserts = View(**{kind: tuple(sorted(rows)) for kind, rows in found.items()})
    return Changes(since, sequence, upserts, tuple(sorted(deletes)) if since else ())


def _encode(view: View) -> Iterator[tuple[str, str, str]]:
    """Give each row of the view as kind, id and JSON."""
    for kind in fields(View):
        values_of = _VALUES.get(kind.name, tuple)
        for row in getattr(view, kind.name):
            values = values_of(row)
            yield kind.name, values[0], json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def _decode(kind: str, payload: str) -> Any:
    """Make the row again from its JSON."""
    values = [tuple(v) if isinstance(v, list) else v for v in json.loads(payload)]
    return _ROW_TYPES[kind](*values) if kind in _ROW_TYPES else tuple(values)
