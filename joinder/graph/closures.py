"""Which later claim ends an earlier one: pauses by comebacks, memberships by leaving."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from joinder.graph.days import first_and_last_day
from joinder.graph.model import ClaimRow

#: A claim of the first relation is over when one of the second follows, between the same two.
CLOSED_BY = {"PAUSED": "RESUMED", "LEFT": "RESUMED", "JOINED": "LEFT"}

_HAPPENED = {"done", "ended"}


@dataclass(frozen=True, slots=True, order=True)
class _Time:
    """The days that a claim's date may mean: a month is all its days."""

    first: str
    last: str


def close_claims(claims: Iterable[ClaimRow], published: dict[str, str]) -> list[ClaimRow]:
    """Name for each claim the earliest later one that closes it.

    Later is certain or it is not claimed: all days that the second may mean lie after all that the first may mean.
    A claim whose status says that it is over takes a closing claim of the same day or the same article too.
    """
    listed = list(claims)
    closers: dict[tuple[str, str, str], list[tuple[_Time | None, ClaimRow]]] = defaultdict(list)
    for claim in listed:
        if claim.relation in CLOSED_BY.values() and claim.status in _HAPPENED:
            closers[claim.subject, claim.relation, claim.object].append((_time(claim, published), claim))
    return [_close(c, closers.get((c.subject, CLOSED_BY.get(c.relation, ""), c.object), []), published) for c in listed]


def _close(claim: ClaimRow, closers: list[tuple[_Time | None, ClaimRow]], published: dict[str, str]) -> ClaimRow:
    """Close one claim by the earliest of its closers that certainly follows it."""
    if claim.status == "declined":
        return claim
    when = _time(claim, published)
    fit = [(t, c) for t, c in closers if c.id != claim.id and _same_what(claim, c) and _follows(claim, when, c, t)]
    if not fit:
        return claim
    return replace(claim, closed_by=min(fit, key=lambda f: (f[0] is None, f[0] or _Time("", ""), f[1].id))[1].id)


def _follows(claim: ClaimRow, when: _Time | None, closer: ClaimRow, then: _Time | None) -> bool:
    """Tell whether the closer's time certainly lies after the claim's."""
    over = claim.status == "ended"
    if over and claim.article == closer.article:
        return when is None or then is None or then.last >= when.first
    if when is None or then is None:
        return False
    return then.first > when.last or (over and then.first >= when.first)


def _same_what(claim: ClaimRow, closer: ClaimRow) -> bool:
    """Ads are not resumed by an account's return; where one side says nothing of it, they agree."""
    return claim.what == closer.what or not claim.what or not closer.what


def _time(claim: ClaimRow, published: dict[str, str]) -> _Time | None:
    """Say when a claim's act began: its own date, else its article's day, else nobody knows."""
    date = claim.start_date or published.get(claim.article, "")
    if not date:
        return None
    return _Time(*first_and_last_day(date))
