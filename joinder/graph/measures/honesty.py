"""The honesty block: what a figure rests on, and what it leaves out. Every report carries it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from joinder.graph.measures import robustness
from joinder.graph.measures.crowds import read_crowds
from joinder.graph.measures.overlap import pairs_to_make

if TYPE_CHECKING:
    from collections.abc import Sequence

    from joinder.graph.measures.memberships import Memberships
    from joinder.graph.measures.ranking import Ranked
    from joinder.graph.measures.robustness import Duplicate
    from joinder.graph.measures.support import Support
    from joinder.graph.store import Store


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the block."""

    what: str
    value: str


def block(
    store: Store,
    found: Memberships,
    support: Support,
    top: Sequence[Ranked] = (),
    measure: str = "campaigns",
    unresolved: Sequence[Duplicate] | None = None,
) -> list[Fact]:
    """Write the block for what was counted; with ``top``, also for how firm their ranks are.

    ``unresolved`` are the pairs that a ledger's review has not settled; ``None``: names alone are compared.
    """
    facts = [
        Fact("counted", counted(found)),
        Fact("coverage", coverage(support)),
        Fact("review", f"{len(support.edge):,} statements counted as extracted; the graph records no review"),
        Fact("dates", dates(found)),
        Fact("biggest campaign", biggest(found)),
        Fact("crowds", crowds(store, found)),
    ]
    if found.filters.undated_left_out:
        facts.append(
            Fact("left out", f"{found.filters.undated_left_out:,} joinings without any date, by the period asked")
        )
    if top:
        facts.append(Fact("possible duplicates", doubts(found, top, measure, unresolved)))
    return facts


def counted(found: Memberships) -> str:
    """Say what was counted, by which statuses, with the hash of the data."""
    what = f"{len(found):,} joinings of {len(found.participants):,} participants in {len(found.campaigns):,} campaigns"
    rolled = ", parts counted as their whole" if found.filters.rolled_up else ""
    period = " to ".join(filter(None, (found.filters.since or "the beginning", found.filters.until or "the end")))
    when = f", {period}" if found.filters.since or found.filters.until else ""
    return f"{what} (status: {', '.join(found.filters.statuses)}{rolled}{when}; data {found.digest})"


def coverage(support: Support) -> str:
    """Say how many articles of how many outlets state what was counted, and from when to when they are."""
    articles = sorted(set(support.article.tolist()))
    days = sorted(d for d in (support.published[i] for i in articles) if d)
    outlets = {support.publishers[i].strip() for i in articles} - {""}
    unknown = sum(not support.publishers[i].strip() for i in articles)
    when = f", {days[0]} to {days[-1]}" if days else ""
    undated = f", {len(articles) - len(days)} without a date" if len(days) < len(articles) else ""
    nameless = f" and {unknown:,} of unknown outlets" if unknown else ""
    return f"{_count(len(articles), 'article')}, {_count(len(outlets), 'outlet')}{nameless}{when}{undated}"


def dates(found: Memberships) -> str:
    """Say how many joinings have a day of their own, or only that of a report, or none."""
    total = len(found)
    if not total:
        return "no joining, no date"
    own = sum(map(bool, found.first_day))
    reported = sum(bool(r) and not d for d, r in zip(found.first_day, found.first_report, strict=True))
    none = share(total - own - reported, total)
    return f"{share(own, total)} have a day of their own, {share(reported, total)} only that of a report, {none} none"


def biggest(found: Memberships) -> str:
    """Say which share of all pairs the biggest campaign makes by itself."""
    if not len(found.campaigns):
        return "there is none"
    at = int(found.sizes.argmax())
    pairs, own = pairs_to_make(found.sizes), pairs_to_make(found.sizes[at : at + 1])
    named = f"{found.campaigns.names[at]} ({_count(int(found.sizes[at]), 'participant')})"
    return f"{named} makes {share(own, pairs)} of all {pairs:,} pairs"


def crowds(store: Store, found: Memberships) -> str:
    """Say how many crowd claims speak of the counted campaigns: they are never expanded into participants."""
    ours = read_crowds(store, found)
    if not ours:
        return "none speaks of these campaigns"
    name = found.campaigns.names[found.campaigns.ids.index(ours[0].campaign)]
    return f"{_count(len(ours), 'crowd claim')} not expanded (the largest: {ours[0].text}, {name})"


def doubts(
    found: Memberships, top: Sequence[Ranked], measure: str, unresolved: Sequence[Duplicate] | None = None
) -> str:
    """Name unresolved pairs that touch the top, and what the ranks would be if all of them were merged."""
    by = "by their names" if unresolved is None else "open in the ledger's review"
    pairs = robustness.duplicates(found, [row.id for row in top]) if unresolved is None else list(unresolved)
    if not pairs:
        return f"none near the top, {by}"
    counted = set(found.participants.ids)  # who joined nothing that counts moves no rank
    joined, settled = robustness.merged(found, [p for p in pairs if counted.issuperset((p.one, p.other))])
    after = robustness.ranks_of(joined, sorted({settled.get(r.id, r.id) for r in top}), measure)
    moved = [
        f"{row.name} {row.rank} to {after[settled.get(row.id, row.id)]}"
        for row in top
        if int(row.rank.rstrip("=")) != after[settled.get(row.id, row.id)]
    ]
    named = "; ".join(f"{p.one_name} / {p.other_name}" for p in pairs[:3]) + ("; …" if len(pairs) > 3 else "")
    ranks = f"ranks if all were merged: {', '.join(moved[:5])}" if moved else "merging all of them would change no rank"
    return f"{_count(len(pairs), 'pair')} near the top, {by} ({named}); {ranks}"


def share(part: int, whole: int) -> str:
    """Write a part as a percentage that is never rounded to nothing or to all."""
    if not whole:
        return "0 %"
    percent = 100 * part / whole
    if 0 < percent < 1 or 99 < percent < 100:
        return f"{percent:.1f} %" if 0.05 <= percent < 99.95 else ("< 0.1 %" if percent < 50 else "> 99.9 %")
    return f"{percent:.0f} %"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
