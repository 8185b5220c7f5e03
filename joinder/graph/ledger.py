"""The ledger: what was read and said. It is the truth; every graph is a view of it."""

import secrets
from dataclasses import dataclass, fields
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, Engine, Table, delete, func, insert, inspect, select, update

from joinder.errors import StoreError
from joinder.graph import ledger_rows
from joinder.graph import ledger_schema as schema
from joinder.graph.ledger_engine import make_engine, transaction
from joinder.graph.model import Article, Changes, Extraction, View
from joinder.graph.records import Contents, fingerprint, rows_of
from joinder.graph.sequence import read_changes, store_view
from joinder.graph.view import VIEW_VERSION, build_view


@dataclass(frozen=True, slots=True, order=True)
class InputRow:
    """What became of one input: ``state`` is ``loaded``, ``failed`` or ``forgotten``."""

    name: str
    state: str
    article: str = ""
    reason: str = ""


def open_ledger(location: str | Path, *, create: bool = True, wait: float = 30.0) -> "Ledger":
    """Open the ledger at a path or SQLAlchemy URL, making it where there is none.

    Args:
        location: a SQLite file, or a URL such as ``postgresql://host/name``.
        create: make a new ledger where there is none.
        wait: for how many seconds to wait for another process that writes.

    Raises:
        StoreError: it is not a ledger, is damaged, read-only, locked, or written by a newer version.
    """
    engine = make_engine(location, create=create, wait=wait)
    try:
        return Ledger(engine)
    except BaseException:
        engine.dispose()
        raise


