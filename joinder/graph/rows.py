"""The view's rows as a store takes them: nodes by label, edges by type and by the labels of their ends."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from itertools import chain
from operator import attrgetter
from typing import Any

from joinder.errors import StoreError
from joinder.graph.model import View
from joinder.graph.schema import REDIRECT, ROW_LABELS, schema

Values = dict[str, Any]
EdgeTable = tuple[str, str, str]
"""Type of an edge, label it runs from, label it runs to."""

_STRUCTURE = (
    ("claims", "Claim", "SUBJECT", "subject"),
    ("claims", "Claim", "OBJECT", "object"),
    ("claims", "Claim", "STATED_IN", "article"),
    ("claims", "Claim", "SAID_BY", "speaker"),
    ("crowds", "Crowd", "ABOUT", "object"),
    ("crowds", "Crowd", "STATED_IN", "article"),
    ("mentions", "Mention", "OF", "entity"),
    ("mentions", "Mention", "NAMED_IN", "article"),
)
"""The edges that rows of the view imply: field of the view, label of the row's node, type, which value is the end."""


@dataclass(frozen=True, slots=True)
class RedirectRow:
    """A redirect as the other rows are: an id, and the id that it leads to."""

    id: str
    target: str


@dataclass(frozen=True, slots=True)
class Joined:
    """The edges of one table as rows of the view: nothing is copied, for a graph has millions of edges.

    ``source`` and ``target`` name those values of a row that are the ends; ``own`` tells whether a row's values are the
    edge's properties too.
    """

    source: str
    target: str
    own: bool
    rows: list[Any] = field(default_factory=list)


def values(row: Any) -> Values:
    """Turn a row of the view into a node's or an edge's properties (tuples to lists)."""
    kind: Any = type(row)
    names, read = _reading(kind)
    return {n: list(v) if isinstance(v, tuple) else v for n, v in zip(names, read(row), strict=True)}


@cache
def _reading(kind: type) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
    """Look once at the fields of a kind of row: a graph has millions of rows."""
    names = tuple(f.name for f in fields(kind))
    return names, attrgetter(*names)


def nodes(view: View) -> dict[str, list[Any]]:
    """Group the rows of the view's nodes by label; labels without any are left out."""
    found: dict[str, list[Any]] = defaultdict(list)
    for entity in view.entities:
        found[entity.label].append(entity)
    for name, label in ROW_LABELS.items():
        found[label] = list(getattr(view, name))
    found[REDIRECT] = [RedirectRow(*pair) for pair in view.redirects]
    return {label: rows for label, rows in found.items() if rows}


def edges(view: View, label_of: Callable[[str], str | None]) -> dict[EdgeTable, Joined]:
    """Group the view's edges by table.

    Args:
        view: the rows.
        label_of: tells the label of an entity by its id.

    Raises:
        StoreError: an edge has no end, or ends that the ontology does not allow.
    """
    found: dict[EdgeTable, Joined] = {}
    for edge in view.edges:
        table = (edge.relation, label_of(edge.subject), label_of(edge.object))
        _table(found, table, edge, ("subject", "object", True)).rows.append(edge)
    for name, start, kind, end in _STRUCTURE:
        read = attrgetter(end)
        label = (lambda _: "Article") if end == "article" else label_of
        for row in getattr(view, name):
            if (target := read(row)) or kind != "SAID_BY":
                _table(found, (kind, start, label(target)), row, ("id", end, False)).rows.append(row)
    return found


def _table(
    found: dict[EdgeTable, Joined], table: tuple[str, str | None, str | None], row: Any, way: tuple[str, str, bool]
) -> Joined:
    """Give the table of an edge, making it where the ontology allows one."""
    known = found.get(table)  # type: ignore[arg-type] # a table without a label is never found
    if known is not None:
        return known
    kind, start, end = table
    source, target = getattr(row, way[0]), getattr(row, way[1])
    if start is None or end is None:
        missing = source if start is None else target
        raise StoreError(f"the view is broken: an edge {kind} of {source} needs {missing}, which is not there")
    if (start, end) not in schema().edges[kind].ends:
        raise StoreError(f"the ontology allows no {kind} from {start} {source} to {end} {target}")
    return found.setdefault((kind, start, end), Joined(*way))


def entity_labels(view: View) -> dict[str, str]:
    """Map the view's entities to their labels."""
    return {entity.id: entity.label for entity in view.entities}


def referred(view: View) -> set[str]:
    """Collect the ids of all entities that the view's other rows refer to."""
    found = {end for edge in view.edges for end in (edge.subject, edge.object)}
    found |= {end for claim in view.claims for end in (claim.subject, claim.object, claim.speaker) if end}
    found |= {crowd.object for crowd in view.crowds}
    return found | {mention.entity for mention in view.mentions}


def check_ids(tables: Mapping[str, Iterable[Any]]) -> None:
    """Make sure that no id stands twice in one table: a COPY of doubled keys would corrupt the embedded file.

    Raises:
        StoreError: one does.
    """
    for label, rows in tables.items():
        seen: set[str] = set()
        for row in rows:
            if row.id in seen:
                raise StoreError(f"the view is broken: {label} {row.id} stands in it twice")
            seen.add(row.id)


def check_articles(view: View) -> None:
    """Make sure that every article that a row refers to is in the view.

    Raises:
        StoreError: one is not.
    """
    known = {article.id for article in view.articles}
    for row in chain[Any](view.mentions, view.claims, view.crowds):
        if row.article not in known:
            raise StoreError(f"the view is broken: {row.id} needs the article {row.article}, which is not there")
