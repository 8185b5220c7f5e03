"""What the commands of analysis compute: rows, the honesty block, and notes. Imported late: SciPy is slow to import."""

from __future__ import annotations

from typing import TYPE_CHECKING

from joinder.commands import analysis_reports, answers
from joinder.commands.analysis_duplicates import open_pairs
from joinder.errors import JoinderError
from joinder.graph.measures import companions, honesty, overlap, ranking, robustness
from joinder.graph.measures.support import read_support
from joinder.reports import Report

if TYPE_CHECKING:
    from pathlib import Path

    from joinder.graph.measures.companions import Companion
    from joinder.graph.measures.honesty import Fact
    from joinder.graph.measures.memberships import Memberships
    from joinder.graph.measures.ranking import Ranked
    from joinder.graph.store import Row, Store

Told = tuple[Report, "list[Fact]", list[str]]
"""A report, the honesty block, and notes."""


def ranked(
    store: Store, found: Memberships, measure: str, label: str | None, limit: int | None, data: Path
) -> tuple[list[Ranked], dict[str, int], list[Fact], list[str]]:
    """Rank, add ranges, and count the outlets behind each participant; ``data`` is where a ledger may be."""
    scores = ranking.MEASURES[measure](found)
    rows = ranking.rank(found, measure, label, limit, scores)
    support = read_support(store, found)
    rows, note = robustness.with_ranges(found, rows, measure, support, label)
    by_row = support.outlets_of(found.rows)
    outlets = {node: by_row.get(i, 0) for i, node in enumerate(found.participants.ids)}
    facts = honesty.block(store, found, support, rows, measure, open_pairs(data, store, rows))
    return rows, outlets, facts, [scores.note, note]


def pairs(store: Store, found: Memberships, of: str, least: int, cap: int, limit: int | None) -> Told:
    """Measure pairs of campaigns or of participants; the number of pairs is said before the work."""
    facts = honesty.block(store, found, read_support(store, found))
    matrix = found.matrix if of == "participants" else found.matrix.T.tocsr()
    sizes = [int(n) for n in matrix.sum(axis=0)]
    notes = [f"{overlap.pairs_to_make([n for n in sizes if not cap or n <= cap]):,} pairs to go through"]
    wanted = limit + 1 if limit else None  # one more tells whether there are more
    if of == "campaigns":
        rows = overlap.campaigns(found, least, wanted)
    else:
        rows, cut = overlap.participants(found, max(least, 2), cap, wanted)
        notes += [f"left out of the ties, with more than {cap} participants: {', '.join(cut)}"] if cut else []
    if len(rows) > len(rows[:limit]):
        notes.append(f"more pairs share that much; the first {limit} are shown (--limit 0 shows all)")
    return analysis_reports.overlaps(rows[:limit]), facts, notes


def two_campaigns(store: Store, found: Memberships, one: str, other: str) -> Told:
    """Lay two campaigns side by side: who is in both, who in one only, with the best sentence for each.

    Raises:
        JoinderError: only one is named.
    """
    from joinder.queries.run import run  # noqa: PLC0415 - rapidfuzz

    if not other:
        raise JoinderError("an overlap needs two campaigns", f"`joinder overlap {one!r} OTHER`; without any: all pairs")
    first, second = (answers.campaign(store, name) for name in (one, other))
    said: list[dict[str, Row]] = []
    for campaign in (first, second):
        found_rows = run(store, "who", campaign=campaign["id"], statuses=list(found.filters.statuses))
        said.append({row["participant_id"]: answers.sourced(row) for row in found_rows})
    named = {"both": "both", "first": f"only {first['name']}", "second": f"only {second['name']}"}
    rows: list[Row] = []
    for shared in companions.of_two(found, first["id"], second["id"]):
        quotes = [s[shared.id] for s in said if shared.id in s]
        rows.append(
            {
                "where": named[shared.where], "participant": shared.name, "label": shared.label,
                "sentence": " ".join(f"{q['sentence']} {q['source']}" for q in quotes),
                "participant_id": shared.id, "claims": [q["claim"] for q in quotes],
            }
        )  # fmt: skip
    columns = ("where", "participant", "label", "sentence", "participant_id", "claims")
    counts = [sum(r["where"] == w for r in rows) for w in named.values()]
    note = f"{counts[0]} in both, {counts[1]} only in {first['name']}, {counts[2]} only in {second['name']}"
    facts = honesty.block(store, found, read_support(store, found))
    return Report(columns, rows, brief=columns[:4]), facts, [note]


def companions_of(
    store: Store, found: Memberships, who: Row, label: str | None
) -> tuple[list[Companion], list[Fact], list[str]]:
    """List who acts with a participant."""
    rows = [row for row in companions.companions(found, who["id"]) if label is None or row.label == label]
    joined = [c for c, p in zip(found.columns.tolist(), found.rows.tolist(), strict=True)
              if found.participants.ids[p] == who["id"]]  # fmt: skip
    names = ", ".join(sorted(found.campaigns.names[c] for c in joined)) or "nothing that counts here"
    facts = honesty.block(store, found, read_support(store, found))
    return rows, facts, [f"{who['name']} joined {names}"]
