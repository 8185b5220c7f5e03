"""The ledger's single values, its making, and bringing an older one up to date."""

import secrets
from typing import Any

from sqlalchemy import Connection, bindparam, insert, inspect, select, update

from joinder.graph import ledger_rows
from joinder.graph import ledger_schema as schema
from joinder.graph.duplicates import signature
from joinder.graph.records import surroundings, text_hash
from joinder.graph.view import VIEW_VERSION


def read(connection: Connection, *, lock: bool = False) -> dict[str, str]:
    """Read all single values; with ``lock`` others who want to change them wait for this transaction's end."""
    query = select(schema.state.c.name, schema.state.c.value)
    return {str(n): str(v) for n, v in connection.execute(query.with_for_update() if lock else query)}


def write(connection: Connection, **values: str) -> None:
    """Write single values."""
    for name, value in values.items():
        connection.execute(update(schema.state).where(schema.state.c.name == name).values(value=value))


def put(connection: Connection, name: str, value: str) -> None:
    """Write a single value that may not be there yet."""
    if name in read(connection):
        write(connection, **{name: value})
    else:
        connection.execute(insert(schema.state).values(name=name, value=value))


def bump(connection: Connection, name: str) -> int:
    """Count a number up by one; others that do so wait for this transaction's end."""
    here = schema.state.c.name == name
    value = int(connection.execute(select(schema.state.c.value).where(here).with_for_update()).scalar_one()) + 1
    write(connection, **{name: str(value)})
    return value


def touch(connection: Connection, article: str) -> None:
    """Note that an article changed, under a new revision."""
    connection.execute(insert(schema.touched).values(revision=bump(connection, "revision"), article=article))


def create(connection: Connection) -> dict[str, str]:
    """Make the tables, unless another process was quicker."""
    schema.metadata.create_all(connection)
    state = read(connection)
    if state:
        return state
    _mark(connection)
    state = {
        "application": "joinder",
        "schema": str(schema.SCHEMA_VERSION),
        "key": secrets.token_hex(8),
        "revision": "0",
        "view_revision": "0",
        "view_version": VIEW_VERSION,
        "sequence": "0",
    }
    connection.execute(insert(schema.state), [{"name": n, "value": v} for n, v in state.items()])
    return state


def upgrade(connection: Connection) -> dict[str, str]:
    """Add what tables of an older version lack; the next refresh computes the view anew."""
    found = inspect(connection)
    for table in schema.metadata.sorted_tables:
        if not found.has_table(table.name):
            continue
        have = {column["name"] for column in found.get_columns(table.name)}
        for column in table.columns:
            if column.name not in have:
                added = "TEXT" if column.nullable else "TEXT NOT NULL DEFAULT ''"
                connection.exec_driver_sql(f'ALTER TABLE "{table.name}" ADD COLUMN "{column.name}" {added}')
        for index in table.indexes:
            index.create(connection, checkfirst=True)
    schema.metadata.create_all(connection)
    for former in ("view_row_object", "mention_name"):
        connection.exec_driver_sql(f"DROP INDEX IF EXISTS {former}")
    _sign(connection)
    _profile(connection)
    _surround(connection)
    _mark(connection)
    write(connection, schema=str(schema.SCHEMA_VERSION), view_version="")
    return read(connection)


def _sign(connection: Connection) -> None:
    """Sign the texts that an older version kept without a signature."""
    table = schema.articles
    texts = connection.execute(select(table.c.id, table.c.text).where(table.c.signature == "")).all()
    signed: list[dict[str, Any]] = [{"key": key, "signed": signature(text)} for key, text in texts]
    for row in signed:
        connection.execute(update(table).where(table.c.id == row["key"]).values(signature=row["signed"]))


def _profile(connection: Connection) -> None:
    """Give the mentions of an older version the ids of their profiles."""
    table = schema.mentions
    columns = (table.c.id, table.c.label, table.c.name, table.c.forms)
    values = [
        {"id_": key, "profile_": ledger_rows.profile_id(label, name, ledger_rows.forms_of(forms))}
        for key, label, name, forms in connection.execute(select(*columns).where(table.c.profile == ""))
    ]
    if values:
        here = table.c.id == bindparam("id_")
        connection.execute(update(table).where(here).values(profile=bindparam("profile_")), values)


def _surround(connection: Connection) -> None:
    """Hash the texts that an older version kept, and cut what stands around quotes out of them."""
    articles = schema.articles
    missing = select(articles.c.id, articles.c.text).where(articles.c.sha256 == "")
    for key, text in connection.execute(missing).all():
        for table in (schema.claims, schema.crowds):
            found = select(table.c.id, table.c.char_start, table.c.char_end).where(table.c.article == key)
            for act, start, end in connection.execute(found).all():
                prefix, suffix = surroundings(text, start, end)
                connection.execute(update(table).where(table.c.id == act).values(prefix=prefix, suffix=suffix))
        connection.execute(update(articles).where(articles.c.id == key).values(sha256=text_hash(text)))


def _mark(connection: Connection) -> None:
    """Mark a SQLite file as a ledger."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version = {schema.SCHEMA_VERSION}")
