"""The days of joinings as intervals: a month is any of its days; two compare only where they cannot be the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from joinder.graph.days import first_and_last_day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from joinder.graph.measures.memberships import Array, Memberships


@dataclass(frozen=True, slots=True)
class Times:
    """The dated joinings (places in the memberships), with the first and last day (ordinals) that each may mean."""

    edges: Array
    first: Array
    last: Array

    def by_campaign(self, found: Memberships) -> Iterator[tuple[int, Array, Array, Array]]:
        """Go through the campaigns: its place, the rows of its dated participants, their first and last days."""
        columns = found.columns[self.edges]
        order = np.argsort(columns, kind="stable")
        cuts = np.flatnonzero(np.diff(columns[order])) + 1
        for part in np.split(order, cuts):
            if len(part):
                yield int(columns[part[0]]), found.rows[self.edges[part]], self.first[part], self.last[part]


def times(found: Memberships, *, by_report: bool = False) -> Times:
    """Read the days of joinings that have one of their own; ``by_report``: else the day of the first report."""
    days = list(found.first_day)
    if by_report:
        days = [day or report for day, report in zip(days, found.first_report, strict=True)]
    edges = [i for i, day in enumerate(days) if day]
    spans = [span(days[i]) for i in edges]
    first, last = (np.array([s[i] for s in spans], dtype=np.int64) for i in (0, 1))
    return Times(np.array(edges, dtype=np.int64), first, last)


@cache
def span(day: str) -> tuple[int, int]:
    """Give the first and the last day that a date may mean, as ordinals."""
    first, last = first_and_last_day(day)
    return date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal()


def earlier_and_later(first: Array, last: Array) -> tuple[Array, Array]:
    """Count, for each of a campaign's dates, how many are surely earlier and how many surely later."""
    earlier = np.searchsorted(np.sort(last), first, side="left")
    later = len(first) - np.searchsorted(np.sort(first), last, side="right")
    return earlier, later
