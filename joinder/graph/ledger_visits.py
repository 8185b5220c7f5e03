"""What servers said of pages when they were last fetched, so that the next run asks only for what is new."""

from typing import Any

from sqlalchemy import Engine, delete, insert, select

from joinder.graph import ledger_schema as schema
from joinder.graph.ledger_engine import transaction


class Visits:
    """Validators of pages by address; they are sent only where the page's article stands in the ledger."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def validators(self, url: str) -> dict[str, str]:
        """Give the headers of a conditional request; none where the page was never read or its article is gone."""
        table = schema.fetched.c
        query = select(table.etag, table.modified).where(table.url == url)
        loaded = select(schema.inputs.c.name).where(schema.inputs.c.source == url, schema.inputs.c.state == "loaded")
        with transaction(self._engine, writes=False) as connection:
            found = connection.execute(query).first()
            if found is None or connection.execute(loaded.limit(1)).first() is None:
                return {}
        named = {"If-None-Match": found.etag, "If-Modified-Since": found.modified}
        return {name: value for name, value in named.items() if value}

    def note(self, url: str, etag: str, modified: str) -> None:
        """Keep what a server said of a page that was read to its end."""
        table = schema.fetched
        values: dict[str, Any] = {"url": url, "etag": etag, "modified": modified}
        with transaction(self._engine, writes=True) as connection:
            connection.execute(delete(table).where(table.c.url == url))
            if etag or modified:
                connection.execute(insert(table).values(**values))
