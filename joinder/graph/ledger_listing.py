"""What the ledger lists: its inputs with what came of them, and articles by how a user names them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, func, insert, or_, select, update

from joinder.graph import ledger_schema as schema


@dataclass(frozen=True, slots=True, order=True)
class InputRow:
    """What became of one input: ``state`` is ``loaded``, ``failed`` or ``forgotten``.

    ``source`` is the file or address that must be read again to try it again.
    """

    name: str
    state: str
    article: str = ""
    reason: str = ""
    source: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True, order=True)
class Listed:
    """One input with its article, as ``joinder articles`` shows it; ``input`` is empty where none is known."""

    input: str
    state: str
    article: str
    title: str
    published: str
    claims: int
    crowds: int
    extractor: str
    reason: str


_COLUMNS = [schema.inputs.c[name] for name in ("name", "state", "article", "reason", "source")]


def note(connection: Connection, row: InputRow) -> None:
    """Note an input; what is noted already is not written again, and an article seen again keeps its reason."""
    table = schema.inputs
    values: dict[str, Any] = {n: getattr(row, n) for n in ("state", "article", "reason", "source")}
    known = connection.execute(select(*_COLUMNS).where(table.c.name == row.name)).first()
    if known and row.state == "loaded" and (known.state, known.article) == ("loaded", row.article):
        values["reason"] = row.reason or known.reason
    if known is None:
        connection.execute(insert(table).values(name=row.name, **values))
    elif tuple(known)[1:] != tuple(values.values()):
        connection.execute(update(table).where(table.c.name == row.name).values(**values))


def note_skipped(connection: Connection, article: str, reason: str) -> None:
    """Note anew at the inputs of an article why it was not parsed (``""``: it was)."""
    table = schema.inputs
    here = (table.c.article == article) & (table.c.state == "loaded")
    connection.execute(update(table).where(here).values(reason=reason))


def inputs(connection: Connection, state: str | None = None) -> list[InputRow]:
    """List the inputs, all or those of one state, by name."""
    query = select(*_COLUMNS)
    if state is not None:
        query = query.where(schema.inputs.c.state == state)
    return sorted(InputRow(*row) for row in connection.execute(query))


def listed(connection: Connection, state: str | None = None) -> list[Listed]:
    """List the inputs with their articles and counts; articles of no known input come first."""
    counts: dict[str, dict[str, int]] = {"claim": {}, "crowd": {}}
    for counted in (schema.claims, schema.crowds):
        query = select(counted.c.article, func.count()).group_by(counted.c.article)
        counts[counted.name] = {key: count for key, count in connection.execute(query)}  # noqa: C416 - has keys()
    table = schema.articles
    articles = select(table.c.id, table.c.title, table.c.published, table.c.extractor)
    known = {row.id: row for row in connection.execute(articles)}
    noted = inputs(connection, state)
    if state in {None, "loaded"}:
        noted = [InputRow("", "loaded", key) for key in sorted(known.keys() - {n.article for n in noted})] + noted
    found = []
    for row in noted:
        one = known.get(row.article) if row.state == "loaded" else None
        title, published, extractor = (one.title or "", one.published or "", one.extractor) if one else ("", "", "")
        claims, crowds = (counts[kind].get(row.article, 0) if one else 0 for kind in ("claim", "crowd"))
        found.append(Listed(row.name, row.state, row.article, title, published, claims, crowds, extractor, row.reason))
    return found


def find(connection: Connection, words: Sequence[str]) -> list[str]:
    """Find articles by id, address or input, whichever of ``words`` it is."""
    table = schema.articles
    wanted = list(words)
    direct = select(table.c.id).where(or_(table.c.id.in_(wanted), table.c.url.in_(wanted)))
    by_input = select(schema.inputs.c.article).where(schema.inputs.c.name.in_(wanted))
    return sorted(connection.execute(direct.union(select(table.c.id).where(table.c.id.in_(by_input)))).scalars())


def of_publisher(connection: Connection, publisher: str) -> list[str]:
    """Find the articles of a publisher, in any case."""
    table = schema.articles
    found = connection.execute(select(table.c.id, table.c.publisher).where(table.c.publisher.is_not(None)))
    return sorted(key for key, name in found if name.strip().casefold() == publisher.strip().casefold())


def read_by(connection: Connection, other_than: str | None = None) -> list[str]:
    """List the articles, all or those that another version of the extractor read."""
    table = schema.articles
    query = select(table.c.id)
    if other_than is not None:
        query = query.where(table.c.extractor != other_than)
    return sorted(connection.execute(query).scalars())
