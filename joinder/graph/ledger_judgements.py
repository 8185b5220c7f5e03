"""Judgements in the ledger: rows are added, never changed or removed."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, insert, select

from joinder.graph import ledger_schema as schema
from joinder.graph.judgements import Judgement, Side

_TABLE = schema.judgements
_COLUMNS = (
    _TABLE.c.at, _TABLE.c.id, _TABLE.c.verdict, _TABLE.c.left_name, _TABLE.c.left_label, _TABLE.c.left_article,
    _TABLE.c.right_name, _TABLE.c.right_label, _TABLE.c.right_article, _TABLE.c.value, _TABLE.c.author,
    _TABLE.c.reason, _TABLE.c.score,
)  # fmt: skip


def read(connection: Connection) -> tuple[Judgement, ...]:
    """Read all judgements, the oldest first, those that do not stand any more too."""
    return tuple(sorted(map(_judgement, connection.execute(select(*_COLUMNS)))))


def write(connection: Connection, judgements: Iterable[Judgement]) -> list[Judgement]:
    """Add the judgements that are not there yet, and give them."""
    known = set(connection.execute(select(_TABLE.c.id)).scalars())
    new = {j.id: j for j in judgements if j.id not in known}
    if new:
        connection.execute(insert(_TABLE), [_values(j) for j in new.values()])
    return list(new.values())


def _judgement(row: Any) -> Judgement:
    at, key, verdict, *ends, value, author, reason, score = row
    return Judgement(at, key, verdict, Side(*ends[:3]), Side(*ends[3:]), value, author, reason, score)


def _values(judgement: Judgement) -> dict[str, object]:
    left, right = judgement.left, judgement.right
    return {
        "at": judgement.at, "id": judgement.id, "verdict": judgement.verdict,
        "left_name": left.name, "left_label": left.label, "left_article": left.article,
        "right_name": right.name, "right_label": right.label, "right_article": right.article,
        "value": judgement.value, "author": judgement.author, "reason": judgement.reason, "score": judgement.score,
    }  # fmt: skip
