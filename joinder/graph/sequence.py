"""The view as stored rows with a change sequence: what a graph store that lags has missed."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import fields
from itertools import islice, starmap
from operator import attrgetter, itemgetter
from sys import intern
from typing import Any, TypeVar

from sqlalchemy import Connection, bindparam, func, insert, select, update

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
#: Which values of a row are lists in JSON, and which are the same in many rows, so that they are kept in memory once.
_TUPLES = {
    kind: [i for i, f in enumerate(fields(row)) if str(f.type).startswith("tuple")] for kind, row in _ROW_TYPES.items()
}
_SAME = {"article", "entity", "extractor", "label", "object", "publisher", "relation", "status", "subject", "what"}
_REPEATED = {kind: [i for i, f in enumerate(fields(row)) if f.name in _SAME] for kind, row in _ROW_TYPES.items()}
_VALUES = {kind: attrgetter(*(f.name for f in fields(row))) for kind, row in _ROW_TYPES.items()}
#: Where a row's article and ends stand among its values (see the schema).
_PLACES: dict[str, tuple[int | None, int | None, int | None]] = {
    "entities": (None, None, None),
    "articles": (0, 5, None),
    "mentions": (1, 2, None),
    "claims": (1, 2, 4),
    "crowds": (1, None, 6),
    "edges": (None, 1, 3),
    "redirects": (None, None, 1),
}
_GONE = ""
#: Rows in one statement that writes.
BATCH = 10_000
_DECODED = 2_000
#: Values in one IN list, below every database's limit.
CHUNK = 500

_SET: dict[str, Any] = {n: bindparam(n) for n in ("hash", "sequence", "payload", "article", "subject", "object")}
_ID: dict[str, Any] = {"kind": bindparam("kind_"), "id": bindparam("id_")}
_ADD = insert(schema.rows).values(**_ID, **_SET)
_CHANGE = update(schema.rows).where(schema.rows.c.kind == _ID["kind"], schema.rows.c.id == _ID["id"]).values(**_SET)

T = TypeVar("T")
Encoded = tuple[str, str, str, tuple[str | None, str | None, str | None]]
Stored = dict[tuple[str, str], str]


def store_view(connection: Connection, view: View, sequence: int) -> bool:
    """Write what differs from the stored view under a new sequence number; tell whether anything does."""
    table = schema.rows
    changed = False
    for kind in (f.name for f in fields(View)):  # one after the other: what is stored of all would not be small
        query = select(table.c.id, table.c.hash).where(table.c.kind == kind)
        stored = {(kind, i): h for i, h in connection.execute(query)}
        changed |= _write(connection, ((kind, row) for row in getattr(view, kind)), stored, sequence)
    return changed


def patch_view(
    connection: Connection, rows: Iterable[tuple[str, Any]], gone: Iterable[tuple[str, str]], sequence: int
) -> bool:
    """Put some rows and take others away, where that changes anything; tell whether it did."""
    listed = list(rows)
    away = set(gone)
    wanted = {(kind, row[0] if kind == "redirects" else row.id) for kind, row in listed}
    table = schema.rows
    stored: Stored = {}
    for kind in _PLACES:
        ids = [i for k, i in wanted | away if k == kind]
        for part in chunks(ids):
            query = select(table.c.id, table.c.hash).where(table.c.kind == kind, table.c.id.in_(part))
            stored.update({(kind, i): h for i, h in connection.execute(query)})
    return _write(connection, listed, stored, sequence)


def chunks(values: Iterable[str], size: int = CHUNK) -> Iterator[list[str]]:
    """Cut values into lists that a query takes."""
    listed = sorted(values)
    return (listed[start : start + size] for start in range(0, len(listed), size))


def _write(connection: Connection, rows: Iterable[tuple[str, Any]], stored: Stored, sequence: int) -> bool:
    """Write the rows that differ from what is stored of them; what is stored of no row becomes a tombstone."""
    any_changed = False
    for batch in batches(_differing(rows, stored, sequence)):
        any_changed = True
        added = [row for is_new, row in batch if is_new]
        changed = [row for is_new, row in batch if not is_new]
        if added:
            connection.execute(_ADD, added)
        if changed:
            connection.execute(_CHANGE, changed)
    return any_changed


def _differing(rows: Iterable[tuple[str, Any]], stored: Stored, sequence: int) -> Iterator[tuple[bool, dict[str, Any]]]:
    """Give what must be written, and whether it is new; ``stored`` is used up."""
    for kind, key, payload, places in map(_encode, rows):
        hashed = digest(payload)
        before = stored.pop((kind, key), None)
        if before != hashed:
            yield before is None, _values(kind, key, hashed, sequence, payload, places)
    for (kind, key), before in stored.items():
        if before != _GONE:
            yield False, _values(kind, key, _GONE, sequence, None, (None, None, None))


def batches(found: Iterable[T]) -> Iterator[list[T]]:
    """Cut rows that are made one by one into lists for statements that write."""
    left = iter(found)
    while batch := list(islice(left, BATCH)):
        yield batch


def _values(
    kind: str,
    key: str,
    hashed: str,
    sequence: int,
    payload: str | None,
    places: tuple[str | None, str | None, str | None],
) -> dict[str, Any]:
    article, subject, target = places
    return {
        "kind_": kind, "id_": key, "hash": hashed, "sequence": sequence, "payload": payload,
        "article": article, "subject": subject, "object": target,
    }  # fmt: skip


def read_changes(connection: Connection, since: int, sequence: int) -> Changes:
    """Read the rows that changed after ``since``; from the beginning there is nothing to take away."""
    table = schema.rows
    found: dict[str, list[Any]] = {f.name: [] for f in fields(View)}
    deletes = []
    query = select(table.c.kind, table.c.id, table.c.payload).where(table.c.sequence > since)
    for part in connection.execute(query).partitions(_DECODED):
        payloads: dict[str, list[str]] = defaultdict(list)
        for kind, key, payload in part:
            if payload is None:
                deletes.append((kind, key))
            else:
                payloads[kind].append(payload)
        for kind, listed in payloads.items():
            found[kind] += _decode_all(kind, listed)
    # Ids differ: they alone give the order that whole rows have, and much faster.
    order = {kind: attrgetter("id") if kind in _ROW_TYPES else itemgetter(0) for kind in found}
    upserts = View(**{kind: tuple(sorted(rows, key=order[kind])) for kind, rows in found.items()})
    return Changes(since, sequence, upserts, tuple(sorted(deletes)) if since else ())


def _encode(given: tuple[str, Any]) -> Encoded:
    """Give a row of the view as kind, id, JSON, and what it refers to."""
    kind, row = given
    values = _VALUES.get(kind, tuple)(row)
    article, subject, target = (None if place is None else values[place] for place in _PLACES[kind])
    payload = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return kind, values[0], payload, (article, subject, target)


def decode(kind: str, payload: str) -> Any:
    """Make the row again from its JSON."""
    return _decode_all(kind, [payload])[0]


def _decode_all(kind: str, payloads: list[str]) -> list[Any]:
    """Make rows of one kind again, in one go: a graph has millions."""
    found = json.loads(f"[{','.join(payloads)}]")
    if kind not in _ROW_TYPES:
        return [tuple(values) for values in found]
    for place in _TUPLES[kind]:
        for values in found:
            values[place] = tuple(values[place])
    for place in _REPEATED[kind]:
        for values in found:
            values[place] = intern(values[place])
    return list(starmap(_ROW_TYPES[kind], found))


def changed_since(connection: Connection, since: int) -> tuple[int, int]:
    """Count the articles, and the rows of all kinds, that changed after ``since`` or went."""
    table = schema.rows
    query = select(table.c.kind, func.count()).where(table.c.sequence > since).group_by(table.c.kind)
    counts = {kind: count for kind, count in connection.execute(query)}  # noqa: C416 - has keys()
    return counts.get("articles", 0), sum(counts.values())
