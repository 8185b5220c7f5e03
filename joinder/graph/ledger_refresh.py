"""Bringing the stored view up to what the ledger says: the whole of it, or what a few articles bear on."""

from sqlalchemy import Connection, Engine, delete, func, select

from joinder.graph import ledger_names, ledger_origins, ledger_rows
from joinder.graph import ledger_schema as schema
from joinder.graph import ledger_state as state
from joinder.graph.ledger_engine import transaction
from joinder.graph.ledger_increment import Increment
from joinder.graph.sequence import store_view
from joinder.graph.view import VIEW_VERSION, build_view

#: News that is more than this share of all articles is cheaper to take with the whole.
SHARE = 0.2


def refresh(engine: Engine, *, whole: bool = False) -> int:
    """Bring the stored view up to date; give its sequence number.

    What a few articles bear on is computed in one transaction. The whole view is computed outside the writing
    transaction, so that a large ledger does not keep others from recording; should another process have stored the
    view of a later state meanwhile, that one stands.
    """
    with transaction(engine, writes=False) as connection:
        values = state.read(connection)
        if _level(values) and not whole:
            return int(values["sequence"])
        few = None if whole else _few(connection, values)
    sequence = _refresh_few(engine) if few else None
    return _refresh_all(engine) if sequence is None else sequence


def _level(values: dict[str, str]) -> bool:
    return values["view_revision"] == values["revision"] and values["view_version"] == VIEW_VERSION


def _few(connection: Connection, values: dict[str, str]) -> set[str] | None:
    """Give the articles that changed since the view, where those are few and nothing else did (a judgement, say)."""
    since, until = int(values["view_revision"]), int(values["revision"])
    if values["view_version"] != VIEW_VERSION or not since:
        return None
    table = schema.touched
    rows = connection.execute(select(table.c.revision, table.c.article).where(table.c.revision > since)).all()
    total = connection.scalar(select(func.count()).select_from(schema.articles)) or 0
    found = {row.article for row in rows}
    covered = len(rows) == until - since
    return found if covered and len(found) <= max(SHARE * total, 1) else None


def _refresh_few(engine: Engine) -> int | None:
    with transaction(engine, writes=True) as connection:
        values = state.read(connection, lock=True)
        articles = None if _level(values) else _few(connection, values)
        if articles is None:
            return int(values["sequence"]) if _level(values) else None
        sequence = int(values["sequence"])
        if Increment(connection, articles, sequence + 1).run():
            sequence = state.bump(connection, "sequence")
        _arrived(connection, int(values["revision"]))
    return sequence


def _refresh_all(engine: Engine) -> int:
    with transaction(engine, writes=False) as connection:
        seen = int(state.read(connection)["revision"])
        contents = ledger_rows.read(connection)
    view = build_view(contents)
    with transaction(engine, writes=True) as connection:
        values = state.read(connection, lock=True)
        sequence = int(values["sequence"])
        if int(values["view_revision"]) > seen and values["view_version"] == VIEW_VERSION:
            return sequence
        if store_view(connection, view, sequence + 1):
            sequence = state.bump(connection, "sequence")
        ledger_names.rewrite(connection, view.mentions)
        ledger_origins.rewrite(connection)
        _arrived(connection, seen)
    return sequence


def _arrived(connection: Connection, revision: int) -> None:
    """Note which revision the stored view shows."""
    state.write(connection, view_revision=str(revision), view_version=VIEW_VERSION)
    connection.execute(delete(schema.touched).where(schema.touched.c.revision <= revision))
