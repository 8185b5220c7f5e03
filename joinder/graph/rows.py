"""The view's rows as a store takes them: nodes by label, edges by type and by the labels of their ends."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import Any

from joinder.errors import StoreError
from joinder.graph.model import View
from joinder.graph.schema import REDIRECT, ROW_LABELS, schema

Values = dict[str, Any]
EdgeTable = tuple[str, str, str]
"""Type of an edge, label it runs from, label it runs to."""


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


def nodes(view: View) -> dict[str, list[Values]]:
    """Group the view's nodes by label; labels without any are left out."""
    found: dict[str, list[Values]] = defaultdict(list)
    for entity in view.entities:
        found[entity.label].append(values(entity))
    for field, label in ROW_LABELS.items():
        for row in getattr(view, field):
            found[label].append(values(row))
    for source, target in view.redirects:
        found[REDIRECT].append({"id": source, "target": target})
    return dict(found)


def edges(view: View, label_of: Callable[[str], str | None]) -> dict[EdgeTable, list[Values]]:
    """Group the view's edges by table; each is its ends (``_from``, ``_to``) and its properties.

    Args:
        view: the rows.
        label_of: tells the label of an entity by its id.

    Raises:
        StoreError: an edge has no end, or ends that the ontology does not allow.
    """
    allowed = {name: frozenset(kind.ends) for name, kind in schema().edges.items()}
    found: dict[EdgeTable, list[Values]] = defaultdict(list)
    for kind, source_label, source, target, properties in _all_edges(view):
        start = source_label or label_of(source)
        end = "Article" if kind in {"STATED_IN", "NAMED_IN"} else label_of(target)
        if start is None or end is None:
            missing = source if start is None else target
            raise StoreError(f"the view is broken: an edge {kind} of {source} needs {missing}, which is not there")
        if (start, end) not in allowed[kind]:
            raise StoreError(f"the ontology allows no {kind} from {start} {source} to {end} {target}")
        found[kind, start, end].append({"_from": source, "_to": target, **properties})
    return dict(found)


def _all_edges(view: View) -> Iterator[tuple[str, str | None, str, str, Values]]:
    """Go through all edges: type, label of the source (None: an entity's), source, target, properties."""
    for edge in view.edges:
        yield edge.relation, None, edge.subject, edge.object, values(edge)
    for claim in view.claims:
        yield "SUBJECT", "Claim", claim.id, claim.subject, {}
        yield "OBJECT", "Claim", claim.id, claim.object, {}
        yield "STATED_IN", "Claim", claim.id, claim.article, {}
        if claim.speaker:
            yield "SAID_BY", "Claim", claim.id, claim.speaker, {}
    for crowd in view.crowds:
        yield "ABOUT", "Crowd", crowd.id, crowd.object, {}
        yield "STATED_IN", "Crowd", crowd.id, crowd.article, {}
    for mention in view.mentions:
        yield "OF", "Mention", mention.id, mention.entity, {}
        yield "NAMED_IN", "Mention", mention.id, mention.article, {}


def entity_labels(view: View) -> dict[str, str]:
    """Map the view's entities to their labels."""
    return {entity.id: entity.label for entity in view.entities}


def referred(view: View) -> set[str]:
    """Collect the ids of all entities that the view's other rows refer to."""
    found = {end for edge in view.edges for end in (edge.subject, edge.object)}
    found |= {end for claim in view.claims for end in (claim.subject, claim.object, claim.speaker) if end}
    found |= {crowd.object for crowd in view.crowds}
    return found | {mention.entity for mention in view.mentions}


def check_ids(tables: Mapping[str, Iterable[Values]]) -> None:
    """Make sure that no id stands twice in one table: a COPY of doubled keys would corrupt the embedded file.

    Raises:
        StoreError: one does.
    """
    for label, rows in tables.items():
        seen: set[str] = set()
        for row in rows:
            if row["id"] in seen:
                raise StoreError(f"the view is broken: {label} {row['id']} stands in it twice")
            seen.add(row["id"])


def check_articles(view: View) -> None:
    """Make sure that every article that a row refers to is in the view.

    Raises:
        StoreError: one is not.
    """
    known = {article.id for article in view.articles}
    needed = [(row.id, row.article) for row in view.mentions]
    needed += [(row.id, row.article) for row in view.claims]
    needed += [(row.id, row.article) for row in view.crowds]
    for row, article in needed:
        if article not in known:
            raise StoreError(f"the view is broken: {row} needs the article {article}, which is not there")
