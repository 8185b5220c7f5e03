"""What was planned, and what became of it: kept, broken, or open."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from joinder.graph.days import first_and_last_day
from joinder.graph.measures.statements import Statement, earliest, names_of, statements

if TYPE_CHECKING:
    from collections.abc import Iterable

    from joinder.graph.store import Store

#: Where a text uses both for one act, either is right: they count as the same act.
SAME_ACT: Final = {"LEFT": "PAUSED"}
KEPT: Final = ("done", "ended")


@dataclass(frozen=True, slots=True)
class Promise:
    """One thing that was planned; ``due`` is its last possible day, where the claim gives one."""

    outcome: str
    who: str
    relation: str
    towards: str
    what: str
    due: str
    overdue: bool
    first_report: str
    promised: str
    then: str
    who_id: str
    towards_id: str
    claims: tuple[str, ...]


def promises(store: Store, overdue: str = "") -> list[Promise]:
    """List every plan with its outcome: broken ones first, then open ones, then kept ones.

    With ``overdue`` (a date) only open ones are listed that were due before it: by the last possible day that the claim
    gives, else by the day of its first report.
    """
    said = statements(store)
    names = names_of(store)
    acts: dict[tuple[str, str, str], list[Statement]] = defaultdict(list)
    for claim in said:
        acts[claim.subject, SAME_ACT.get(claim.relation, claim.relation), claim.object].append(claim)
    plans: dict[tuple[str, str, str, str], list[Statement]] = defaultdict(list)
    for claim in said:
        if claim.status == "planned":
            plans[claim.subject, claim.relation, claim.object, claim.what].append(claim)
    rows = [
        _promise(planned, acts[who, SAME_ACT.get(relation, relation), towards], names, overdue)
        for (who, relation, towards, _), planned in plans.items()
    ]
    if overdue:
        rows = [row for row in rows if row.outcome == "open" and row.overdue]
    order = {"broken": 0, "open": 1, "kept": 2}
    return sorted(rows, key=lambda r: (order[r.outcome], not r.overdue, r.who, r.relation, r.towards, r.what, r.claims))


def _promise(planned: list[Statement], act: list[Statement], names: dict[str, str], overdue: str) -> Promise:
    """Settle one plan by what else is said of the same act."""
    first = earliest(planned)
    same = [s for s in act if s.what == first.what or not s.what or not first.what]
    kept = [s for s in same if s.status in KEPT]
    broken = [s for s in same if s.status == "declined" and _not_before(s, first)]
    outcome = "kept" if kept else "broken" if broken else "open"
    proof = kept or broken
    days = [day for s in planned if (day := s.end_date or s.start_date)]
    due = max((first_and_last_day(day)[1] for day in days), default="")
    by = due or (first_and_last_day(first.published)[1] if first.published else "")
    late = outcome == "open" and bool(overdue) and bool(by) and by < first_and_last_day(overdue)[0]
    return Promise(
        outcome, names[first.subject], first.relation, names[first.object], first.what, due, late, first.published,
        _shown(first, names), _shown(earliest(proof), names) if proof else "", first.subject, first.object,
        tuple(s.claim for s in sorted([*planned, *proof], key=lambda s: s.claim)),
    )  # fmt: skip


def _not_before(later: Statement, earlier: Statement) -> bool:
    """Tell whether a report may be later than another (one without a date may)."""
    if not later.published or not earlier.published:
        return True
    return first_and_last_day(later.published)[1] >= first_and_last_day(earlier.published)[0]


def _shown(claim: Statement, names: dict[str, str]) -> str:
    return replace(claim, speaker=names.get(claim.speaker, "")).shown


def counts(rows: Iterable[Promise]) -> str:
    """Say how many plans were kept, broken, and are open."""
    found: dict[str, int] = defaultdict(int)
    for row in rows:
        found[row.outcome] += 1
    return ", ".join(f"{found[name]} {name}" for name in ("broken", "open", "kept"))
