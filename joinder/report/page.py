"""The page: its parts computed one after the other, and put into the template."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np
from jinja2 import Environment, StrictUndefined

from joinder import __version__
from joinder.graph.measures import camps, honesty, overlap, ranking, robustness
from joinder.graph.measures.crowds import read_crowds
from joinder.graph.measures.methods import methods
from joinder.graph.measures.promises import promises
from joinder.graph.measures.support import Support, read_support
from joinder.graph.measures.timing import times
from joinder.report import charts, network
from joinder.reports import cell, visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from joinder.graph.measures.memberships import Memberships
    from joinder.graph.measures.robustness import Duplicate
    from joinder.graph.store import Row, Store

    Unresolved = Callable[[Sequence[ranking.Ranked]], Sequence[Duplicate] | None]

TOP = 25
PAIRS = 25
PLANS = 40
METHODS = ("campaigns", "betweenness", "overlap", "growth", "camps", "promises")


@dataclass(frozen=True, slots=True)
class Part:
    """One section of the page: text, a picture, and a table whose ``numbers`` stand to the right."""

    title: str
    text: str = ""
    svg: str = ""
    caption: str = ""
    key: tuple[tuple[int, str], ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    numbers: frozenset[str] = field(default_factory=frozenset)
    note: str = ""


def page(
    store: Store,
    found: Memberships,
    campaign: Row | None = None,
    said: Sequence[Row] = (),
    unresolved: Unresolved | None = None,
) -> str:
    """Write the report on everything, or on one campaign.

    Args:
        store: the graph.
        found: who joined what.
        campaign: the only one that is reported on.
        said: who joined it, with the best sentences.
        unresolved: gives the pairs near the top that a ledger's review has not settled, if a ledger can tell.
    """
    support = read_support(store, found)
    shown = of_campaign(found, campaign["id"]) if campaign else found
    scores = ranking.MEASURES["campaigns"](shown)
    top = ranking.rank(shown, "campaigns", limit=TOP, given=scores)
    seen = read_support(store, shown) if campaign else support
    parts = [*([_joined(said)] if campaign else []), _ranking(shown, top, seen), _network(shown)]
    parts += [*_growth(store, found, campaign), *_overlap(found, campaign), _camps(found), *_promises(store, campaign)]
    facts = honesty.block(store, found, support, top, "campaigns", unresolved(top) if unresolved else None)
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = files("joinder.report").joinpath("report.html.j2").read_text(encoding="utf-8")
    return environment.from_string(template).render(
        title=f"Who joined {visible(campaign['name'])}" if campaign else "Who joined what",
        summary=honesty.counted(found), parts=parts, facts=facts,
        methods=[methods()[name] for name in METHODS], version=__version__,
    ) + "\n"  # fmt: skip


def of_campaign(found: Memberships, campaign: str) -> Memberships:
    """Keep one campaign's participants, with everything else that they joined."""
    if campaign not in found.campaigns.ids:
        return found.keep(np.zeros(len(found), dtype=bool))
    members = found.rows[found.columns == found.campaigns.ids.index(campaign)]
    return found.keep(np.isin(found.rows, members))


