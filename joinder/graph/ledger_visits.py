"""What servers said of pages when they were last fetched, so that the next run asks only for what is new."""

from typing import Any

from sqlalchemy import Engine, delete, insert, select

from joinder.graph import ledger_schema as schema
from joinder.graph.ledger_engine import transaction


class Visits:
    """Validators of pages and feeds by address."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def validators(self, url: str) -> dict[str, str]:
        """Give the headers of a conditional request; none where a page's article is not in the ledger (any more)."""
        table = schema.fetched.c
        query = select(table.etag, table.modified, table.feed).where(table.url == url)
        loaded = select(schema.inputs.c.name).where(schema.inputs.c.source == url, schema.inputs.c.state == "loaded")
        with transaction(self._engine, writes=False) as connection:
            found = connection.execute(query).first()
            if found is None or not (found.feed or connection.execute(loaded.limit(1)).first()):
                return {}
        named = {"If-None-Match": found.etag, "If-Modified-Since": found.modified}
        return {name: value for name, value in named.items() if value}

    def note(self, url: str, etag: str, modified: str, *, feed: bool) -> None:
        """Keep what a server said of a page, or of a feed all of whose articles were read."""
        table = schema.fetched
        values: dict[str, Any] = {"url": url, "etag": etag, "modified": modified, "feed": int(feed)}
        with transaction(self._engine, writes=True) as connection:
            connection.execute(delete(table).where(table.c.url == url))
            if etag or modified:
                connection.execute(insert(table).values(**values))
