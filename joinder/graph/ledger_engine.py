"""Opening the ledger's database: SQLite by default, or any SQLAlchemy URL; what it objects to becomes plain words."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from joinder.errors import StoreError
from joinder.graph.ledger_schema import APPLICATION_ID

_MAGIC = b"SQLite format 3\0"
_ELSEWHERE = "choose another folder (--data), or mend its permissions"
_AGAIN = "restore a copy of it, or move it away and load the articles again"


def make_engine(location: str | Path, *, create: bool, wait: float) -> Engine:
    """Make the engine for a path or URL; a SQLite file that is not a ledger is refused before it is touched.

    Raises:
        StoreError: no such ledger (and ``create`` is false), not a ledger, or a URL that nothing here understands.
    """
    url = _url(location)
    if url.get_backend_name() != "sqlite":
        try:
            return create_engine(url, pool_pre_ping=True)
        except (NoSuchModuleError, ImportError) as error:
            hint = "install it, for example: pip install 'psycopg[binary]'"
            raise StoreError(f"{url!r} needs a driver: {error}", hint) from error
    path = Path(url.database or "")
    fresh = _check_file(path, create=create)
    engine = create_engine(url, connect_args={"timeout": wait})
    if fresh:  # the mode stays with the file; a file that may yet turn out not to be ours is left alone
        event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA journal_mode = WAL"))
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _url(location: str | Path) -> URL:
    """Turn a path into a SQLite URL; a URL stays one."""
    text = str(location)
    if "://" not in text:
        return URL.create("sqlite", database=text)
    try:
        url = make_url(text)
    except ArgumentError as error:
        scheme = text.partition("://")[0]
        raise StoreError(f"{scheme}://… is no database URL", "for example postgresql://host/name") from error
    if url.get_backend_name() == "postgresql" and url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    return url


def _check_file(path: Path, *, create: bool) -> bool:
    """Refuse a path that cannot be, or is not, a ledger: nothing that is not ours is ever written to.

    Returns:
        Whether there is nothing there yet.
    """
    try:
        if not path.exists():
            if not create:
                raise StoreError(f"there is no ledger at {path}", "load articles first: joinder load FILES")
            path.parent.mkdir(parents=True, exist_ok=True)
            return True
        with path.open("rb") as file:
            header = file.read(72)
    except OSError as error:
        raise StoreError(f"the ledger {path} cannot be opened: {error.strerror}", _ELSEWHERE) from error
    ours = header[:16] == _MAGIC and int.from_bytes(header[68:72], "big") in {0, APPLICATION_ID}
    if header and not ours:
        raise StoreError(f"{path} is not a ledger of joinder", "choose another folder: --data")
    return not header


def _set_up_sqlite(connection: sqlite3.Connection, _: object) -> None:
    """Set what SQLite leaves off by default; transactions are begun by ``_begin_sqlite``, not by Python's module."""
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA cache_size = -65536")  # 64 MB: a large refresh touches pages all over
    connection.execute("PRAGMA cell_size_check = ON")


def _begin_sqlite(connection: Connection) -> None:
    """Begin a transaction; one that will write takes the lock at once, so that it waits instead of failing half-way."""
    writes = connection.get_execution_options().get("joinder_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def transaction(engine: Engine, *, writes: bool) -> Iterator[Connection]:
    """Run a block in one transaction; what the database objects to becomes a StoreError with what to do.

    A reading transaction sees one state of the ledger throughout.
    """
    options: dict[str, Any] = {"joinder_writes": writes}
    if not writes and engine.dialect.name == "postgresql":
        options["isolation_level"] = "REPEATABLE READ"
    try:
        with engine.connect().execution_options(**options) as connection, connection.begin():
            if writes and engine.dialect.name == "postgresql":
                # One writer at a time, as with SQLite: what two write about one article then never crosses.
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({APPLICATION_ID})")
            yield connection
    except DBAPIError as error:
        raise _plain(error.orig or error, engine.url) from error
    except sqlite3.Error as error:  # while a connection is set up
        raise _plain(error, engine.url) from error


def _plain(error: BaseException, url: URL) -> StoreError:
    """Say in plain words what the database objects to."""
    name = url.database if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)
    said = (str(error).strip() or type(error).__name__).splitlines()[0]
    for part, message, hint in _REASONS:
        if part in said:
            return StoreError(f"the ledger {name} {message} ({said})", hint)
    hint = "is the server running, and the URL right?" if url.get_backend_name() != "sqlite" else _AGAIN
    return StoreError(f"the ledger {name} cannot be used: {said}", hint)


_REASONS = (
    ("locked", "is held by another process", "wait until the other command has ended, then run this one again"),
    ("readonly", "is read-only", _ELSEWHERE),
    ("read-only", "is read-only", _ELSEWHERE),
    ("unable to open", "cannot be opened", _ELSEWHERE),
    ("full", "has no room left", "make room on the disk, then run the command again"),
    ("malformed", "is damaged", _AGAIN),
    ("not a database", "is damaged", _AGAIN),
    ("disk I/O", "cannot be read", _AGAIN),
    ("no such table", "is damaged", _AGAIN),
)
