"""The overlap matrix and the growth curve."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

import matplotlib as mpl
import numpy as np
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.ticker import MaxNLocator

from joinder.graph.days import first_and_last_day
from joinder.report.svg import STYLE, figure, inline, short

if TYPE_CHECKING:
    from collections.abc import Sequence

    from joinder.graph.measures.crowds import Bound
    from joinder.graph.measures.memberships import Array, Memberships
    from joinder.graph.measures.overlap import Overlap
    from joinder.graph.measures.timing import Times

#: The largest campaigns are in the matrix; more of them would be too small to read on paper.
LARGEST: Final = 16
CURVES: Final = 5
#: So many crowd claims are marked beside the curves, the largest ones; brightness tells them apart.
CROWDS: Final = 4
FILLS: Final = ("#ffffff", "#bbbbbb", "#777777", "#222222")
#: Bounds from above; all others say that it were as many or more, or about so many.
UPPER: Final = ("fewer than", "up to")
DASHES: Final = ("-", "--", ":", "-.", (0, (5, 1, 1, 1, 1, 1)))
SHADES: Final = ("#000000", "#1f3b57", "#8a5a00", "#555555", "#777777")


def largest(found: Memberships) -> list[int]:
    """Choose the campaigns that the matrix shows."""
    order = sorted(range(len(found.campaigns)), key=lambda c: (-int(found.sizes[c]), found.campaigns.names[c]))
    return order[:LARGEST]


def matrix(found: Memberships, shown: Sequence[int], pairs: Sequence[Overlap], name: str = "overlap") -> str:
    """Draw which campaigns share participants: the number in each cell, Jaccard as its shade, ``*`` where q < 0.05."""
    at = {found.campaigns.ids[c]: i for i, c in enumerate(shown)}
    n = len(shown)
    shade, text = np.zeros((n, n)), [["·"] * n for _ in range(n)]
    for i, c in enumerate(shown):
        text[i][i] = str(int(found.sizes[c]))
    for pair in pairs:
        if pair.one_id in at and pair.other_id in at:
            i, j = at[pair.one_id], at[pair.other_id]
            shade[i, j] = shade[j, i] = pair.jaccard
            text[i][j] = text[j][i] = f"{pair.shared}{'*' if pair.q < 0.05 else ''}"
    with mpl.rc_context(STYLE):
        made = figure(0.7 + 0.3 * n)
        _cells(made, shade, text, [f"{i + 1}  {short(found.campaigns.names[c])}" for i, c in enumerate(shown)])
    strongest = sorted(pairs, key=lambda p: (-p.shared, p.one, p.other))[:5]
    listed = "; ".join(f"{p.one} and {p.other} share {p.shared}" for p in strongest) or "no two share anybody"
    return inline(made, name, "Which campaigns share participants", f"{n} campaigns. {listed}.")


def _cells(made: mpl.figure.Figure, shade: Array, text: list[list[str]], names: list[str]) -> None:
    n = len(names)
    wide, high = made.get_size_inches()
    left, cell = 2.6, min(0.3, (wide - 2.7) / max(n, 1))
    axes = made.add_axes((left / wide, 0.1 / high, n * cell / wide, n * 0.3 / high))
    # Rectangles, not a picture within the picture: the page may load nothing, and print stays sharp.
    axes.pcolormesh(
        shade, cmap="Greys", vmin=0, vmax=max(0.5, float(shade.max(initial=0))) * 1.25, edgecolors="#cccccc",
        linewidth=0.5,
    )  # fmt: skip
    axes.invert_yaxis()
    for i in range(n):
        for j in range(n):
            dark = shade[i, j] > 0.6 * max(0.5, float(shade.max(initial=0)))
            axes.text(
                j + 0.5, i + 0.5, text[i][j], ha="center", va="center", fontsize=7, color="white" if dark else "black",
                fontweight="bold" if i == j else "normal",
            )  # fmt: skip
    axes.set_yticks(np.arange(n) + 0.5, names)
    axes.set_xticks(np.arange(n) + 0.5, [str(i + 1) for i in range(n)])
    axes.xaxis.tick_top()
    axes.tick_params(length=0)


def growth(
    found: Memberships, when: Times, name: str = "growth", bounds: Sequence[Bound] = (), *, by_report: bool = False
) -> str | None:
    """Draw how the largest campaigns grew; one alone has a band for joinings without a date. None without any date.

    Crowd claims (``bounds``) are triangles on their day: pointing up from a lower bound, down from an upper one. What
    is larger than the curves stands at the upper edge, so that it does not press them flat; the key says its number.
    """
    curves = sorted(
        ((c, np.sort(last)) for c, _, _, last in when.by_campaign(found)),
        key=lambda curve: (-len(curve[1]), found.campaigns.names[curve[0]]),
    )[:CURVES]
    if not curves:
        return None
    drawn = {found.campaigns.ids[c]: found.campaigns.names[c] for c, _ in curves}
    crowds = [b for b in bounds if b.campaign in drawn and b.day][:CROWDS]
    lines = len(curves) + len(crowds)
    with mpl.rc_context(STYLE):
        made = figure(2.5 + 0.17 * lines)
        high = made.get_size_inches()[1]
        axes = made.add_axes((0.075, 0.42 / high, 0.9, 1 - (0.55 + 0.17 * lines) / high))
        _curves(axes, found, curves)
        _bounds(axes, crowds, drawn)
        locator = AutoDateLocator(maxticks=7)  # type: ignore[no-untyped-call] # untyped there
        axes.xaxis.set_major_locator(locator)
        axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))  # type: ignore[no-untyped-call] # untyped there
        axes.yaxis.set_major_locator(MaxNLocator(integer=True))
        axes.set_ylabel("joined by then" if not by_report else "reported by then")
        axes.spines[["top", "right"]].set_visible(False)
        made.legend(loc="upper left", bbox_to_anchor=(0.07, 1.0), frameon=False, fontsize=8, handlelength=4)
    spans = [(found.campaigns.names[c], len(d), *(date.fromordinal(int(d[i])) for i in (0, -1))) for c, d in curves]
    listed = "; ".join(f"{campaign}: {count} from {first} to {last}" for campaign, count, first, last in spans)
    said = "".join(f" {drawn[b.campaign]}: a crowd of {b.text} ({b.day})." for b in crowds)
    return inline(made, name, "How the campaigns grew", f"Cumulated joinings by day. {listed}.{said}")


def _curves(axes: Any, found: Memberships, curves: Sequence[tuple[int, Array]]) -> None:
    end = max(int(days[-1]) for _, days in curves)
    top = 0
    for i, (campaign, days) in enumerate(curves):
        x: Any = [date.fromordinal(int(d)) for d in (days[0], *days, max(end, days[0] + 1))]
        y = [0, *range(1, len(days) + 1), len(days)]
        undated = int(found.sizes[campaign]) - len(days)
        dates = f"{len(days)}" + (f" and {undated} without a date" if undated else "")
        label = f"{short(found.campaigns.names[campaign], 40)} ({dates})"
        axes.step(x, y, where="post", linestyle=DASHES[i], color=SHADES[i], linewidth=1.3, label=label)
        band = undated if len(curves) == 1 else 0
        if band:
            axes.fill_between(x, y, [v + band for v in y], step="post", color="#dddddd", linewidth=0)
        top = max(top, len(days) + band)
    axes.set_ylim(0, 1.08 * top)


def _bounds(axes: Any, crowds: Sequence[Bound], drawn: dict[str, str]) -> None:
    """Mark crowd claims, each with a form of its own in the key."""
    top = axes.get_ylim()[1]
    for i, crowd in enumerate(crowds):
        first, last = (date.fromisoformat(day) for day in first_and_last_day(crowd.day))
        day: Any = first + (last - first) / 2
        beyond = ", beyond the scale" if crowd.size > top else ""
        axes.plot(
            [day], [min(crowd.size, top)], linestyle="none", clip_on=False, markersize=8, markeredgecolor="black",
            marker="v" if crowd.bound in UPPER else "^", color=FILLS[i],
            label=f"crowd: {crowd.text} ({short(drawn[crowd.campaign], 30)}, {crowd.day}{beyond})",
        )  # fmt: skip
