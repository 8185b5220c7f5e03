"""From a store's direct edges to who joined what: the memberships, or the two-mode graph, that the measures work on."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from joinder.graph.days import first_and_last_day
from joinder.graph.measures.memberships import Filters, Memberships, Side
from joinder.graph.ontology import ontology

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import networkx as nx

    from joinder.graph.store import Store

_FIELDS = ("participant", "campaign", "status", "first_day", "last_day", "first_report", "articles")


def two_mode(store: Store, statuses: Collection[str] = ("done",)) -> nx.Graph:
    """Build the graph of who joined which campaign, from claims of these statuses only (none given: all).

    Nodes have ``side`` (``participant`` or ``campaign``), ``label``, ``name`` and ``articles`` (how many articles name
    them); edges have ``articles``, the most articles that one status of this joining has. Nodes and edges are put in
    in the order of their ids, so that sums of floats come out the same on every store.
    """
    return memberships(store, statuses, claims=True).graph()


def memberships(
    store: Store,
    statuses: Collection[str] = ("done",),
    *,
    campaigns: Collection[str] = (),
    since: str = "",
    until: str = "",
    roll_up: bool = False,
    claims: bool = False,
    only: Collection[tuple[str, str, str]] | None = None,
) -> Memberships:
    """Read who joined what, from claims of these statuses only (none given: all).

    Args:
        store: the graph.
        statuses: which statuses count.
        campaigns: ids of the only campaigns to count (none given: all).
        since: leave out what surely was before this day, month or year, and what has no date at all.
        until: leave out what surely was after it, likewise.
        roll_up: count a campaign that is PART_OF a larger one as the larger one.
        claims: also read the ids of the claims (slower).
        only: the only joinings to count, as ids of participant and campaign, and status.
    """
    found = _read(store, claims=claims)
    if only is not None:
        told = zip(*(found[name] for name in ("participant", "campaign", "status")), strict=True)
        there = [i for i, joining in enumerate(told) if joining in only]
        found = {name: [column[i] for i in there] for name, column in found.items()}
    names = found["campaign"]
    if roll_up:
        root = roots(store)
        found["campaign"] = names = [root.get(c, c) for c in names]
    days = [day or report for day, report in zip(found["first_day"], found["first_report"], strict=True)]
    rooted = {root.get(c, c) for c in campaigns} if roll_up else set(campaigns)
    counted = [
        (not statuses or status in statuses) and (not rooted or campaign in rooted)
        for status, campaign in zip(found["status"], names, strict=True)
    ]
    dated = [_within(day, since, until) for day in days]
    undated = sum(c and not day for c, day in zip(counted, days, strict=True)) if since or until else 0
    kept = [i for i, (c, d) in enumerate(zip(counted, dated, strict=True)) if c and d]
    filters = Filters(
        tuple(s for s in ontology().statuses if not statuses or s in statuses), tuple(sorted(rooted)), since, until,
        roll_up, undated,
    )  # fmt: skip
    return _built(nodes_of(store), {name: [column[i] for i in kept] for name, column in found.items()}, filters)


def _read(store: Store, *, claims: bool) -> dict[str, list[Any]]:
    """Read the edges of joining, one list for each of their fields."""
    found = store.columns(
        "MATCH (p)-[j:JOINED]->(c:Campaign) "
        "RETURN p.id AS participant, c.id AS campaign, j.status AS status, j.first_day AS first_day, "
        "j.last_day AS last_day, j.first_report AS first_report, j.n_articles AS articles"
        + (", j.claims AS claims" if claims else "")
    )
    return {name: found[name].tolist() for name in (*_FIELDS, *(["claims"] if claims else []))}


def _within(day: str, since: str, until: str) -> bool:
    """Tell whether a day may lie between two others (either may be open)."""
    if not since and not until:
        return True
    if not day:
        return False
    first, last = first_and_last_day(day)
    return (not since or last >= first_and_last_day(since)[0]) and (not until or first <= first_and_last_day(until)[1])


def roots(store: Store) -> dict[str, str]:
    """Map each part of a larger campaign to the largest one; where parts go round in a ring, to the smallest id."""
    found = store.columns("MATCH (a:Campaign)-[r:PART_OF]->(b:Campaign) RETURN a.id AS part, b.id AS whole")
    parents: dict[str, set[str]] = defaultdict(set)
    for part, whole in zip(found["part"].tolist(), found["whole"].tolist(), strict=True):
        parents[part].add(whole)
    found_roots = {}
    for part in parents:
        node, seen = part, [part]
        while node in parents and (above := min(parents[node])) not in seen:
            node = above
            seen.append(node)
        found_roots[part] = node if node not in parents else min(seen)
    return found_roots


def _built(nodes: dict[str, tuple[str, str, int]], edges: dict[str, list[Any]], filters: Filters) -> Memberships:
    """Merge the edges of one participant and one campaign (several statuses), and put all in the order of ids."""
    left, right = (sorted(set(edges[name])) for name in ("participant", "campaign"))
    at_left, at_right = ({node: i for i, node in enumerate(side)} for side in (left, right))
    rows = np.fromiter((at_left[p] for p in edges["participant"]), dtype=np.int64, count=len(edges["participant"]))
    columns = np.fromiter((at_right[c] for c in edges["campaign"]), dtype=np.int64, count=len(rows))
    order = np.lexsort((columns, rows))
    rows, columns = rows[order], columns[order]
    new = np.ones(len(rows), dtype=bool)
    new[1:] = (rows[1:] != rows[:-1]) | (columns[1:] != columns[:-1])
    facts = {name: [edges[name][i] for i in order.tolist()] for name in edges}
    starts = new.nonzero()[0].tolist()

    def chosen(name: str) -> tuple[Any, ...]:
        return tuple(facts[name][i] for i in starts) if name in facts else ()

    found = Memberships(
        _side(left, nodes), _side(right, nodes), rows[new], columns[new],
        chosen("first_day"), chosen("last_day"), chosen("first_report"), chosen("articles"),
        tuple(tuple(ids) for ids in chosen("claims")), filters,
    )  # fmt: skip
    return found if len(starts) == len(rows) else _merged(found, facts, starts)


def _merged(found: Memberships, facts: dict[str, list[Any]], starts: Sequence[int]) -> Memberships:
    """Fill in the facts of joinings that have several edges: earliest, latest, most."""
    groups = list(zip(starts, [*starts[1:], len(facts["status"])], strict=True))

    def earliest(name: str) -> tuple[str, ...]:
        return tuple(min(filter(None, facts[name][a:b]), default="") for a, b in groups)

    return replace(
        found, first_day=earliest("first_day"), first_report=earliest("first_report"),
        last_day=tuple(max(facts["last_day"][a:b]) for a, b in groups),
        articles=tuple(max(facts["articles"][a:b]) for a, b in groups),
        claims=tuple(tuple(sorted({c for part in facts["claims"][a:b] for c in part})) for a, b in groups)
        if "claims" in facts else (),
    )  # fmt: skip


def _side(ids: list[str], nodes: dict[str, tuple[str, str, int]]) -> Side:
    labels, names, articles = zip(*(nodes[node] for node in ids), strict=True) if ids else ((), (), ())
    return Side(tuple(ids), names, labels, articles)


def nodes_of(store: Store) -> dict[str, tuple[str, str, int]]:
    """Read label, name and number of articles of every entity."""
    labels = "|".join(f"`{label}`" for label in ontology().labels)
    found = store.columns(
        f"MATCH (n:{labels}) RETURN n.id AS id, n.label AS label, n.name AS name, n.n_articles AS articles"
    )
    rows = zip(*(found[c].tolist() for c in ("id", "label", "name", "articles")), strict=True)
    return {node: (label, name, articles) for node, label, name, articles in rows}
