"""How the embedded graph is written: whole, by COPY into a new file, which then takes the old one's place.

A failed COPY leaves Ladybug's key index corrupt, so nothing is ever patched: on any error the new file is thrown away.
"""

import contextlib
import fcntl
import os
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import Any, Protocol

from joinder.errors import DamagedGraphError, StoreError
from joinder.graph import rows
from joinder.graph.model import View
from joinder.graph.schema import STATE, schema

CHUNK = 250_000
"""Rows in one COPY: they stand in memory a second time meanwhile."""

HEADER = b"LBUG"
REBUILD = "`joinder rebuild` makes it anew from the ledger"
NOT_OURS = "move it away (or name another --data folder); then `joinder rebuild` makes the graph anew from the ledger"
TYPES = {"text": "STRING", "integer": "INT64", "float": "DOUBLE", "texts": "STRING[]"}
MACROS = (
    "type(r) AS label(r)",
    "head(l) AS l[1]",
    "last(l) AS l[-1]",
    "toString(x) AS CAST(x AS STRING)",
    "toInteger(x) AS CAST(x AS INT64)",
    "toFloat(x) AS CAST(x AS DOUBLE)",
    "split(s, d) AS string_split(s, d)",
)
"""Functions that Cypher has and Ladybug has not; they are stored in the file."""


class Writer(Protocol):
    """A connection that writes to the new file."""

    def execute(self, text: str, parameters: Mapping[str, Any] | None = None) -> Any:
        """Run one statement."""

    def close(self) -> None:
        """Close the file."""


def check_header(path: Path) -> None:
    """Make sure that a file is Ladybug's before it is opened, or replaced.

    Raises:
        StoreError: it is another program's file, or it cannot be read.
    """
    try:
        with path.open("rb") as file:
            head = file.read(len(HEADER))
    except OSError as error:
        raise StoreError(
            f"the graph {path} cannot be read: {error.strerror}", "check the path and its permissions"
        ) from error
    if not head:
        raise DamagedGraphError(f"the graph {path} is an empty file", REBUILD)
    if head != HEADER:
        raise StoreError(f"{path} is not a graph of joinder's", NOT_OURS)


def ddl() -> list[str]:
    """Make the statements that create all tables and macros."""
    made = []
    for label, properties in schema().nodes.items():
        columns = ", ".join(f"{name} {TYPES[kind]}" for name, kind in properties)
        made.append(f"CREATE NODE TABLE `{label}`({columns}, PRIMARY KEY (id))")
    for kind in schema().edges.values():
        parts = [f"FROM `{a}` TO `{b}`" for a, b in kind.ends] + [f"{name} {TYPES[k]}" for name, k in kind.properties]
        made.append(f"CREATE REL TABLE `{kind.name}`({', '.join(parts)})")
    return made + [f"CREATE MACRO {macro}" for macro in MACROS]


def write(path: Path, view: View, sequence: int, ledger: str, connect: Callable[[Path], Writer]) -> None:
    """Write ``view`` beside ``path`` and put it there, so that a reader sees the old graph or the new one, whole.

    Raises:
        StoreError: another process is writing, the folder cannot be written to, or the view is broken.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _lock(path):
            if path.exists() and path.stat().st_size:
                check_header(path)
            _clean(path)
            fresh = path.with_name(path.name + ".new")
            try:
                _fill(fresh, view, sequence, ledger, connect)
                _sync(fresh)
                _remove_side_files(path)
                fresh.replace(path)
                _sync(path.parent)
            finally:
                _clean(path)
    except OSError as error:
        hint = "check that the folder may be written to and that its disk has room"
        raise StoreError(f"the graph {path} cannot be written: {error.strerror or error}", hint) from error


@contextlib.contextmanager
def _lock(path: Path, patience: float = 10.0) -> Iterator[None]:
    """Hold the writer's lock; the system gives it back when its holder dies, so it is never stale."""
    with path.with_name(path.name + ".lock").open("a") as file:
        until = time.monotonic() + patience
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as error:
                if time.monotonic() > until:
                    hint = "wait for the other `joinder` to end, then try again"
                    raise StoreError(f"another process is writing the graph {path}", hint) from error
                time.sleep(0.1)
        yield


def _clean(path: Path) -> None:
    """Remove what an interrupted write left; only the holder of the lock may."""
    for left in path.parent.glob(path.name + ".new*"):
        left.unlink()


def _remove_side_files(path: Path) -> None:
    """Remove a log that belongs to the old file: it would be replayed onto the new one."""
    for suffix in (".wal", ".wal.checkpoint", ".shadow"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _sync(path: Path) -> None:
    """Make sure that a file or folder is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _fill(fresh: Path, view: View, sequence: int, ledger: str, connect: Callable[[Path], Writer]) -> None:
    nodes = rows.nodes(view)
    edges = rows.edges(view, rows.entity_labels(view).get)
    rows.check_ids(nodes)
    rows.check_articles(view)
    writer = connect(fresh)
    try:
        for statement in ddl():
            writer.execute(statement)
        copy(writer, nodes, edges)
        _copy(writer, f"`{STATE}`", [_State("graph", sequence, ledger, schema().version)], schema().nodes[STATE])
        writer.execute("CHECKPOINT")
    except RuntimeError as error:
        hint = "check that its disk has room; the old graph, if there was one, is untouched"
        raise StoreError(f"the graph could not be written: {str(error).splitlines()[0]}", hint) from error
    finally:
        writer.close()


@dataclass(frozen=True, slots=True)
class _State:
    """What a graph says of itself."""

    id: str
    sequence: int
    ledger: str
    schema: str


def copy(writer: Writer, nodes: Mapping[str, list[Any]], edges: Mapping[rows.EdgeTable, rows.Joined]) -> None:
    """COPY all tables, each in a transaction of its own: one for all would hold the whole graph in memory.

    Nobody sees the file before it is whole, and it is thrown away should anything fail.
    """
    for label, found in nodes.items():
        _copy(writer, f"`{label}`", found, schema().nodes[label])
    for (kind, start, end), joined in edges.items():
        options = f" (from='{start}', to='{end}')"
        _copy(
            writer, f"`{kind}`", joined.rows, schema().edges[kind].properties, options, (joined.source, joined.target)
        )


def _copy(
    writer: Writer,
    table: str,
    found: list[Any],
    properties: tuple[tuple[str, str], ...],
    options: str = "",
    ends: tuple[str, ...] = (),
) -> None:
    """COPY rows into a table by way of arrow, column by column."""
    import pyarrow as pa  # noqa: PLC0415 - heavy

    types = {"text": pa.string(), "integer": pa.int64(), "float": pa.float64(), "texts": pa.list_(pa.string())}
    columns = [(f"_{place}", end, "text") for place, end in enumerate(ends)]
    columns += [(name, name, kind) for name, kind in properties]
    for start in range(0, len(found), CHUNK):
        part = found[start : start + CHUNK]
        arrays = [pa.array(list(map(attrgetter(read), part)), types[kind]) for _, read, kind in columns]
        rows_of_it = pa.table(arrays, names=[name for name, _, _ in columns])
        writer.execute(f"COPY {table} FROM $rows{options}", {"rows": rows_of_it})
