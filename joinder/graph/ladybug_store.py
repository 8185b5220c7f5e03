"""The embedded graph: one Ladybug file, read from where it lies and written afresh whole."""

import contextlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Self, TypeVar

import ladybug

from joinder.errors import DamagedGraphError, StoreError
from joinder.graph import embedded_file
from joinder.graph.model import Changes, View
from joinder.graph.schema import STATE
from joinder.graph.shaping import column, from_ladybug
from joinder.graph.store import Answer, GraphState, Row

T = TypeVar("T")

BUFFER = 512 << 20
"""Bytes of the buffer pool; Ladybug's own default is four fifths of the memory."""

REBUILD = embedded_file.REBUILD

ENGINE_ERRORS = (RuntimeError, MemoryError, ValueError, LookupError, ArithmeticError)
"""What Ladybug raises: its own errors, and whatever the standard library of C++ throws over a damaged file."""


class Connection:
    """One open Ladybug file; closing it closes the file too."""

    def __init__(self, path: Path, *, read_only: bool) -> None:
        try:
            self._database = ladybug.Database(path, buffer_pool_size=BUFFER, read_only=read_only)
            self._connection = ladybug.Connection(self._database)
        except ENGINE_ERRORS as error:  # a page that is garbage may ask for any amount of memory
            raise DamagedGraphError(f"the graph {path} cannot be opened: {first_line(error)}", REBUILD) from error

    def execute(self, text: str, parameters: Mapping[str, Any] | None = None) -> Any:
        """Run one statement and return Ladybug's result."""
        return self._connection.execute(text, dict(parameters or {}))

    def limit(self, seconds: float) -> None:
        """Let no later statement run for longer than this."""
        self._connection.set_query_timeout(max(1, round(seconds * 1000)))

    def close(self) -> None:
        """Close the connection, then the file."""
        self._connection.close()
        self._database.close()


def first_line(error: BaseException) -> str:
    """Cut an engine's message to its first line, without its own "docs" advice."""
    return (str(error).strip().splitlines() or ["no reason given"])[0][:300]


def _array(values: Any) -> Any:
    """Make a NumPy array of an arrow column; whole decimals (sums) become integers, lists stay lists."""
    if str(values.type).startswith(("list", "decimal")):
        return column([from_ladybug(value) for value in values.to_pylist()])
    return values.to_numpy()


class LadybugStore:
    """The embedded graph store: readers keep the graph that they opened; ``replace`` renames a new one into place."""

    engine = "embedded"
    incremental = False

    def __init__(self, path: Path) -> None:
        self._path = path
        self._opened: Connection | None = None

    @property
    def location(self) -> str:
        """The path of the file."""
        return str(self._path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def prepare(self) -> None:
        """Do nothing: the schema is made with each new file."""

    def _connection(self) -> Connection:
        if self._opened is None:
            if not self._path.exists():
                raise StoreError(f"there is no graph at {self._path} yet", "`joinder load` makes one from articles")
            self._opened = Connection(self._path, read_only=True)
        return self._opened

    def read(self, query_text: str, /, **parameters: Any) -> list[Row]:
        """Run a trusted reading query."""
        try:
            result = self._connection().execute(query_text, parameters)
            names = result.get_column_names()
            return [dict(zip(names, map(from_ladybug, row), strict=True)) for row in result.get_all()]
        except ENGINE_ERRORS as error:
            raise DamagedGraphError(f"the graph {self._path} cannot be read: {first_line(error)}", REBUILD) from error

    def columns(self, query_text: str, /, **parameters: Any) -> dict[str, Any]:
        """Run a trusted reading query for bulk, through arrow."""
        try:
            table = self._connection().execute(query_text, parameters).get_as_arrow()
        except ENGINE_ERRORS as error:
            raise DamagedGraphError(f"the graph {self._path} cannot be read: {first_line(error)}", REBUILD) from error
        return {name: _array(table.column(name)) for name in table.column_names}

    def ask(self, cypher: str, parameters: Mapping[str, Any] | None = None, timeout: float = 30.0) -> Answer:
        """Run a user's Cypher in a process of its own, read-only and limited."""
        from joinder.graph.embedded_ask import ask  # noqa: PLC0415 - only user queries need it

        self.state()
        return ask(self._path, cypher, dict(parameters or {}), timeout)

    def state(self) -> GraphState | None:
        """Tell what the graph holds; ``None`` where there is no file yet.

        Raises:
            StoreError: the file is damaged, or it is not a graph of joinder's.
        """
        if not self._path.exists():
            return None
        embedded_file.check_header(self._path)
        try:
            result = self._connection().execute(f"MATCH (s:{STATE}) RETURN s.sequence, s.ledger, s.schema")
            rows = result.get_all()
        except ENGINE_ERRORS as error:
            foreign = "does not exist" in str(error)
            why = "is not a graph of joinder's" if foreign else f"cannot be read: {first_line(error)}"
            hint = embedded_file.NOT_OURS if foreign else REBUILD
            kind = StoreError if foreign else DamagedGraphError
            raise kind(f"{self._path} {why}", hint) from error
        return GraphState(*rows[0]) if rows else None

    def replace(self, view: View, sequence: int, ledger: str = "") -> None:
        """Write the view into a new file and rename it over the old one.

        Raises:
            StoreError: it cannot be written, or what lies there is not joinder's.
        """
        try:
            self.state()
        except StoreError as error:
            if error.hint == embedded_file.NOT_OURS:
                raise
        self.close()
        embedded_file.write(self._path, view, sequence, ledger, lambda path: Connection(path, read_only=False))

    def apply(self, changes: Changes, ledger: str = "") -> None:
        """Refuse: the embedded graph is never patched in place.

        Raises:
            StoreError: always.
        """
        raise StoreError(f"the embedded graph is only ever replaced (asked for {changes.since} of {ledger!r})")

    def steady(self, read: Callable[[], T]) -> T:
        """Run several reading queries: the file that is open stays as it is, whatever takes its place."""
        return read()

    def close(self) -> None:
        """Close the file, if it is open."""
        opened, self._opened = self._opened, None
        if opened is not None:
            with contextlib.suppress(RuntimeError):
                opened.close()
