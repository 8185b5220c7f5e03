"""Crowds that a text counts but does not name: bounds beside a curve, never participants."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from joinder.graph import projection

if TYPE_CHECKING:
    from collections.abc import Iterable

    from joinder.graph.measures.memberships import Memberships
    from joinder.graph.store import Row, Store


#: What a unit multiplies with ("million people").
TIMES: Final = {"thousand": 1e3, "million": 1e6, "billion": 1e9}


@dataclass(frozen=True, slots=True)
class Bound:
    """What one crowd claim says of how many joined a campaign; ``day`` is its own, else that of its article."""

    campaign: str
    count: float
    bound: str
    unit: str
    day: str
    id: str

    @property
    def size(self) -> float:
        """The number itself: the unit may say that it counts thousands or millions."""
        return self.count * next((f for word, f in TIMES.items() if word in self.unit.casefold().split()), 1.0)

    @property
    def text(self) -> str:
        """The number as the source gives it: ``more than 1,200 bands``."""
        return " ".join(filter(None, (self.bound, f"{self.count:,.10g}", self.unit)))


def read_crowds(store: Store, found: Memberships) -> list[Bound]:
    """Read the crowd claims of joining the counted campaigns, with the statuses that were counted; largest first."""
    rows = store.read(
        "MATCH (w:Crowd)-[:STATED_IN]->(a:Article) WHERE w.relation = 'JOINED' RETURN w.object AS campaign, "
        "w.count AS size, w.bound AS bound, w.unit AS unit, w.status AS status, w.start_date AS day, "
        "a.published AS published, w.id AS id"
    )
    root = projection.roots(store) if found.filters.rolled_up else {}
    known = set(found.campaigns.ids)
    made = [
        Bound(str(root.get(r["campaign"], r["campaign"])), r["size"], r["bound"], r["unit"], _day(r), r["id"])
        for r in rows
        if r["status"] in found.filters.statuses
    ]
    return sorted((b for b in made if b.campaign in known), key=lambda b: (-b.size, b.id))


def _day(row: Row) -> str:
    """Give the day of the claim itself, else that of its article."""
    return str(row["day"] or row["published"] or "")


def of_campaign(bounds: Iterable[Bound], campaign: str) -> tuple[str, ...]:
    """Write the bounds of one campaign, each with its day; what several articles repeat of a day stands once."""
    told = (f"{b.text} ({b.day})" if b.day else b.text for b in bounds if b.campaign == campaign)
    return tuple(dict.fromkeys(told))
