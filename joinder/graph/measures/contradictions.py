"""Claims that disagree, side by side: on whether, on when, and on which side one stands."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING, Final

from joinder.graph.measures.statements import Statement, names_of, statements
from joinder.graph.measures.timing import span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from joinder.graph.store import Store

FOR: Final = ("JOINED", "SUPPORTS", "ORGANIZED", "DONATED")
AGAINST: Final = ("CRITICIZED", "BOYCOTTED")


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two claims that disagree; ``days_apart`` are those between their articles (None: one has no date)."""

    kind: str
    who: str
    towards: str
    one_says: str
    one: str
    other_says: str
    other: str
    days_apart: int | None
    who_id: str
    towards_id: str
    claims: tuple[str, str]


def contradictions(store: Store) -> list[Contradiction]:
    """List claims that disagree, those of one day first: far apart, the later one may simply be news."""
    names = names_of(store)
    said: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for claim in statements(store):
        said[claim.subject, claim.object].append(claim)
    found = [pair for claims in said.values() for pair in _disagreeing(claims)]
    rows = [_row(kind, one, other, names) for kind, one, other in found]
    return sorted(rows, key=lambda r: (r.days_apart is None, r.days_apart or 0, r.who, r.towards, r.kind, r.claims))


def _disagreeing(claims: list[Statement]) -> Iterator[tuple[str, Statement, Statement]]:
    """Go through the disagreements about one pair: one for each two groups of claims that say the same."""
    groups: dict[tuple[str, str, str], list[Statement]] = defaultdict(list)
    for claim in claims:
        groups[claim.relation, claim.what, claim.status].append(claim)
    for (relation, what, status), no in sorted(groups.items()):
        if status == "declined":
            # A plan is news only as long as nobody says that it was done.
            said = (groups.get((relation, what, other), []) for other in ("done", "ended", "planned"))
            yes = next(filter(None, said), [])
            yield from (("whether", *pair) for pair in _nearest(yes, no))
    for (_, _, status), same in sorted(groups.items()):
        if status == "done":
            yield from (("when", *pair) for pair in _other_days(same))
    backing = [c for c in claims if c.relation in FOR and c.status == "done"]
    opposing = [c for c in claims if c.relation in AGAINST and c.status == "done"]
    yield from (("side", *pair) for pair in _nearest(backing, opposing))


def _nearest(ones: list[Statement], others: list[Statement]) -> Iterator[tuple[Statement, Statement]]:
    """Choose the two claims whose articles are the least apart."""
    if ones and others:
        far = 10**9
        yield min(
            product(ones, others),
            key=lambda pair: (far if (d := _apart(*pair)) is None else d, pair[0].claim, pair[1].claim),
        )


def _other_days(claims: list[Statement]) -> Iterator[tuple[Statement, Statement]]:
    """Choose the earliest and the latest claim of a thing done on days that cannot be the same.

    What is paused and resumed, or left and joined again, may well happen twice: only articles that disagree count.
    """
    dated = [c for c in claims if c.start_date]
    if len(dated) < 2:
        return
    first = min(dated, key=lambda c: (span(c.start_date)[1], c.claim))
    last = max(dated, key=lambda c: (span(c.start_date)[0], c.claim))
    if span(first.start_date)[1] < span(last.start_date)[0] and first.article != last.article:
        yield first, last


def _apart(one: Statement, other: Statement) -> int | None:
    """Count the days between two articles, at the least."""
    if not one.published or not other.published:
        return None
    (a, b), (c, d) = span(one.published), span(other.published)
    return max(c - b, a - d, 0)


def _row(kind: str, one: Statement, other: Statement, names: dict[str, str]) -> Contradiction:
    first, second = sorted((one, other), key=lambda s: (s.published or "9999", s.claim))
    shown = [replace(s, speaker=names.get(s.speaker, "")).shown for s in (first, second)]
    return Contradiction(
        kind, names[one.subject], names[one.object], _says(first), shown[0], _says(second), shown[1],
        _apart(one, other), one.subject, one.object, (first.claim, second.claim),
    )  # fmt: skip


def _says(claim: Statement) -> str:
    """Write in short what a claim says."""
    parts = (claim.relation, claim.what, claim.status, claim.start_date)
    return " ".join(filter(None, parts))
