"""Options that the commands of analysis share, and how they are read."""

from __future__ import annotations

from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from joinder.commands import answers, options, places

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from joinder.graph.measures.memberships import Memberships
    from joinder.graph.store import Store


class Measure(StrEnum):
    """By what ``top`` ranks."""

    CAMPAIGNS = "campaigns"
    DEGREE = "degree"
    WEIGHTED = "weighted"
    STRENGTH = "strength"
    PAGERANK = "pagerank"
    BIRANK = "birank"
    BETWEENNESS = "betweenness"
    CORE = "core"


class Of(StrEnum):
    """Whose overlap is measured."""

    CAMPAIGNS = "campaigns"
    PARTICIPANTS = "participants"


MEASURES = (
    "campaigns joined; degree: others in the same campaigns; weighted: campaigns, rare ones count more; "
    "strength: campaigns shared with others; pagerank, birank, betweenness: on the two-mode graph; "
    "core: how deep in the hard core."
)
Campaigns = Annotated[
    list[str] | None,
    typer.Option("--campaign", metavar="CAMPAIGN", help="Count only this campaign (may be repeated)."),
]
Since = Annotated[str, typer.Option("--since", metavar="DATE", help="Only joinings from this day, month or year on.")]
Until = Annotated[str, typer.Option("--until", metavar="DATE", help="Only joinings up to it.")]
RollUp = Annotated[
    bool, typer.Option("--roll-up", help="Count a campaign that is part of a larger one as the larger one.")
]
Methods = Annotated[
    bool, typer.Option("--methods", help="Also print measure, formula, source and caveat of what is shown.")
]


def memberships(
    store: Store,
    statuses: tuple[str, ...],
    campaigns: list[str] | None = None,
    since: str = "",
    until: str = "",
    *,
    roll_up: bool = False,
    **more: Any,
) -> Memberships:
    """Read who joined what as the options say, names of campaigns made ids.

    Raises:
        BadParameter: a date is none.
        UnknownNameError: there is no campaign of a name.
    """
    from joinder.graph.projection import memberships as read  # noqa: PLC0415 - SciPy is slow to import

    check_date(since, "--since")
    check_date(until, "--until")
    ids = [answers.campaign(store, name)["id"] for name in campaigns or ()]
    return read(store, statuses, campaigns=ids, since=since, until=until, roll_up=roll_up, **more)


@contextmanager
def counting(
    data: Path, graph: str, status: list[str] | None, since: str, until: str, *, roll_up: bool
) -> Iterator[tuple[Store, Memberships]]:
    """Open the graph, and read who joined what as the options that all these commands share say."""
    statuses = options.statuses(status, ("done",))
    with places.open_graph(data, graph) as store:
        yield store, memberships(store, statuses, None, since, until, roll_up=roll_up)


def counted(
    store: Store, statuses: tuple[str, ...], as_of: str, between: tuple[str, str] | None, min_origins: int
) -> frozenset[tuple[str, str, str]] | None:
    """Say which joinings count as of a day, in a period, by several origins; ``None`` where all do."""
    from joinder.commands.periods import Period, joined, triples  # noqa: PLC0415

    period = Period(as_of, between, min_origins)
    return triples(joined(store, period, statuses)) if period else None


def check_date(text: str, option: str) -> None:
    """Refuse what is no date.

    Raises:
        BadParameter: it is none.
    """
    from joinder.graph.days import is_date  # noqa: PLC0415

    if text and not is_date(text):
        raise typer.BadParameter(f"{text!r} is not a date such as 2020-09-15, 2020-09 or 2020", param_hint=option)
