"""Who is connected to most: a two-mode graph of participants and campaigns in, ranked scores out.

Every measure is computed from claims of joining, never from names that stand side by side.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import networkx as nx

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

#: Up to so many nodes betweenness is exact; beyond, it is estimated from as many sources, drawn with a fixed seed.
EXACT_UP_TO: Final = 2_000
SEED: Final = 0
#: Scores are rounded to so many places before they are compared, so that a tie is a tie on every machine.
PLACES: Final = 6


@dataclass(frozen=True, slots=True)
class Ranked:
    """One participant in a ranking; ``rank`` is ``"3"``, or ``"3="`` where others have the same score."""

    rank: str
    id: str
    name: str
    label: str
    score: float
    campaigns: int
    articles: int


def participants(graph: nx.Graph) -> list[str]:
    """List the participants of a two-mode graph, in the order of their ids."""
    return sorted(node for node, side in graph.nodes(data="side") if side == "participant")


def by_campaigns(graph: nx.Graph) -> dict[str, float]:
    """Count the campaigns that each participant joined (its degree in the two-mode graph)."""
    return {node: float(graph.degree(node)) for node in participants(graph)}


def by_degree(graph: nx.Graph) -> dict[str, float]:
    """Count the other participants with whom each shares at least one campaign (its degree in the projection).

    The projection is never built: a campaign of 5,000 would make 12 million pairs. Participants of the same set of
    campaigns have the same neighbours, so one union of sets is made for each different set of campaigns.
    """
    crowds = {node: frozenset(graph[node]) for node, side in graph.nodes(data="side") if side == "campaign"}
    known: dict[frozenset[str], float] = {}
    scores: dict[str, float] = {}
    for node in participants(graph):
        joined = frozenset(graph[node])
        if joined not in known:
            known[joined] = float(max(len(frozenset().union(*(crowds[c] for c in joined))) - 1, 0))
        scores[node] = known[joined]
    return scores


def by_pagerank(graph: nx.Graph) -> dict[str, float]:
    """Rank by PageRank on the two-mode graph (damping 0.85): campaigns pass importance to those who join them."""
    if not graph:
        return {}
    scores = nx.pagerank(graph, alpha=0.85, max_iter=500, tol=1e-10)
    return {node: float(scores[node]) for node in participants(graph)}


def by_betweenness(graph: nx.Graph) -> dict[str, float]:
    """Rank by betweenness on the two-mode graph: how many shortest ways between others lead through a participant.

    Normalised by the most that a participant could have (Borgatti and Everett 1997), so that it lies between 0 and 1.
    """
    sample = EXACT_UP_TO if graph.number_of_nodes() > EXACT_UP_TO else None
    raw = nx.betweenness_centrality(graph, k=sample, normalized=False, seed=SEED)
    nodes = participants(graph)
    most = _most_betweenness(len(nodes), graph.number_of_nodes() - len(nodes))
    return {node: float(raw[node]) / most for node in nodes}


def _most_betweenness(n: int, m: int) -> float:
    """Return the greatest betweenness that one of ``n`` nodes can have when ``m`` stand on the other side."""
    if n == 0 or m == 0:
        return 1.0
    s, t = divmod(n - 1, m)
    return max((m**2 * (s + 1) ** 2 + m * (s + 1) * (2 * t - s - 1) - t * (2 * s - t + 3)) / 2.0, 1.0)


MEASURES: Final[dict[str, Callable[[nx.Graph], dict[str, float]]]] = {
    "campaigns": by_campaigns,
    "degree": by_degree,
    "pagerank": by_pagerank,
    "betweenness": by_betweenness,
}


def rank(graph: nx.Graph, measure: str, label: str | None = None, limit: int | None = None) -> list[Ranked]:
    """Rank participants by one of :data:`MEASURES`, best first; ties share their rank and stand in the order of names.

    With ``label`` only participants of that label are listed; their scores still come from the whole graph. A tie
    at the ``limit`` is cut by name, and its rank still says that it is one.
    """
    scores = {node: round(score, PLACES) for node, score in MEASURES[measure](graph).items()}
    nodes = [node for node in scores if label is None or graph.nodes[node]["label"] == label]
    nodes.sort(key=lambda node: (-scores[node], graph.nodes[node]["name"], node))
    places = _places([scores[node] for node in nodes])
    return [
        Ranked(
            place, node, graph.nodes[node]["name"], graph.nodes[node]["label"], scores[node],
            graph.degree(node), graph.nodes[node]["articles"],
        )
        for node, place in list(zip(nodes, places, strict=True))[:limit]
    ]  # fmt: skip


def _places(scores: Iterable[float]) -> list[str]:
    """Number scores that are sorted from high to low: ``["1", "2=", "2=", "4"]``."""
    values = list(scores)
    same = Counter(values)
    first: dict[float, int] = {}
    for index, value in enumerate(values):
        first.setdefault(value, index + 1)
    return [f"{first[value]}=" if same[value] > 1 else str(first[value]) for value in values]
