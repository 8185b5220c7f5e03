"""The overlap matrix and the growth curve."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

import matplotlib as mpl
import numpy as np
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.ticker import MaxNLocator

from joinder.report.svg import STYLE, figure, inline, short

if TYPE_CHECKING:
    from collections.abc import Sequence

    from joinder.graph.measures.memberships import Array, Memberships
    from joinder.graph.measures.overlap import Overlap
    from joinder.graph.measures.timing import Times

#: The largest campaigns are in the matrix; more of them would be too small to read on paper.
LARGEST: Final = 16
CURVES: Final = 5
DASHES: Final = ("-", "--", ":", "-.", (0, (5, 1, 1, 1, 1, 1)))
SHADES: Final = ("#000000", "#1f3b57", "#8a5a00", "#555555", "#777777")


def matrix(found: Memberships, pairs: Sequence[Overlap], name: str = "overlap") -> str:
    """Draw which campaigns share participants: the number in each cell, Jaccard as its shade, ``*`` where q < 0.05."""
    shown = sorted(range(len(found.campaigns)), key=lambda c: (-int(found.sizes[c]), found.campaigns.names[c]))
    shown = shown[:LARGEST]
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


def growth(found: Memberships, when: Times, name: str = "growth", *, by_report: bool = False) -> str | None:
    """Draw how the largest campaigns grew; one alone has a band for joinings without a date. None without any date."""
    curves = sorted(
        ((c, np.sort(last)) for c, _, _, last in when.by_campaign(found)),
        key=lambda curve: (-len(curve[1]), found.campaigns.names[curve[0]]),
    )[:CURVES]
    if not curves:
        return None
    with mpl.rc_context(STYLE):
        made = figure(3.0)
        axes = made.add_axes((0.075, 0.14, 0.9, 0.82 - 0.06 * len(curves)))
        end = max(int(days[-1]) for _, days in curves)
        for i, (campaign, days) in enumerate(curves):
            x: Any = [date.fromordinal(int(d)) for d in (days[0], *days, max(end, days[0] + 1))]
            y = [0, *range(1, len(days) + 1), len(days)]
            undated = int(found.sizes[campaign]) - len(days)
            dates = f"{len(days)}" + (f" and {undated} without a date" if undated else "")
            label = f"{short(found.campaigns.names[campaign], 40)} ({dates})"
            axes.step(x, y, where="post", linestyle=DASHES[i], color=SHADES[i], linewidth=1.3, label=label)
            if len(curves) == 1 and undated:
                axes.fill_between(x, y, [v + undated for v in y], step="post", color="#dddddd", linewidth=0)
        locator = AutoDateLocator(maxticks=7)  # type: ignore[no-untyped-call] # untyped there
        axes.xaxis.set_major_locator(locator)
        axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))  # type: ignore[no-untyped-call] # untyped there
        axes.yaxis.set_major_locator(MaxNLocator(integer=True))
        axes.set_ylim(bottom=0)
        axes.set_ylabel("joined by then" if not by_report else "reported by then")
        axes.spines[["top", "right"]].set_visible(False)
        made.legend(loc="upper left", bbox_to_anchor=(0.07, 1.0), frameon=False, fontsize=8, handlelength=4)
    spans = [(found.campaigns.names[c], len(d), *(date.fromordinal(int(d[i])) for i in (0, -1))) for c, d in curves]
    listed = "; ".join(f"{campaign}: {count} from {first} to {last}" for campaign, count, first, last in spans)
    return inline(made, name, "How the campaigns grew", f"Cumulated joinings by day. {listed}.")
