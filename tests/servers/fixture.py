"""The fixture ``neo4j_uri``: import it into a ``conftest.py`` to use it."""

import fcntl
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.servers import neo4j as servers


@dataclass(frozen=True, slots=True)
class Place:
    """A server to test on."""

    uri: str
    user: str | None = None
    password: str | None = None

    def settings(self) -> dict[str, str]:
        """Give the environment by which commands find it."""
        found = {"JOINDER_GRAPH": self.uri}
        if self.password:
            found |= {"JOINDER_GRAPH_USER": self.user or "neo4j", "JOINDER_GRAPH_PASSWORD": self.password}
        return found


def _missing(why: str) -> None:
    """Say that there is no server: a failure where one is required, else a skip that nobody overlooks."""
    if os.environ.get("JOINDER_REQUIRE_NEO4J") == "1":
        pytest.fail(f"NO NEO4J SERVER, and JOINDER_REQUIRE_NEO4J=1: {why}", pytrace=False)
    line = f"NO NEO4J SERVER: its half of the tests is skipped ({why})"
    print(f"\n{line}", file=sys.__stderr__, flush=True)
    pytest.skip(line)


@pytest.fixture(scope="session")
def neo4j_place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Give the server named by JOINDER_TEST_NEO4J (``_USER``, ``_PASSWORD``), else one started once for the run."""
    named = os.environ.get("JOINDER_TEST_NEO4J")
    if named:
        yield Place(named, os.environ.get("JOINDER_TEST_NEO4J_USER"), os.environ.get("JOINDER_TEST_NEO4J_PASSWORD"))
        return
    worker = "PYTEST_XDIST_WORKER" in os.environ
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if worker else base  # xdist gives each worker a folder in one that they share
    with (shared / "neo4j.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        found = _start_once(shared / "neo4j.json", os.getppid() if worker else os.getpid())
    if "error" in found:
        _missing(found["error"])
    yield Place(found["uri"], found["user"], found["password"])
    # The server ends, and takes its home away, when the run's main process is gone: until then others may use it.


def _start_once(note: Path, owner: int) -> dict[str, str]:
    """Start the run's server, or read from the note where it is."""
    if note.exists():
        return dict(json.loads(note.read_text()))
    home = Path(tempfile.mkdtemp(prefix="joinder-neo4j-"))
    try:
        # It wants a password, so that what a wrong one does is tried without a second server.
        server = servers.start(home, auth=True, owner=owner, passing=True)
        found = {"uri": server.uri, "user": server.user or "", "password": server.password or ""}
    except servers.ServerError as error:
        found = {"error": str(error)}
    note.write_text(json.dumps(found))
    return found


@pytest.fixture
def neo4j_uri(neo4j_place: Place, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Give the server with an empty database, for this test alone: workers wait for each other."""
    from neo4j import GraphDatabase

    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    auth = (neo4j_place.user or "neo4j", neo4j_place.password) if neo4j_place.password else None
    with (shared / "neo4j-database.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with GraphDatabase.driver(neo4j_place.uri, auth=auth) as driver:
            driver.execute_query("MATCH (n) DETACH DELETE n")
        yield neo4j_place


@pytest.fixture
def neo4j_locked(neo4j_uri: Place) -> Iterator[Place]:
    """Give an empty server that wants a password: the run's own does, one from outside may not."""
    if neo4j_uri.password:
        yield neo4j_uri
        return
    with servers.running(auth=True) as server:
        yield Place(server.uri, server.user, server.password)