def _table(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> dict[str, Any]:
    """Write a table's cells; columns that hold only numbers stand to the right."""
    given = [list(row) for row in rows]
    numbers = {
        column
        for i, column in enumerate(columns)
        if given and all(isinstance(row[i], int | float) or row[i] is None for row in given)
    }
    cells = tuple(tuple(visible(cell(value)) for value in row) for row in given)
    return {"columns": tuple(columns), "rows": cells, "numbers": frozenset(numbers)}


def _joined(said: Sequence[Row]) -> Part:
    rows = [
        (r["participant"], r["label"], r["status"], r["first_day"], r["articles"], f"{r['sentence']} {r['source']}")
        for r in said
    ]
    columns = ("participant", "label", "status", "day", "articles", "sentence")
    return Part("Who joined, and on whose word", **_table(columns, rows))


def _ranking(found: Memberships, top: Sequence[ranking.Ranked], support: Support) -> Part:
    between = ranking.MEASURES["betweenness"](found)
    at = {node: i for i, node in enumerate(found.participants.ids)}
    outlets = support.outlets_of(found.rows)
    ranged, note = robustness.with_ranges(found, top, "campaigns", support)
    rows = [
        (r.rank, f"{r.low}–{r.high}" if r.low != r.high else r.rank, r.name, r.label, r.campaigns,
         float(between.normalised[at[r.id]]), r.articles, outlets.get(at[r.id], 0))
        for r in ranged
    ]  # fmt: skip
    columns = ("rank", "range", "participant", "label", "campaigns", "betweenness", "articles", "outlets")
    return Part(
        "Who took part in most", note=" ".join(filter(None, (note + ".", between.note))), **_table(columns, rows)
    )


def _network(found: Memberships) -> Part:
    if not len(found):
        return Part("The network", text="Nobody joined anything that counts here.")
    drawn = network.picture(found)
    caption = (
        "Squares are campaigns, circles participants; a larger circle stands for several who joined the same campaigns "
        f"(+n). {drawn.note}"
    )
    return Part("The network", svg=drawn.svg, caption=caption, key=drawn.key)


def _growth(store: Store, found: Memberships, campaign: Row | None) -> list[Part]:
    if campaign:
        mine = np.array([found.campaigns.ids[c] == campaign["id"] for c in found.columns.tolist()], dtype=bool)
        found = found.keep(mine)
    own = sum(map(bool, found.first_day))
    by_report = own * 2 < len(found)
    bounds = read_crowds(store, found)
    drawn = charts.growth(found, times(found, by_report=by_report), bounds=bounds, by_report=by_report)
    if drawn is None:
        return []
    caption = "Days of first reports: who was reported by then." if by_report else "Days that the claims give."
    caption += " The grey band adds joinings without a date." if campaign else ""
    if bounds:
        caption += (
            " Triangles are crowds that a text counts but does not name: bounds, not participants "
            "(at the upper edge: beyond the scale)."
        )
    return [Part("How fast it grew", svg=drawn, caption=caption)]


def _overlap(found: Memberships, campaign: Row | None) -> list[Part]:
    done = overlap.campaign_pairs(found)
    wanted = done.likeliest()
    if campaign:
        mine = found.campaigns.ids.index(campaign["id"]) if campaign["id"] in found.campaigns.ids else -1
        wanted = wanted[(done.pairs.one[wanted] == mine) | (done.pairs.other[wanted] == mine)]
    if not len(wanted):
        return [Part("Which campaigns share participants", text="No two campaigns share a participant.")]
    rows = [(p.one, p.other, p.shared, p.jaccard, float(f"{p.p:.2g}"), float(f"{p.q:.2g}"), ", ".join(p.names))
            for p in done.rows(wanted[:PAIRS])]  # fmt: skip
    table = _table(("campaign", "other", "shared", "Jaccard", "p", "q", "who"), rows)
    note = f"The first {PAIRS} of {len(wanted):,} pairs are listed." if len(wanted) > PAIRS else ""
    caption = "In each cell the participants shared, on the diagonal all of the campaign; * where q < 0.05."
    shown = charts.largest(found)
    among = (np.isin(done.pairs.one, shown) & np.isin(done.pairs.other, shown)).nonzero()[0]
    drawn = "" if campaign else charts.matrix(found, shown, done.rows(among))
    return [
        Part(
            "Which campaigns share participants",
            svg=drawn,
            caption=caption if drawn else "",
            note=note,
            **table,
        )
    ]


def _camps(found: Memberships) -> Part:
    done = camps.partition(found)
    rows = [
        (c.camp, c.participants, c.campaigns, c.stability, c.inside, ", ".join(c.campaign_names))
        for c in camps.camps(found, done)[:12]
    ]
    text = f"Modularity {done.modularity:.2f}, stability {done.stability:.2f} over {done.seeds} seeds."
    columns = ("camp", "participants", "campaigns", "stability", "inside", "largest campaigns")
    return Part("Camps", text=text if len(found) else "There are none.", **_table(columns, rows))


def _promises(store: Store, campaign: Row | None) -> list[Part]:
    rows = [r for r in promises(store) if campaign is None or r.towards_id == campaign["id"]]
    if not rows:
        return []
    shown = [(r.outcome, r.who, f"{r.relation} {r.what}".strip(), r.towards, r.due or r.first_report, r.promised)
             for r in rows[:PLANS]]  # fmt: skip
    more = f"The first {PLANS} of {len(rows)} are listed." if len(rows) > PLANS else ""
    return [Part("Planned, and what became of it", note=more,
                 **_table(("outcome", "who", "relation", "towards", "due", "sentence"), shown))]  # fmt: skip
