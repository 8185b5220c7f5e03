"""How Neo4j is brought up to date: by idempotent statements over batches of rows, which can be repeated."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import attrgetter
from typing import Any

from joinder.errors import StoreError
from joinder.graph import rows
from joinder.graph.model import Changes, View
from joinder.graph.ontology import ontology
from joinder.graph.rows import values
from joinder.graph.schema import REDIRECT, ROW_LABELS, STATE, schema, view_fields

BATCH = 10_000
"""Rows in one statement."""

TRANSACTION = 10_000
"""Rows in one transaction, about, where a change is too large for one."""

WHOLE = 50_000
"""Rows of the view that may change in one transaction (at most), so that a reader sees all of them or none."""

MARK = f"MERGE (s:{STATE} {{id: 'graph'}}) ON CREATE SET s.sequence = -1, s.ledger = '', s.schema = $schema"
PARTIAL = f"MATCH (s:{STATE} {{id: 'graph'}}) SET s.partial = true"
UNFINISHED = f"MATCH (s:{STATE} {{id: 'graph'}}) SET s.sequence = -1"
_ARRIVED = f"UNWIND $rows AS r MERGE (s:{STATE} {{id: r.id}}) SET s = r"

_PLAN = "CYPHER replan=skip "
"""A plan that seeks by unique keys stays right however the graph grows; planning again and again is what is slow."""

Read = Callable[..., list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Step:
    """One statement for a batch of rows. An ``exact`` one returns ``written``, which must be the number of rows."""

    statement: str
    rows: Sequence[Any]
    exact: bool = False


def ddl() -> list[str]:
    """Make the statements for constraints (each an index too) and indexes."""
    made = [
        f"CREATE CONSTRAINT joinder_{label.lower()}_id IF NOT EXISTS FOR (n:`{label}`) REQUIRE n.id IS UNIQUE"
        for label in schema().nodes
    ]
    made += [
        f"CREATE CONSTRAINT joinder_{name.lower()}_id IF NOT EXISTS FOR ()-[r:`{name}`]-() REQUIRE r.id IS UNIQUE"
        for name in ontology().relations
    ]
    # No index on names: one takes no value above 8 kB, and a name may be anything that an article holds.
    made.append("CREATE INDEX joinder_claim_relation IF NOT EXISTS FOR (n:Claim) ON (n.relation)")
    return [*made, "CALL db.awaitIndexes(120)"]


def steps(changes: Changes, ledger: str, read: Read, *, empty: bool = False) -> Iterator[Step]:
    """Make all statements for some changes, in order: nodes, edges, what goes, and last the sequence number.

    Args:
        changes: what to put and to take away.
        ledger: what tells the ledger from others.
        read: runs a query.
        empty: whether the graph holds nothing yet, so that nothing need be looked for that may stand in the way.
    """
    nodes = rows.nodes(changes.upserts)
    edges = rows.edges(changes.upserts, _labels(changes.upserts, read).get)
    for label, found in nodes.items():
        yield from _batches(_PLAN + f"UNWIND $rows AS r MERGE (n:`{label}` {{id: r.id}}) SET n = r", map(values, found))
    for label in () if empty else ROW_LABELS.values():
        # Its ends may have become others, by a merge of entities.
        away = _PLAN + f"UNWIND $rows AS r MATCH (n:`{label}` {{id: r}})-[e]->() DELETE e"
        yield from _batches(away, (row.id for row in nodes.get(label, ())))
    for (kind, start, end), joined in edges.items():
        if joined.own and not empty:  # of another ledger's graph an edge may be left that has this id, and other ends
            other = "WHERE a.id <> r[0] OR b.id <> r[1] DELETE e"
            away = _PLAN + f"UNWIND $rows AS r MATCH (a)-[e:`{kind}` {{id: r[2]}}]->(b) {other}"
            yield from _batches(away, map(attrgetter(joined.source, joined.target, "id"), joined.rows), as_lists=True)
        yield from _edges(kind, start, end, joined)
    yield from _deletes(changes.deletes)
    state = {"id": "graph", "sequence": changes.sequence, "ledger": ledger, "schema": schema().version}
    yield Step(_ARRIVED, [state])


def _edges(kind: str, start: str, end: str, joined: rows.Joined) -> Iterator[Step]:
    ends = f"MATCH (a:`{start}` {{id: r[0]}}) MATCH (b:`{end}` {{id: r[1]}})"
    read = attrgetter(joined.source, joined.target)
    if joined.own:
        put = f"MERGE (a)-[e:`{kind}` {{id: r[2].id}}]->(b) SET e = r[2]"
        given: Iterable[Any] = ((*read(row), values(row)) for row in joined.rows)
    else:
        put, given = f"MERGE (a)-[e:`{kind}`]->(b)", map(read, joined.rows)
    statement = _PLAN + f"UNWIND $rows AS r {ends} {put} RETURN count(e) AS written"
    yield from _batches(statement, given, exact=True, as_lists=True)


def size(changes: Changes) -> int:
    """Count the rows of the view that change."""
    return len(changes.deletes) + sum(len(getattr(changes.upserts, field)) for field in view_fields())


def transactions(found: Iterable[Step]) -> Iterator[list[Step]]:
    """Pack statements into transactions of not too many rows."""
    pack: list[Step] = []
    size = 0
    for step in found:
        if pack and size + len(step.rows) > TRANSACTION:
            yield pack
            pack, size = [], 0
        pack.append(step)
        size += len(step.rows)
    if pack:
        yield pack


def surplus(view: View, read: Read) -> tuple[tuple[str, str], ...]:
    """List, as deletes, everything in the graph that is not in ``view``."""
    found: list[tuple[str, str]] = []
    kept = {label: {row.id for row in table} for label, table in rows.nodes(view).items()}
    kinds = dict.fromkeys(ontology().labels, "entities") | {label: field for field, label in ROW_LABELS.items()}
    for label, kind in (kinds | {REDIRECT: "redirects"}).items():
        ids = [row["id"] for row in read(f"MATCH (n:`{label}`) RETURN n.id AS id")]
        found += [(kind, i) for i in ids if i not in kept.get(label, ())]
    edges = {edge.id for edge in view.edges}
    for name in ontology().relations:
        ids = [row["id"] for row in read(f"MATCH ()-[e:`{name}`]->() RETURN e.id AS id")]
        found += [("edges", i) for i in ids if i not in edges]
    return tuple(found)


def _batches(statement: str, found: Iterable[Any], *, exact: bool = False, as_lists: bool = False) -> Iterator[Step]:
    left = iter(found)
    while batch := list(islice(left, BATCH)):
        yield Step(statement, [list(row) for row in batch] if as_lists else batch, exact)


def _labels(view: View, read: Read) -> dict[str, str]:
    """Map all entities that some rows name to their labels: those among the rows, then those in the graph."""
    known = rows.entity_labels(view)
    missing = sorted(rows.referred(view) - known.keys())
    if missing:
        for label in ontology().labels:
            found = read(f"MATCH (n:`{label}`) WHERE n.id IN $ids RETURN n.id AS id", ids=missing)
            known |= {row["id"]: label for row in found}
    return known


def _deletes(deletes: Sequence[tuple[str, str]]) -> Iterator[Step]:
    """Take edges away first, so that no entity goes with a great many of them."""
    known = {"entities": tuple(ontology().labels), "redirects": (REDIRECT,), "edges": tuple(ontology().relations)}
    known |= {field: (label,) for field, label in ROW_LABELS.items()}
    for kind in ("edges", "crowds", "claims", "mentions", "articles", "entities", "redirects"):
        ids = [i for found, i in deletes if found == kind]
        for name in known[kind] if ids else ():
            edge = f"UNWIND $rows AS r MATCH ()-[e:`{name}` {{id: r}}]->() DELETE e"
            node = f"UNWIND $rows AS r MATCH (n:`{name}` {{id: r}}) DETACH DELETE n"
            yield from _batches(edge if kind == "edges" else node, ids)
    unknown = {kind for kind, _ in deletes} - known.keys()
    if unknown:
        raise StoreError(f"there is no kind of row called {', '.join(sorted(unknown))}")
