"""The ledger: what was read and said. It is the truth; every graph is a view of it."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, fields
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Engine, Table, delete, func, inspect, select, update

from joinder.errors import StoreError
from joinder.graph import ledger_judgements, ledger_origins, ledger_rows
from joinder.graph import ledger_listing as listing
from joinder.graph import ledger_schema as schema
from joinder.graph import ledger_state as state
from joinder.graph.judgements import Judgement
from joinder.graph.ledger_check import faults
from joinder.graph.ledger_engine import make_engine, transaction
from joinder.graph.ledger_listing import InputRow
from joinder.graph.ledger_locks import publishing
from joinder.graph.ledger_refresh import refresh
from joinder.graph.ledger_rows import differences
from joinder.graph.ledger_visits import Visits
from joinder.graph.model import Article, Changes, Extraction, View
from joinder.graph.records import Contents, fingerprint, rows_of
from joinder.graph.sequence import changed_since, read_changes

__all__ = ["InputRow", "Ledger", "Recorded", "open_ledger"]


@dataclass(frozen=True, slots=True)
class Recorded:
    """What recording did: ``state`` is ``new``, ``changed``, ``unchanged`` or ``older``.

    ``taken`` and ``added`` are the claims of a changed article that it no longer makes, and those that it did not make
    before, in plain words.
    """

    state: str
    taken: tuple[str, ...] = ()
    added: tuple[str, ...] = ()


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
            values = state.read(connection) if inspect(connection).has_table(schema.state.name) else {}
            foreign = not values and bool(inspect(connection).get_table_names())
        if foreign:
            raise StoreError(f"{self.location} is not a ledger of joinder", "choose another folder or database")
        if not values:
            with transaction(engine, writes=True) as connection:
                values = state.create(connection)
        if values.get("application") != "joinder" or int(values["schema"]) > schema.SCHEMA_VERSION:
            raise StoreError(
                f"the ledger {self.location} was written by a newer joinder (schema {values.get('schema')})",
                "install that version, or choose another folder (--data)",
            )
        if int(values["schema"]) < schema.SCHEMA_VERSION:
            with transaction(engine, writes=True) as connection:
                values = state.upgrade(connection)
        self.key = values["key"]

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
            return int(state.read(connection)["sequence"])

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
        return self.record_fully(extraction, source).state

    def record_fully(
        self, extraction: Extraction, source: str | None = None, *, origin: str = "", keep_newer: bool = False
    ) -> Recorded:
        """Record as ``record`` does, and tell what a correction changed.

        Args:
            extraction: the article with its entities and claims.
            source: the input that it came from, noted as loaded.
            origin: what must be read again to read that input again.
            keep_newer: leave an article alone whose text is one that a newer text has replaced (``"older"``).

        Raises:
            ArticleError: a quote that is not in the text, or a claim that the ontology objects to.
        """
        contents = rows_of(extraction)
        article = extraction.article
        with transaction(self._engine, writes=True) as connection:
            if source is not None:
                listing.note(connection, InputRow(source, "loaded", article.id, extraction.skipped, origin))
            if not ledger_rows.holds(connection, article.id):
                ledger_rows.write(connection, contents, article.text)
                state.touch(connection, article.id)
                return Recorded("new")
            before = ledger_rows.read(connection, article.id)
            if bool(before.mentions) != bool(contents.mentions):  # the gate thought otherwise of it
                listing.note_skipped(connection, article.id, extraction.skipped)
            if before == contents:
                return Recorded("unchanged")
            marks = before.articles[0].fingerprint, contents.articles[0].fingerprint
            if keep_newer and ledger_rows.superseded(connection, article.id, marks[1]):
                return Recorded("older")
            ledger_origins.take_away(connection, [(article.id, before.articles[0].signature)])
            connection.execute(delete(schema.articles).where(schema.articles.c.id == article.id))
            ledger_rows.write(connection, contents, article.text)
            ledger_rows.supersede(connection, article.id, *marks)
            state.touch(connection, article.id)
        return Recorded("changed", *differences(before, contents))

    def superseded(self, article: Article) -> bool:
        """Tell whether a newer text of the same article has replaced this one."""
        with transaction(self._engine, writes=False) as connection:
            return ledger_rows.superseded(connection, article.id, fingerprint(article))

    def forget(self, article_id: str) -> bool:
        """Take an article back, with exactly what only it said; tell whether there was one."""
        return bool(self.forget_all([article_id]))

    def forget_all(self, article_ids: Iterable[str]) -> list[str]:
        """Take articles back in one transaction, with exactly what only they said; give those that there were."""
        gone = []
        with transaction(self._engine, writes=True) as connection:
            for key in article_ids:
                signed = connection.scalar(select(schema.articles.c.signature).where(schema.articles.c.id == key))
                ledger_origins.take_away(connection, [(key, signed or "")])
                if connection.execute(delete(schema.articles).where(schema.articles.c.id == key)).rowcount:
                    here = schema.inputs.c.article == key
                    connection.execute(update(schema.inputs).where(here).values(state="forgotten"))
                    connection.execute(delete(schema.superseded).where(schema.superseded.c.article == key))
                    state.touch(connection, key)
                    gone.append(key)
        return gone

    def judge(self, judgements: Iterable[Judgement]) -> list[Judgement]:
        """Add judgements about identity to those that are there; give those that were new."""
        with transaction(self._engine, writes=True) as connection:
            new = ledger_judgements.write(connection, judgements)
            if new:
                # A judgement belongs to no article, so no list of touched articles can tell what it changes: whoever
                # keeps one must compute the whole view when the judgements have changed.
                state.bump(connection, "revision")
        return new

    def judgements(self) -> tuple[Judgement, ...]:
        """Read all judgements, the oldest first, those that do not stand any more too."""
        with transaction(self._engine, writes=False) as connection:
            return ledger_judgements.read(connection)

    def note_input(self, name: str, state: str, article: str = "", reason: str = "", source: str = "") -> None:
        """Note what became of an input."""
        with transaction(self._engine, writes=True) as connection:
            listing.note(connection, InputRow(name, state, article, reason, source))

    def inputs(self, state: str | None = None) -> list[InputRow]:
        """List the inputs, all or those of one state, by name."""
        with transaction(self._engine, writes=False) as connection:
            return listing.inputs(connection, state)

    def listed(self, state: str | None = None) -> list[listing.Listed]:
        """List the inputs with their articles, counts and versions, all or those of one state."""
        with transaction(self._engine, writes=False) as connection:
            return listing.listed(connection, state)

    def find(self, *words: str) -> list[str]:
        """Find articles by id, address or input, whichever of ``words`` it is."""
        with transaction(self._engine, writes=False) as connection:
            return listing.find(connection, words)

    def of_publisher(self, publisher: str) -> list[str]:
        """Find the articles of a publisher, in any case."""
        with transaction(self._engine, writes=False) as connection:
            return listing.of_publisher(connection, publisher)

    def article(self, article_id: str) -> Article | None:
        """Give an article with its text."""
        table = schema.articles
        columns = [table.c[f.name] for f in fields(Article)]
        with transaction(self._engine, writes=False) as connection:
            row = connection.execute(select(*columns).where(table.c.id == article_id)).first()
        return None if row is None else Article(*row)

    def article_ids(self, *, other_than: str | None = None) -> list[str]:
        """List the ids of all articles, sorted; or of those that another version of the extractor read."""
        with transaction(self._engine, writes=False) as connection:
            return listing.read_by(connection, other_than)

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

    def refresh(self, *, whole: bool = False) -> int:
        """Bring the stored view up to what the ledger says; give its sequence number.

        Args:
            whole: compute all of it from scratch, also where it is up to date.
        """
        return refresh(self._engine, whole=whole)

    def pending(self) -> bool:
        """Tell whether the stored view is older than what the ledger says."""
        with transaction(self._engine, writes=False) as connection:
            values = state.read(connection)
            return values["view_revision"] != values["revision"]

    def note_published(self, graph: str, sequence: int) -> None:
        """Note up to which sequence number a graph was brought, so that it can be said how far behind it is."""
        with transaction(self._engine, writes=True) as connection:
            state.put(connection, f"published {graph}", str(sequence))

    def behind(self, graph: str) -> tuple[int, int]:
        """Count the articles, and the rows of all kinds, of which a graph has not been told."""
        with transaction(self._engine, writes=False) as connection:
            since = int(state.read(connection).get(f"published {graph}", "0"))
            return changed_since(connection, since)

    def publishing(self) -> AbstractContextManager[None]:
        """Be the only one that brings graphs up to date with this ledger, for as long as a block lasts."""
        return publishing(self._engine)

    def visits(self) -> Visits:
        """Give what servers said of the pages that were fetched."""
        return Visits(self._engine)

    def faults(self) -> list[str]:
        """Look over the whole ledger; say in plain words what is wrong with it."""
        return faults(self._engine)

    def changes(self, since: int) -> Changes:
        """Give the rows of the view that changed after sequence number ``since`` (0: the whole view)."""
        with transaction(self._engine, writes=False) as connection:
            return read_changes(connection, since, int(state.read(connection)["sequence"]))

    def view(self) -> View:
        """Give the view as of the last refresh."""
        return self.changes(0).upserts
