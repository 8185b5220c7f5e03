"""Looking the ledger over: the database itself, what refers to what, every quote, and the stored view."""

from collections.abc import Iterator
from dataclasses import fields

from sqlalchemy import Connection, Engine, select

from joinder.graph import ledger_rows
from joinder.graph import ledger_schema as schema
from joinder.graph import ledger_state as state
from joinder.graph.ledger_engine import transaction
from joinder.graph.model import View
from joinder.graph.sequence import read_changes
from joinder.graph.view import VIEW_VERSION, build_view

#: Enough to know what is wrong.
_FEW = 20


def faults(engine: Engine) -> list[str]:
    """Say in plain words what is wrong with a ledger; nothing where it is sound."""
    with transaction(engine, writes=False) as connection:
        found = list(_database(connection)) or [*_quotes(connection), *_inputs(connection), *_view(connection)]
    return found[:_FEW]


def _database(connection: Connection) -> Iterator[str]:
    """Ask SQLite what it thinks of its file."""
    if connection.dialect.name != "sqlite":
        return
    for said in connection.exec_driver_sql("PRAGMA integrity_check").scalars():
        if said != "ok":
            yield f"the database is damaged: {said}"
    for table, row, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield f"row {row} of {table} refers to a row of {parent} that is not there"


def _quotes(connection: Connection) -> Iterator[str]:
    """Find claims whose quote does not stand where they say."""
    text = schema.articles.c.text
    for table in (schema.claims, schema.crowds):
        columns = (table.c.id, table.c.article, table.c.quote, table.c.char_start, table.c.char_end, text)
        query = select(*columns).join(schema.articles, table.c.article == schema.articles.c.id)
        for key, article, quote, start, end, whole in connection.execute(query):
            if whole[start:end] != quote:
                yield f"the {table.name} {key} of {article}: its quote does not stand at {start}:{end}"


def _inputs(connection: Connection) -> Iterator[str]:
    """Find inputs that are noted as loaded, and whose article is not there: read, but not stored."""
    table, articles = schema.inputs.c, schema.articles.c
    query = select(table.name, table.article).where(table.state == "loaded", table.article.not_in(select(articles.id)))
    for name, article in connection.execute(query):
        yield f"{name} is noted as loaded, but its article {article} is not in the ledger"


def _view(connection: Connection) -> Iterator[str]:
    """Compare the stored view with what the ledger says, row for row."""
    values = state.read(connection)
    if values["view_revision"] != values["revision"] or values["view_version"] != VIEW_VERSION:
        return  # it lags, and the next command that writes brings it level
    stored = read_changes(connection, 0, int(values["sequence"])).upserts
    yield from compare(build_view(ledger_rows.read(connection)), stored, "the ledger", "its stored view")


def compare(wanted: View, found: View, one: str, other: str) -> Iterator[str]:
    """Say for every kind of row what two views do not share."""
    for kind in fields(View):
        left, right = set(getattr(wanted, kind.name)), set(getattr(found, kind.name))
        yield from (f"{kind.name}: only in {one}: {_brief(row)}" for row in sorted(left - right))
        yield from (f"{kind.name}: only in {other}: {_brief(row)}" for row in sorted(right - left))


def _brief(row: object) -> str:
    text = str(row)
    return text if len(text) <= 160 else text[:159] + "…"
