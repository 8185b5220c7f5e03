"""Rows of analysis made into reports, and the words beside them: methods and the honesty block, on standard error."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from joinder import reports

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from joinder.graph.measures.honesty import Fact
    from joinder.graph.measures.overlap import Overlap
    from joinder.graph.measures.ranking import Ranked

OVERLAP = ("pair", "shared", "jaccard", "coefficient", "p", "q", "names")
COMPANIONS = ("rank", "participant", "newman", "shared", "jaccard", "p", "q", "names")

LEADS = ("rank", "participant", "label", "lead", "campaigns", "earlier", "later", "p", "q")
FOLLOWINGS = ("first", "then", "before", "shared", "credit", "expected", "p", "q", "names")
GROWTH = ("campaign", "dated", "first_day", "half_day", "days_to_half", "first_movers", "crowds")
BRIDGES = ("rank", "participant", "betweenness", "participation", "redundancy", "constraint", "names")
CAMPS = ("camp", "participants", "campaigns", "stability", "inside", "campaign_names", "participant_names")
PROMISES = ("outcome", "who", "relation", "towards", "what", "due", "first_report", "promised", "then")
CONTRADICTIONS = ("kind", "who", "towards", "one_says", "other_says", "days_apart", "one", "other")


def tell(names: Sequence[str], facts: Iterable[Fact], notes: Iterable[str] = (), *, show_methods: bool = False) -> None:
    """Say what stands beside the rows: methods where they are asked for, notes, and the honesty block always."""
    if show_methods:
        from joinder.graph.measures.methods import methods  # noqa: PLC0415 - reads a file

        for name in names:
            for what, text in methods()[name].lines():
                reports.say(f"{what}: {text}")
    for note in filter(None, notes):
        reports.say(f"note: {note}")
    for fact in facts:
        reports.say(f"{fact.what}: {fact.value}")


def ranking(rows: Sequence[Ranked], measure: str, outlets: dict[str, int]) -> reports.Report:
    """Report a ranking."""
    made = [
        {
            "rank": r.rank, "participant": r.name, "label": r.label, measure: r.score, "normalised": r.normalised,
            "campaigns": r.campaigns, "articles": r.articles, "outlets": outlets.get(r.id, 0),
            "range": span(r.low, r.high), "participant_id": r.id,
        }
        for r in rows
    ]  # fmt: skip
    names = ("rank", "participant", "label", measure, "normalised", "campaigns", "articles", "outlets", "range")
    brief = tuple(dict.fromkeys(names))
    return reports.Report((*brief, "participant_id"), made, brief=brief)


def overlaps(rows: Iterable[Overlap]) -> reports.Report:
    """Report pairs; a table shows both names in one column, and chances with two digits."""
    made = [
        dataclasses.asdict(row) | {"pair": f"{row.one} × {row.other}", "p": digits(row.p), "q": digits(row.q)}
        for row in rows
    ]
    return reports.Report(tuple(made[0]) if made else OVERLAP, made, brief=OVERLAP)


def digits(value: float) -> float:
    """Keep two digits that count: a chance is not known better than that."""
    return float(f"{value:.2g}")


def span(low: int, high: int) -> str:
    """Write a range of ranks."""
    return "" if not high else str(low) if low == high else f"{low}–{high}"


def plain(rows: Iterable[Any], brief: Sequence[str] = (), **renamed: str) -> reports.Report:
    """Report dataclass rows, with some fields under another name."""
    made = [{renamed.get(k, k): _shown(k, v) for k, v in dataclasses.asdict(row).items()} for row in rows]
    columns = tuple(made[0]) if made else tuple(brief)
    return reports.Report(columns, made, brief=tuple(brief))


def _shown(name: str, value: Any) -> Any:
    return digits(value) if name in {"p", "q"} and value is not None else value
