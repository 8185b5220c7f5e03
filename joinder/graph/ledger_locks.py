"""One publisher at a time: two that brought one graph up to date at once could leave it behind both."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

from joinder.graph.ledger_schema import APPLICATION_ID

#: The number of the lock among PostgreSQL's advisory ones.
_PUBLISHING = APPLICATION_ID + 1


@contextmanager
def publishing(engine: Engine) -> Iterator[None]:
    """Wait for one's turn to publish; the system gives the turn back when its holder dies."""
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            connection.exec_driver_sql(f"SELECT pg_advisory_lock({_PUBLISHING})")
            connection.commit()
            try:
                yield
            finally:
                connection.exec_driver_sql(f"SELECT pg_advisory_unlock({_PUBLISHING})")
        return
    database = engine.url.database
    if not database or database == ":memory:":
        yield
        return
    with open(f"{database}.publishing", "a") as file:  # noqa: PTH123 - a name, not a path to work with
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