class Ledger:
    """Articles, mentions, claims and the view of them; open it with ``open_ledger``."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        with transaction(engine, writes=False) as connection:
            state = _state(connection) if inspect(connection).has_table(schema.state.name) else {}
            foreign = not state and bool(inspect(connection).get_table_names())
        if foreign:
            raise StoreError(f"{self.location} is not a ledger of joinder", "choose another folder or database")
        if not state:
            with transaction(engine, writes=True) as connection:
                state = _create(connection)
        if state.get("application") != "joinder" or int(state["schema"]) > schema.SCHEMA_VERSION:
            raise StoreError(
                f"the ledger {self.location} was written by a newer joinder (schema {state.get('schema')})",
                "install that version, or choose another folder (--data)",
            )
        self.key = state["key"]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    @property
    def location(self) -> str:
        """The file or URL, without its password."""
        url = self._engine.url
        return url.database or "" if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)

    @property
    def sequence(self) -> int:
        """The number of the last refresh that changed the view."""
        with transaction(self._engine, writes=False) as connection:
            return int(_state(connection)["sequence"])

    def recorded(self, article: Article, extractor: str) -> bool:
        """Tell whether this very text was recorded by this version of the extractor, so that nothing is left to do."""
        table = schema.articles
        query = select(table.c.fingerprint, table.c.extractor).where(table.c.id == article.id)
        with transaction(self._engine, writes=False) as connection:
            return connection.execute(query).first() == (fingerprint(article), extractor)

    def record(self, extraction: Extraction, source: str | None = None) -> str:
        """Record what one article says, in one transaction, in place of what its id said before.

        Args:
            extraction: the article with its entities and claims.
            source: the input that it came from, noted as loaded.

        Returns:
            ``"new"``, ``"changed"`` or ``"unchanged"``.

        Raises:
            ArticleError: a quote that is not in the text, or a claim that the ontology objects to.
        """
        contents = rows_of(extraction)
        article = extraction.article
        with transaction(self._engine, writes=True) as connection:
            if source is not None:
                _note(connection, InputRow(source, "loaded", article.id))
            known = ledger_rows.holds(connection, article.id)
            if known and ledger_rows.read(connection, article.id) == contents:
                return "unchanged"
            if known:
                connection.execute(delete(schema.articles).where(schema.articles.c.id == article.id))
            ledger_rows.write(connection, contents, article.text)
            _bump(connection, "revision")
        return "changed" if known else "new"

    def forget(self, article_id: str) -> bool:
        """Take an article back, with exactly what only it said; tell whether there was one."""
        with transaction(self._engine, writes=True) as connection:
            gone = connection.execute(delete(schema.articles).where(schema.articles.c.id == article_id)).rowcount
            if gone:
                here = schema.inputs.c.article == article_id
                connection.execute(update(schema.inputs).where(here).values(state="forgotten"))
                _bump(connection, "revision")
        return bool(gone)

    def note_input(self, name: str, state: str, article: str = "", reason: str = "") -> None:
        """Note what became of an input."""
        with transaction(self._engine, writes=True) as connection:
            _note(connection, InputRow(name, state, article, reason))

    def inputs(self, state: str | None = None) -> list[InputRow]:
        """List the inputs, all or those of one state, by name."""
        table = schema.inputs
        query = select(table.c.name, table.c.state, table.c.article, table.c.reason)
        if state is not None:
            query = query.where(table.c.state == state)
        with transaction(self._engine, writes=False) as connection:
            return sorted(InputRow(*row) for row in connection.execute(query))

    def article(self, article_id: str) -> Article | None:
        """Give an article with its text."""
        table = schema.articles
        columns = [table.c[f.name] for f in fields(Article)]
        with transaction(self._engine, writes=False) as connection:
            row = connection.execute(select(*columns).where(table.c.id == article_id)).first()
        return None if row is None else Article(*row)

    def article_ids(self) -> list[str]:
        """List the ids of all articles, sorted."""
        with transaction(self._engine, writes=False) as connection:
            return sorted(connection.execute(select(schema.articles.c.id)).scalars())

    def contents(self) -> Contents:
        """Read all rows of which the view is a function."""
        with transaction(self._engine, writes=False) as connection:
            return ledger_rows.read(connection)

    def counts(self) -> dict[str, int]:
        """Count articles, mentions, claims, crowd claims (``crowds``), and inputs that failed (``failed``)."""
        tables: dict[str, Table] = {
            "articles": schema.articles, "mentions": schema.mentions, "claims": schema.claims, "crowds": schema.crowds,
        }  # fmt: skip
        failed = select(func.count()).select_from(schema.inputs).where(schema.inputs.c.state == "failed")
        with transaction(self._engine, writes=False) as connection:
            found = {name: connection.scalar(select(func.count()).select_from(t)) or 0 for name, t in tables.items()}
            return {**found, "failed": connection.scalar(failed) or 0}

    def extractors(self) -> dict[str, int]:
        """Count the articles that each version of the extractor read."""
        version = schema.articles.c.extractor
        with transaction(self._engine, writes=False) as connection:
            query = select(version, func.count()).group_by(version).order_by(version)
            return {name: count for name, count in connection.execute(query)}  # noqa: C416 - rows are not pairs to mypy

    def refresh(self) -> int:
        """Bring the stored view up to what the ledger says; give its sequence number.

        The view is computed outside the writing transaction, so that a large ledger does not keep others from
        recording. Should another process have stored the view of a later state meanwhile, that one stands.
        """
        with transaction(self._engine, writes=False) as connection:
            state = _state(connection)
            seen = int(state["revision"])
            if state["view_revision"] == str(seen) and state["view_version"] == VIEW_VERSION:
                return int(state["sequence"])
            contents = ledger_rows.read(connection)
        view = build_view(contents)
        with transaction(self._engine, writes=True) as connection:
            state = _state(connection, lock=True)
            sequence = int(state["sequence"])
            if int(state["view_revision"]) > seen and state["view_version"] == VIEW_VERSION:
                return sequence
            if store_view(connection, view, sequence + 1):
                sequence = _bump(connection, "sequence")
            _set(connection, view_revision=str(seen), view_version=VIEW_VERSION)
        return sequence

    def changes(self, since: int) -> Changes:
        """Give the rows of the view that changed after sequence number ``since`` (0: the whole view)."""
        with transaction(self._engine, writes=False) as connection:
            return read_changes(connection, since, int(_state(connection)["sequence"]))

    def view(self) -> View:
        """Give the view as of the last refresh."""
        return self.changes(0).upserts


def _create(connection: Connection) -> dict[str, str]:
    """Make the tables, unless another process was quicker."""
    schema.metadata.create_all(connection)
    state = _state(connection)
    if state:
        return state
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version = {schema.SCHEMA_VERSION}")
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


def _state(connection: Connection, *, lock: bool = False) -> dict[str, str]:
    query = select(schema.state.c.name, schema.state.c.value)
    return {str(n): str(v) for n, v in connection.execute(query.with_for_update() if lock else query)}


def _set(connection: Connection, **values: str) -> None:
    for name, value in values.items():
        connection.execute(update(schema.state).where(schema.state.c.name == name).values(value=value))


def _bump(connection: Connection, name: str) -> int:
    """Count a number of the state up by one; others that do so wait for this transaction's end."""
    here = schema.state.c.name == name
    value = int(connection.execute(select(schema.state.c.value).where(here).with_for_update()).scalar_one()) + 1
    _set(connection, **{name: str(value)})
    return value


def _note(connection: Connection, row: InputRow) -> None:
    """Note an input; what is noted already is not written again."""
    table = schema.inputs
    values: dict[str, Any] = {"state": row.state, "article": row.article, "reason": row.reason}
    query = select(table.c.name, table.c.state, table.c.article, table.c.reason).where(table.c.name == row.name)
    known = connection.execute(query).first()
    if known is None:
        connection.execute(insert(table).values(name=row.name, **values))
    elif InputRow(*known) != row:
        connection.execute(update(table).where(table.c.name == row.name).values(**values))
