"""Where nodes and labels go: components are laid out one by one and packed; no label collides with another."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import networkx as nx
import numpy as np

from joinder.report.svg import extent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure
    from matplotlib.transforms import Bbox

SEED: Final = 0
#: Up to so many nodes the slower layout, which spreads nodes more evenly.
SMALL: Final = 90
#: How often nodes that lie on each other are pushed apart, and how far.
PUSHES: Final = 80
GAP: Final = 3.0
Point = tuple[float, float]

#: Where a label may stand, as seen from its node: direction, and how the text is anchored there.
SIDES: Final = (
    (1, 0, "left", "center"), (-1, 0, "right", "center"), (0, 1, "center", "bottom"), (0, -1, "center", "top"),
    (0.8, 0.8, "left", "bottom"), (-0.8, 0.8, "right", "bottom"), (0.8, -0.8, "left", "top"),
    (-0.8, -0.8, "right", "top"),
)  # fmt: skip


def layout(graph: nx.Graph) -> dict[Any, Point]:
    """Place the nodes in the unit square: each component by itself, packed in rows from the largest down."""
    parts = sorted(nx.connected_components(graph), key=lambda part: (-len(part), min(part)))
    placed: dict[Any, Point] = {}
    boxes = [math.sqrt(len(part)) + 0.8 for part in parts]
    room = max(max(boxes, default=1), math.sqrt(sum(box**2 for box in boxes)) * 1.15)
    x = y = row = 0.0
    for part, box in zip(parts, boxes, strict=True):
        if x + box > room + 1e-9:
            x, y, row = 0.0, y + row, 0.0
        for node, (px, py) in _component(graph.subgraph(sorted(part))).items():
            placed[node] = (x + 0.4 + px * (box - 0.8), y + 0.4 + py * (box - 0.8))
        x, row = x + box, max(row, box)
    high = y + row
    return {node: (px / room, 1 - py / max(high, 1e-9)) for node, (px, py) in placed.items()}


def _component(part: nx.Graph) -> dict[Any, Point]:
    ordered = nx.Graph()
    ordered.add_nodes_from(sorted(part))
    ordered.add_edges_from(sorted(tuple(sorted(edge)) for edge in part.edges))
    if len(ordered) == 1:
        return dict.fromkeys(ordered, (0.5, 0.5))
    found = nx.kamada_kawai_layout(ordered) if len(ordered) <= SMALL else nx.spring_layout(ordered, seed=SEED)
    points = np.array([found[node] for node in ordered])
    low, wide = points.min(axis=0), np.maximum(np.ptp(points, axis=0), 1e-9)
    return {node: tuple(((point - low) / wide).tolist()) for node, point in zip(ordered, points, strict=True)}


def spread(points: dict[Any, Point], radius: dict[Any, float], wide: float, high: float) -> dict[Any, Point]:
    """Push nodes apart that lie on each other, within the frame; the rest stays where it is."""
    nodes = list(points)
    at = np.array([points[node] for node in nodes], dtype=float).reshape(-1, 2)
    reach = np.array([radius[node] for node in nodes], dtype=float)
    for _ in range(PUSHES):
        away = at[:, None, :] - at[None, :, :]
        apart = np.hypot(away[..., 0], away[..., 1])
        lacks = np.maximum(reach[:, None] + reach[None, :] + GAP - apart, 0)
        np.fill_diagonal(lacks, 0)
        if not lacks.any():
            break
        # Two in one place are pushed along a fixed direction of their own.
        turn = np.arange(len(nodes)) * 2.4
        away = np.where(apart[..., None] > 1e-6, away, np.stack([np.cos(turn), np.sin(turn)], axis=-1)[:, None, :])
        at += (away / np.maximum(apart, 1.0)[..., None] * lacks[..., None] / 2).sum(axis=1)
        at[:, 0] = np.clip(at[:, 0], reach, wide - reach)
        at[:, 1] = np.clip(at[:, 1], reach, high - reach)
    return {node: (float(x), float(y)) for node, (x, y) in zip(nodes, at, strict=True)}


class Labels:
    """The labels of a figure, none of which overlaps another, a node, or the edge of the figure."""

    def __init__(self, made: Figure, nodes: Sequence[tuple[float, float, float]]) -> None:
        """Take the figure and the nodes: their places in pixels, and their radius."""
        self.made = made
        self.boxes: list[Bbox] = []
        self.nodes = np.array(nodes, dtype=float).reshape(-1, 3)

    def place(self, x: float, y: float, radius: float, text: str, size: float, weight: str = "normal") -> bool:
        """Put a label beside its node, if it can stand anywhere; tell whether it could."""
        for distance in (2.0, 8.0):
            for dx, dy, across, along in SIDES:
                at = (x + dx * (radius + distance), y + dy * (radius + distance))
                box = extent(self.made, *at, text, size * (1.06 if weight == "bold" else 1.0), across, along)
                if self._free(box, (x, y)):
                    self.boxes.append(box)
                    self._write(at, text, size, weight, across, along)
                    return True
        return False

    def _free(self, box: Bbox, own: Point) -> bool:
        wide, high = self.made.bbox.width, self.made.bbox.height
        if box.x0 < 1 or box.y0 < 1 or box.x1 > wide - 1 or box.y1 > high - 1:
            return False
        if any(box.padded(1.0).overlaps(other) for other in self.boxes):
            return False
        x, y, radius = self.nodes.T
        near_x = np.clip(x, box.x0, box.x1)
        near_y = np.clip(y, box.y0, box.y1)
        hit = np.hypot(x - near_x, y - near_y) < radius
        hit &= (x != own[0]) | (y != own[1])
        return not bool(hit.any())

    def _write(self, at: Point, text: str, size: float, weight: str, across: str, along: str) -> None:
        wide, high = self.made.bbox.width, self.made.bbox.height
        self.made.text(
            at[0] / wide, at[1] / high, text, fontsize=size, fontweight=weight, ha=across, va=along, color="black",
            zorder=5,
        )  # fmt: skip
