"""A user's Cypher on the embedded graph, run in a process of its own, in which it cannot write, grow or last.

The engine has no switch that forbids file access, and a native crash would end the whole program; hence the guard in
front (``cypher_guard``) and this child with limits of the operating system behind it. It costs a sixth of a second.
"""

import difflib
import json
import os
import re
import resource
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from joinder.errors import JoinderError, QueryFailedError, QueryRefusedError, StoreError
from joinder.graph import cypher_guard
from joinder.graph.schema import schema
from joinder.graph.store import Answer

MEMORY = 4 << 30
"""Bytes of address space that the child may use on top of what opening the graph takes."""

GRACE = 3.0
"""Seconds that the child has for starting up and for stopping a query by itself."""


def ask(path: Path, cypher: str, parameters: Mapping[str, Any], timeout: float) -> Answer:
    """Check a query, run it in a child process, and return its rows.

    Raises:
        QueryRefusedError: it would do more than read, or mean something else than on Neo4j.
        QueryFailedError: it has a mistake, or was stopped.
        StoreError: the graph cannot be read.
    """
    checked = cypher_guard.check(cypher, "embedded", parameters)
    request = {"path": str(path), "text": checked.text, "parameters": dict(parameters), "timeout": timeout}
    root = str(Path(__file__).resolve().parents[2])
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([root, *filter(None, [os.environ.get("PYTHONPATH")])])}
    try:
        child = subprocess.run(
            [sys.executable, "-P", "-m", "joinder.graph.embedded_ask"],
            input=_encoded(request), capture_output=True, timeout=timeout + GRACE, env=environment, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise _stopped(timeout) from error
    try:
        reply = json.loads(child.stdout)
    except ValueError as error:
        raise QueryFailedError("the embedded graph broke down over this query", "simplify it, or ask Neo4j") from error
    if "error" in reply:
        raise _failure(reply["error"], timeout)
    return Answer(checked.columns, [dict(zip(checked.columns, row, strict=True)) for row in reply["rows"]])


def _encoded(request: Mapping[str, Any]) -> bytes:
    try:
        return json.dumps(request).encode()
    except (TypeError, ValueError) as error:
        raise QueryFailedError(f"a parameter is of a kind that Cypher does not know: {error}") from error


def _stopped(timeout: float) -> QueryFailedError:
    return QueryFailedError(f"the query was stopped after {timeout:g} s", "narrow it, or give it a longer --timeout")


def _failure(message: str, timeout: float) -> JoinderError:
    first = (message.strip().splitlines() or [""])[0]
    if message.startswith("open: "):
        return StoreError(f"the graph cannot be opened: {first[6:]}", "`joinder rebuild` makes it anew from the ledger")
    if "Interrupted" in first:
        return _stopped(timeout)
    if "Unable to allocate" in first or "bad_alloc" in first or first == "MemoryError":
        return QueryFailedError("the query needed too much memory", "narrow it, or add a LIMIT")
    if "write operations" in first:
        return QueryRefusedError("this Cypher does more than read the graph", "a query may only read: MATCH … RETURN …")
    return QueryFailedError(f"the embedded graph cannot run this Cypher: {first[:300]}", _advice(first))


def _advice(message: str) -> str:
    """Say what to look at after a mistake that the engine found."""
    unknown = re.search(r"Cannot find property (\w+)", message)
    if unknown is None:
        return "ORDER BY takes the names that AS gives; GROUP, ORDER and END as names want `backticks`"
    near = difflib.get_close_matches(unknown[1], sorted(schema().properties()), n=3, cutoff=0.6)
    return f"did you mean {' or '.join(near)}?" if near else f"known: {', '.join(sorted(schema().properties()))}"


def _answer(request: Mapping[str, Any]) -> dict[str, Any]:
    """Run a request in the child (``error`` begins with ``open:`` where the graph itself is at fault)."""
    from joinder.graph.ladybug_store import ENGINE_ERRORS, Connection  # noqa: PLC0415 - for the child alone
    from joinder.graph.shaping import from_ladybug  # noqa: PLC0415 - as above

    try:
        connection = Connection(Path(request["path"]), read_only=True)
    except StoreError as error:
        return {"error": f"open: {error.message}"}
    _confine(request["timeout"])
    try:
        connection.limit(request["timeout"])
        result = connection.execute(request["text"], request["parameters"])
        return {"rows": [[from_ladybug(value) for value in row] for row in result.get_all()]}
    except MemoryError:
        return {"error": "MemoryError"}
    except ENGINE_ERRORS as error:
        return {"error": str(error) or "no reason given"}


def _confine(timeout: float) -> None:
    """Take away the means to write files, to grow without bound and to go on for ever."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    cores = os.cpu_count() or 1
    seconds = int((timeout + GRACE) * cores) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    status = Path("/proc/self/statm")
    if status.exists():  # elsewhere the engine's own buffer limit must do
        used = int(status.read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
        resource.setrlimit(resource.RLIMIT_AS, (used + MEMORY, used + MEMORY))


def main() -> None:
    """Answer the request on standard input on standard output."""
    request = json.load(sys.stdin)
    reply = json.dumps(_answer(request))
    sys.stdout.write(reply)
    sys.stdout.flush()
    os._exit(0)  # closing the engine may take long after a stopped query, and there is nothing to save


if __name__ == "__main__":
    main()
