"""Answers as of a day, from what happened in a period, or on the word of several origins: counted claim by claim."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import typer

from joinder.graph.days import first_and_last_day, is_date

if TYPE_CHECKING:
    from collections.abc import Iterable

    from joinder.graph.store import Row, Store


@dataclass(frozen=True, slots=True)
class Period:
    """Which claims count: of articles published by ``as_of``, on what happened ``between`` two days, told by several.

    Raises:
        BadParameter: a date is none.
    """

    as_of: str = ""
    between: tuple[str, str] | None = None
    min_origins: int = 1

    def __post_init__(self) -> None:
        """Refuse what is no date."""
        named = [("--as-of", self.as_of), *(("--between", day) for day in self.between or ())]
        for option, day in named:
            if day and not is_date(day):
                raise typer.BadParameter(f"{day!r} is no date (2020-08-01, 2020-08 or 2020)", param_hint=option)

    def __bool__(self) -> bool:
        """Tell whether anything is left out."""
        return bool(self.as_of or self.between or self.min_origins > 1)

    def holds(self, claim: Row) -> bool:
        """Tell whether a claim counts; one of an undated article is of no day."""
        published = claim["published"]
        if self.as_of and not (published and first_and_last_day(published)[1] <= first_and_last_day(self.as_of)[1]):
            return False
        if self.between is None:
            return True
        began = claim["start_date"] or published
        ended = claim["end_date"] or began
        since, until = first_and_last_day(self.between[0])[0], first_and_last_day(self.between[1])[1]
        return bool(began) and first_and_last_day(began)[0] <= until and first_and_last_day(ended)[1] >= since

    def text(self) -> str:
        """Say what counts."""
        parts = [f"published by {self.as_of}"] if self.as_of else []
        parts += [f"happened between {self.between[0]} and {self.between[1]}"] if self.between else []
        parts += [f"told by {self.min_origins} origins or more"] if self.min_origins > 1 else []
        return "; ".join(parts)


def told(claims: Iterable[Row], period: Period) -> list[Row]:
    """Keep the claims that count, where so many origins say the same of the same two as the period asks for."""
    counted = list(filter(period.holds, claims))
    origins: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for claim in counted:
        origins[_said(claim)].add(claim["origin"])
    return [claim for claim in counted if len(origins[_said(claim)]) >= period.min_origins]


def _said(claim: Row) -> tuple[str, ...]:
    return tuple(claim[name] for name in ("subject_id", "relation", "object_id", "status", "what"))


def joined(store: Store, period: Period, statuses: Iterable[str], campaign: str = "") -> list[Row]:
    """List who joined what, as the query ``who`` does, from the claims that count, with ``origins``."""
    from joinder.queries.run import run  # noqa: PLC0415 - rapidfuzz

    groups: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for claim in run(store, "join_claims", campaign=campaign, statuses=list(statuses)):
        if period.holds(claim):
            key = tuple(claim[name] for name in ("participant", "participant_id", "campaign_id", "status", "what"))
            groups[key].append(claim)
    rows = (_row(claims) for _, claims in sorted(groups.items()))
    return [row for row in rows if row["origins"] >= period.min_origins]


def _row(claims: list[Row]) -> dict[str, Any]:
    best = min(claims, key=lambda c: (c["published"] or "9", c["claim"]))
    return {
        **best,
        "first_day": min((c["start_date"] for c in claims if c["start_date"]), default=""),
        "last_day": max((c["end_date"] for c in claims), default=""),
        "articles": len({c["article_id"] for c in claims}),
        "origins": len({c["origin"] for c in claims}),
    }


def triples(rows: Iterable[Row]) -> frozenset[tuple[str, str, str]]:
    """Give who joined what with which status: what a ranking may count."""
    return frozenset((row["participant_id"], row["campaign_id"], row["status"]) for row in rows)
