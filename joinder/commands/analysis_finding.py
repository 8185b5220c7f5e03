"""What ``influence``, ``bridges`` and ``camps`` compute. Imported late: SciPy is slow to import."""

from __future__ import annotations

from typing import TYPE_CHECKING

from joinder.commands import analysis_reports, answers
from joinder.graph.measures import bridges, camps, growth, honesty, influence
from joinder.graph.measures.crowds import read_crowds
from joinder.graph.measures.support import read_support
from joinder.graph.measures.timing import times
from joinder.reports import Report

if TYPE_CHECKING:
    from joinder.graph.measures.honesty import Fact
    from joinder.graph.measures.memberships import Memberships
    from joinder.graph.store import Store

REPORTED = "days of reports stand in where no claim gives one: who was reported first, not who joined first"


def influence_of(
    store: Store, found: Memberships, campaign: str, show: str, window: int, by_report: bool, limit: int | None
) -> tuple[Report, list[str], list[Fact], list[str]]:
    """Tell who is early, who follows, or how fast; or one campaign's order of joining."""
    when = times(found, by_report=by_report)
    facts = honesty.block(store, found, read_support(store, found))
    missing = len(found) - len(when.edges)
    notes = [f"{missing:,} of {len(found):,} joinings have no day to compare and do not count"] if missing else []
    if by_report:
        notes.append(REPORTED)
    elif missing and any(found.first_report):
        notes.append("--by-report takes the day of the first report for them")
    if campaign:
        return *_order(store, found, campaign, by_report), facts, notes
    if show == "growth":
        rows = growth.growth(found, when, read_crowds(store, found))[:limit]
        return analysis_reports.plain(rows, analysis_reports.GROWTH), ["growth"], facts, notes
    if show == "pairs":
        pairs, large = influence.followings(found, when, window, limit=limit)
        notes += [f"too large to be paired: {', '.join(large)}"] if large else []
        return analysis_reports.plain(pairs[:limit], analysis_reports.FOLLOWINGS), ["followers"], facts, notes
    notes.append(f"{influence.shuffles_for(len(when.edges)):,} shuffles within campaigns, seed {influence.SEED}")
    leads = analysis_reports.plain(
        influence.leads(found, when)[:limit], analysis_reports.LEADS, name="participant", id="participant_id"
    )
    return leads, ["influence"], facts, notes


def _order(store: Store, found: Memberships, campaign: str, by_report: bool) -> tuple[Report, list[str]]:
    """List one campaign's participants in the order of joining, with the sentence that says so."""
    from joinder.queries.run import run  # noqa: PLC0415 - rapidfuzz

    which = answers.campaign(store, campaign)
    said = run(store, "who", campaign=which["id"], statuses=list(found.filters.statuses))
    quotes = {row["participant_id"]: answers.sourced(row) for row in said}
    rows = []
    for a in growth.arrivals(found, which["id"], by_report=by_report):
        quote = quotes.get(a.id, {})
        rows.append(
            {
                "rank": a.rank, "participant": a.name, "label": a.label, "day": a.day, "days_after": a.after,
                "by": a.by, "sentence": quote.get("sentence", ""), "source": quote.get("source", ""),
                "participant_id": a.id, "claim": quote.get("claim", ""),
            }
        )  # fmt: skip
    columns = ("rank", "participant", "label", "day", "days_after", "by", "sentence", "source")
    return Report((*columns, "participant_id", "claim"), rows, brief=columns), ["growth"]


def bridges_of(
    store: Store, found: Memberships, label: str | None, limit: int | None
) -> tuple[Report, list[Fact], list[str]]:
    """Rank who links camps."""
    done = camps.partition(found)
    rows, told = bridges.bridges(found, done, label, limit)
    facts = honesty.block(store, found, read_support(store, found))
    report = analysis_reports.plain(rows, analysis_reports.BRIDGES, name="participant", id="participant_id")
    return report, facts, [told, _stability(done)]


def camps_of(store: Store, found: Memberships, limit: int | None) -> tuple[Report, list[Fact], list[str]]:
    """Find camps."""
    done = camps.partition(found)
    facts = honesty.block(store, found, read_support(store, found))
    report = analysis_reports.plain(camps.camps(found, done)[:limit], analysis_reports.CAMPS)
    return report, facts, [_stability(done)]


def _stability(done: camps.Partitioned) -> str:
    """Say how firm the camps are."""
    return (
        f"{len(done.of_camps)} camps, Barber's modularity {done.modularity:.3f}, stability {done.stability:.2f} "
        f"(mean adjusted mutual information with {done.seeds - 1} other seeds)"
    )
