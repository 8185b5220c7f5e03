"""The seam between joinder and its graph engines, cut low: "run this query with these parameters"."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, Self, TypeVar

from joinder.graph.model import Changes, View

Row = dict[str, Any]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a user's query gave: its columns in order (also where there is no row), and its rows."""

    columns: tuple[str, ...]
    rows: list[Row] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class GraphState:
    """What a graph says of itself: the ledger it is a view of, up to which change, and by which schema."""

    sequence: int
    ledger: str
    schema: str
    partial: bool = False
    """Whether a change is under way (or was interrupted) that is too large for readers not to see a part of it."""


class Store(Protocol):
    """A graph that can be asked, and brought up to date.

    Values in rows are plain on every engine: text, numbers, booleans, ``None``, lists and dicts; dates are ISO text.
    A node is ``{"_label": ..., **properties}``, a relationship ``{"_type": ..., **properties}``,
    a path ``{"nodes": [...], "relationships": [...]}``.
    """

    @property
    def engine(self) -> str:
        """Which dialect it speaks: ``"neo4j"`` or ``"embedded"``."""

    @property
    def location(self) -> str:
        """Where it is, fit to be shown: never with a password."""

    @property
    def incremental(self) -> bool:
        """Whether ``apply`` is the cheap way to bring it up to date; else it is ``replace``."""

    def prepare(self) -> None:
        """Make schema, constraints and indexes where they are missing; twice is harmless."""

    def read(self, query_text: str, /, **parameters: Any) -> list[Row]:
        """Run a trusted reading query."""

    def columns(self, query_text: str, /, **parameters: Any) -> dict[str, Any]:
        """Run a trusted reading query for bulk: one NumPy array a column, named as in ``RETURN ... AS``.

        The text returns ``expression AS name`` columns that are never null, and has no ``ORDER BY`` to rely on.
        """

    def ask(self, cypher: str, parameters: Mapping[str, Any] | None = None, timeout: float = 30.0) -> Answer:
        """Run a user's Cypher, read-only and for ``timeout`` seconds at most.

        Raises:
            QueryRefusedError: it would write, reach a file, call a procedure, or mean something else here.
            QueryFailedError: it has a mistake, or did not come to its end in time or memory.
        """

    def state(self) -> GraphState | None:
        """Tell what the graph holds, or ``None`` where nothing was published yet."""

    def steady(self, read: Callable[[], T]) -> T:
        """Run several reading queries of which none sees another graph than the others.

        Raises:
            StoreError: the graph was brought up to date again and again meanwhile.
        """

    def replace(self, view: View, sequence: int, ledger: str = "") -> None:
        """Make the graph equal to ``view``."""

    def apply(self, changes: Changes, ledger: str = "") -> None:
        """Bring the graph from ``changes.since`` to ``changes.sequence``; repeating it is harmless."""

    def close(self) -> None:
        """Give connections and files back; twice is harmless."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...
