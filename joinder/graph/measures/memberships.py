"""Who joined what, as every measure takes it: two sides of nodes, and a sparse matrix of participants by campaigns."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from collections.abc import Sequence

Array = np.ndarray[Any, Any]
"""A NumPy array of numbers."""


@dataclass(frozen=True, slots=True)
class Side:
    """The nodes of one side, in the order of their ids; ``articles`` name each."""

    ids: tuple[str, ...]
    names: tuple[str, ...]
    labels: tuple[str, ...]
    articles: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.ids)

    def take(self, places: Sequence[int]) -> Side:
        """Keep only the nodes at these places."""
        return Side(
            tuple(self.ids[i] for i in places), tuple(self.names[i] for i in places),
            tuple(self.labels[i] for i in places), tuple(self.articles[i] for i in places),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filters:
    """Which joinings were counted, and how many were not because they have no date to compare."""

    statuses: tuple[str, ...] = ("done",)
    campaigns: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    rolled_up: bool = False
    undated_left_out: int = 0


@dataclass(frozen=True)
class Memberships:
    """The joinings: ``rows`` and ``columns`` point into the two sides; the other lists run beside them.

    ``first_day`` is the day that a claim gives, in the source's precision (``""``: none does); ``first_report`` is
    when an article first said so; ``articles`` how many do.
    """

    participants: Side
    campaigns: Side
    rows: Array
    columns: Array
    first_day: tuple[str, ...]
    last_day: tuple[str, ...]
    first_report: tuple[str, ...]
    articles: tuple[int, ...]
    claims: tuple[tuple[str, ...], ...] = ()
    filters: Filters = field(default_factory=Filters)

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def matrix(self) -> sparse.csr_array:
        """Participants by campaigns, 1 where one joined the other."""
        ones = np.ones(len(self.rows), dtype=np.int32)
        shape = (len(self.participants), len(self.campaigns))
        return sparse.csr_array((ones, (self.rows, self.columns)), shape=shape)

    @cached_property
    def degrees(self) -> Array:
        """How many campaigns each participant joined."""
        return np.bincount(self.rows, minlength=len(self.participants))

    @cached_property
    def sizes(self) -> Array:
        """How many participants each campaign has."""
        return np.bincount(self.columns, minlength=len(self.campaigns))

    @cached_property
    def digest(self) -> str:
        """A short hash of exactly the joinings that were counted, by which a figure can be cited."""
        facts = hashlib.sha256(repr(self.filters.statuses).encode())
        order = np.lexsort((self.columns, self.rows))
        for i in order.tolist():
            ends = self.participants.ids[self.rows[i]], self.campaigns.ids[self.columns[i]]
            facts.update("\x1f".join((*ends, self.first_day[i], self.first_report[i], str(self.articles[i]))).encode())
            facts.update(b"\n")
        return facts.hexdigest()[:12]

    def dates(self, i: int) -> tuple[str, str]:
        """Give the first day of a joining and the day of its first report."""
        return self.first_day[i], self.first_report[i]

    def keep(self, edges: Array) -> Memberships:
        """Keep only these joinings; a participant or campaign without any is dropped."""
        rows, columns = self.rows[edges], self.columns[edges]
        left, row = np.unique(rows, return_inverse=True)
        right, column = np.unique(columns, return_inverse=True)
        places = edges.nonzero()[0].tolist() if edges.dtype == bool else edges.tolist()
        return replace(
            self, participants=self.participants.take(left.tolist()), campaigns=self.campaigns.take(right.tolist()),
            rows=row, columns=column, first_day=tuple(self.first_day[i] for i in places),
            last_day=tuple(self.last_day[i] for i in places),
            first_report=tuple(self.first_report[i] for i in places), articles=tuple(self.articles[i] for i in places),
            claims=tuple(self.claims[i] for i in places) if self.claims else (),
        )  # fmt: skip

    def graph(self) -> nx.Graph:
        """Build the two-mode NetworkX graph, with nodes and edges in the order of their ids.

        Nodes have ``side`` (``participant`` or ``campaign``), ``bipartite`` (0 or 1), ``label``, ``name`` and
        ``articles``; edges have ``articles``, ``first_day``, ``last_day``, ``first_report`` and ``claims``.
        """
        graph = nx.Graph()
        for bipartite, (kind, side) in enumerate((("participant", self.participants), ("campaign", self.campaigns))):
            for at, node in enumerate(side.ids):
                graph.add_node(
                    node, side=kind, bipartite=bipartite, label=side.labels[at], name=side.names[at],
                    articles=side.articles[at],
                )  # fmt: skip
        for i in np.lexsort((self.columns, self.rows)).tolist():
            graph.add_edge(
                self.participants.ids[self.rows[i]], self.campaigns.ids[self.columns[i]],
                articles=self.articles[i], first_day=self.first_day[i], last_day=self.last_day[i],
                first_report=self.first_report[i], claims=list(self.claims[i]) if self.claims else [],
            )  # fmt: skip
        return graph

    @classmethod
    def of(cls, graph: nx.Graph) -> Memberships:
        """Read a two-mode NetworkX graph whose nodes have ``side`` and may have what :meth:`graph` gives them."""
        people, groups = _side(graph, "participant"), _side(graph, "campaign")
        left, right = ({node: at for at, node in enumerate(side.ids)} for side in (people, groups))
        edges = sorted((left[a], right[b]) if a in left else (left[b], right[a]) for a, b in graph.edges)
        rows, columns = (np.array([edge[i] for edge in edges], dtype=np.int64) for i in (0, 1))
        facts = [graph.edges[people.ids[a], groups.ids[b]] for a, b in edges]

        def texts(name: str) -> tuple[str, ...]:
            return tuple(fact.get(name, "") for fact in facts)

        return cls(
            people, groups, rows, columns, texts("first_day"), texts("last_day"), texts("first_report"),
            tuple(fact.get("articles", 1) for fact in facts), tuple(tuple(fact.get("claims", ())) for fact in facts),
        )  # fmt: skip


def _side(graph: nx.Graph, kind: str) -> Side:
    nodes = sorted(node for node, side in graph.nodes(data="side") if side == kind)
    facts = [graph.nodes[node] for node in nodes]
    return Side(
        tuple(nodes), tuple(f.get("name", node) for node, f in zip(nodes, facts, strict=True)),
        tuple(f.get("label", "") for f in facts), tuple(f.get("articles", 0) for f in facts),
    )  # fmt: skip
