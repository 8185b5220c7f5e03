"""The articles in the ledger by what their texts share, so that news finds the stories that it tells again."""

from collections.abc import Collection, Iterable

from sqlalchemy import Connection, bindparam, delete, insert, select

from joinder.graph import ledger_schema as schema
from joinder.graph.duplicates import bands, origins
from joinder.graph.sequence import batches, chunks

_articles = schema.articles.c
_bands = schema.bands.c
_rows = schema.rows.c
_AWAY = delete(schema.bands).where(_bands.value == bindparam("value_"), _bands.article == bindparam("article_"))


def rewrite(connection: Connection) -> None:
    """Make the whole index anew."""
    connection.execute(delete(schema.bands))
    _put(connection, ((key, signed) for key, signed in connection.execute(select(_articles.id, _articles.signature))))


def take_away(connection: Connection, signatures: Iterable[tuple[str, str]]) -> None:
    """Take articles (id and signature) out of the index, before they go or get another text."""
    values = [{"value_": value, "article_": key} for key, signed in signatures for value in bands(signed)]
    if values:
        connection.execute(_AWAY, values)


def changed_origins(connection: Connection, articles: Collection[str]) -> dict[str, str]:
    """Give the origin that changed articles have now, and that of all others that tell their stories, old and new.

    Whether two texts are alike depends on the two alone: what is not in a story that one of ``articles`` was in, or is
    in now, keeps its origin.
    """
    signed = _signatures(connection, articles)
    take_away(connection, signed.items())
    _put(connection, signed.items())
    near = set(signed)
    for part in chunks({str(value) for found in signed.values() for value in bands(found)}):
        query = select(_bands.article).where(_bands.value.in_([int(value) for value in part]))
        near |= set(connection.execute(query).scalars())
    stories: set[str] = set()
    shown = _rows.kind == "articles"
    for part in chunks(near | set(articles)):
        query = select(_rows.subject).where(shown, _rows.id.in_(part), _rows.payload.is_not(None))
        stories |= {str(origin) for origin in connection.execute(query).scalars()}
    for part in chunks(stories):
        near |= set(connection.execute(select(_rows.id).where(shown, _rows.subject.in_(part))).scalars())
    told = []
    for part in chunks(near):
        query = select(_articles.id, _articles.published, _articles.signature).where(_articles.id.in_(part))
        told += [(key, published, found) for key, published, found in connection.execute(query)]
    return origins(told)


def _signatures(connection: Connection, articles: Collection[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in chunks(articles):
        query = select(_articles.id, _articles.signature).where(_articles.id.in_(part))
        found |= {key: signed for key, signed in connection.execute(query)}  # noqa: C416 - has keys()
    return found


def _put(connection: Connection, signatures: Iterable[tuple[str, str]]) -> None:
    found = sorted((value, key) for key, signed in signatures for value in bands(signed))
    for values in batches({"value": value, "article": key} for value, key in found):
        connection.execute(insert(schema.bands), values)
