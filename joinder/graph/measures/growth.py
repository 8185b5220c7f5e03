"""How fast campaigns grew, and who was first in them: joinings with a day, cumulated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from joinder.graph.measures.crowds import of_campaign
from joinder.graph.measures.timing import earlier_and_later, span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from joinder.graph.measures.crowds import Bound
    from joinder.graph.measures.memberships import Memberships
    from joinder.graph.measures.timing import Times

#: More first movers than this are counted, not named.
NAMED = 8


@dataclass(frozen=True, slots=True)
class Growth:
    """The growth of one campaign; ``days_to_half``: from its first joining until half of the dated ones surely had.

    ``crowds`` are the numbers that texts give for those they do not name: bounds, not participants.
    """

    campaign: str
    id: str
    participants: int
    dated: int
    first_day: str
    half_day: str
    days_to_half: int
    last_day: str
    first_movers: tuple[str, ...]
    crowds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Arrival:
    """One participant's place in the order of joining; ``after`` is the fewest and most days after the first."""

    rank: str
    id: str
    name: str
    label: str
    day: str
    after: str
    by: str


def growth(found: Memberships, times: Times, bounds: Sequence[Bound] = ()) -> list[Growth]:
    """Measure the growth of every campaign that has a dated joining, the quickest to its half first.

    ``bounds`` are the crowd claims that stand beside it.
    """
    names, ids = found.participants.names, found.participants.ids
    rows = []
    for campaign, members, first, last in times.by_campaign(found):
        half = int(np.sort(last)[(len(last) + 1) // 2 - 1])
        earlier = earlier_and_later(first, last)[0]
        # The earliest tenth: whoever has fewer surely earlier than a tenth of all, ties included.
        movers = sorted((names[i], ids[i]) for i in members[earlier < max(1, len(members) / 10)].tolist())
        named = tuple(name for name, _ in movers)
        short = named if len(named) <= NAMED else (*named[:NAMED], f"and {len(named) - NAMED} more")
        rows.append(
            Growth(
                found.campaigns.names[campaign], found.campaigns.ids[campaign], int(found.sizes[campaign]),
                len(members),
                day(int(first.min())), day(half), half - int(first.min()), day(int(last.max())), short,
                of_campaign(bounds, found.campaigns.ids[campaign]),
            )
        )  # fmt: skip
    return sorted(rows, key=lambda r: (r.days_to_half, -r.participants, r.campaign, r.id))


def arrivals(found: Memberships, campaign: str, *, by_report: bool = False) -> list[Arrival]:
    """List a campaign's participants in the order of joining; who has no date comes last, without a rank.

    A rank is one more than the number of those who surely joined earlier; ``=`` where others have the same rank.
    """
    if campaign not in found.campaigns.ids:
        return []
    edges = (found.columns == found.campaigns.ids.index(campaign)).nonzero()[0].tolist()
    side = found.participants
    known: list[tuple[int, str, str]] = []
    unknown: list[tuple[int, str, str]] = []
    for edge in edges:
        own, report = found.dates(edge)
        shown = own or (report if by_report else "")
        (known if shown else unknown).append((int(found.rows[edge]), shown, "day" if own else "report"))
    spans = np.array([span(shown) for _, shown, _ in known], dtype=np.int64).reshape(-1, 2)
    earlier = earlier_and_later(spans[:, 0], spans[:, 1])[0].tolist()
    start = spans.min(axis=0).tolist() if known else [0, 0]
    rows = []
    for at in sorted(range(len(known)), key=lambda i: (earlier[i], side.names[known[i][0]], side.ids[known[i][0]])):
        row, shown, by = known[at]
        least, most = max(int(spans[at, 0]) - start[1], 0), int(spans[at, 1]) - start[0]
        rank = f"{earlier[at] + 1}" + ("=" if earlier.count(earlier[at]) > 1 else "")
        after = str(most) if least == most else f"{least}–{most}"
        rows.append(Arrival(rank, side.ids[row], side.names[row], side.labels[row], shown, after, by))
    for row, _, _ in sorted(unknown, key=lambda u: (side.names[u[0]], side.ids[u[0]])):
        rows.append(Arrival("", side.ids[row], side.names[row], side.labels[row], "", "", ""))
    return rows


def day(ordinal: int) -> str:
    """Write an ordinal as an ISO day."""
    return date.fromordinal(ordinal).isoformat()
