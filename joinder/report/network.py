"""The picture of who joined what: campaigns as squares, participants as circles, those of equal campaigns as one."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import matplotlib as mpl
import networkx as nx
import numpy as np

from joinder.graph.measures.scores import classes
from joinder.report.placing import Labels, layout, spread
from joinder.report.svg import STYLE, figure, inline, short

if TYPE_CHECKING:
    from joinder.graph.measures.memberships import Memberships

#: More than this is no picture any more: the largest campaigns, and the circles with the most campaigns, are drawn.
CAMPAIGNS: Final = 40
CIRCLES: Final = 120


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with what a reader needs beside it: numbered campaigns, and what was left out."""

    svg: str
    key: tuple[tuple[int, str], ...]
    note: str


@dataclass(frozen=True, slots=True)
class Circle:
    """Participants who joined the same campaigns."""

    name: str
    members: int
    campaigns: tuple[int, ...]


def picture(found: Memberships, name: str = "network") -> Picture:
    """Draw the network."""
    shown = sorted(range(len(found.campaigns)), key=lambda c: (-int(found.sizes[c]), found.campaigns.names[c]))
    shown = shown[:CAMPAIGNS]
    circles, left = _circles(found, set(shown))
    graph = nx.Graph()
    graph.add_nodes_from(("campaign", c) for c in shown)
    for i, circle in enumerate(circles):
        graph.add_edges_from((("circle", i), ("campaign", c)) for c in circle.campaigns)
    with mpl.rc_context(STYLE):
        svg, key = _draw(found, graph, circles, name)
    hidden = len(found.campaigns) - len(shown)
    said = [f"{hidden} smaller campaigns are not drawn."] if hidden else []
    said += [f"{left} participants of few or undrawn campaigns are not drawn."] if left else []
    note = " ".join(said)
    return Picture(svg, key, note)


def _circles(found: Memberships, shown: set[int]) -> tuple[list[Circle], int]:
    """Gather participants of the same (shown) campaigns; also count those who are not drawn."""
    kept = found.matrix[:, sorted(shown)].tocsr()
    columns = sorted(shown)
    which, first = classes(kept)
    members = np.bincount(which, minlength=len(first))
    made, names = [], found.participants.names
    by_class: dict[int, list[int]] = {}
    for row in sorted(range(len(names)), key=lambda r: (-found.participants.articles[r], names[r])):
        by_class.setdefault(int(which[row]), []).append(row)
    left = 0
    for at, row in enumerate(first.tolist()):
        joined = tuple(columns[c] for c in kept.indices[kept.indptr[row] : kept.indptr[row + 1]].tolist())
        if not joined:
            left += int(members[at])
            continue
        lead = names[by_class[at][0]]
        count = int(members[at])
        made.append(Circle(short(lead, 22) if count == 1 else f"{short(lead, 18)} +{count - 1}", count, joined))
    # Those that stand for the most joinings are drawn; those of the most campaigns are named first.
    made.sort(key=lambda c: (-len(c.campaigns) * c.members, -len(c.campaigns), c.name))
    drawn = sorted(made[:CIRCLES], key=lambda c: (-len(c.campaigns), -c.members, c.name))
    return drawn, left + sum(c.members for c in made[CIRCLES:])


def _draw(
    found: Memberships, graph: nx.Graph, circles: list[Circle], name: str
) -> tuple[str, tuple[tuple[int, str], ...]]:
    made = figure(min(9.0, max(3.4, 2.6 + 0.055 * len(graph))))
    wide, high = made.bbox.width, made.bbox.height
    margin = 46.0
    radius = {node: _radius(found, circles, node) for node in graph}
    laid = {node: (margin + x * (wide - 2 * margin), 18 + y * (high - 36)) for node, (x, y) in layout(graph).items()}
    # A square reaches further at its corners than at its sides.
    reach = {node: radius[node] * (1.3 if node[0] == "campaign" else 1.0) for node in graph}
    at = spread(laid, reach, wide, high)
    axes = made.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, wide)
    axes.set_ylim(0, high)
    for one, other in graph.edges:
        axes.plot(*zip(at[one], at[other], strict=True), color="#b0b0b0", linewidth=0.6, zorder=1)
    points = 72 / made.dpi  # sizes of markers are in points
    for node, (x, y) in at.items():
        campaign = node[0] == "campaign"
        axes.plot(
            x, y, marker="s" if campaign else "o", markersize=2 * radius[node] * points, zorder=3,
            color="#1f3b57" if campaign else "#e8b04a", markeredgecolor="black", markeredgewidth=0.5,
        )  # fmt: skip
    labels = Labels(made, [(*at[node], radius[node]) for node in at])
    key: list[tuple[int, str]] = []
    for node in (n for n in graph if n[0] == "campaign"):
        text = short(found.campaigns.names[node[1]])
        if not labels.place(*at[node], radius[node], text, 8.0, "bold"):
            key.append((len(key) + 1, found.campaigns.names[node[1]]))
            made.text(
                at[node][0] / wide, at[node][1] / high, str(len(key)), fontsize=7, color="white", ha="center",
                va="center", zorder=6, fontweight="bold",
            )  # fmt: skip
    for i, circle in enumerate(circles):
        labels.place(*at["circle", i], radius["circle", i], circle.name, 6.5)
    return inline(made, name, "Who joined what", _description(found, circles)), tuple(key)


def _radius(found: Memberships, circles: list[Circle], node: tuple[str, int]) -> float:
    kind, at = node
    if kind == "campaign":
        return 6.0 + 1.1 * math.log2(1 + float(found.sizes[at]))
    return 3.0 + 1.6 * math.log2(circles[at].members)


def _description(found: Memberships, circles: list[Circle]) -> str:
    """Say in words what the picture shows."""
    largest = sorted(range(len(found.campaigns)), key=lambda c: (-int(found.sizes[c]), found.campaigns.names[c]))[:5]
    listed = "; ".join(f"{found.campaigns.names[c]} with {int(found.sizes[c])}" for c in largest)
    linking = [c.name for c in circles if len(c.campaigns) > 1][:8]
    links = f" In more than one campaign: {', '.join(linking)}." if linking else ""
    return (
        f"A network of {len(found.participants)} participants (circles) and {len(found.campaigns)} campaigns "
        f"(squares). The largest campaigns: {listed}.{links}"
    )
