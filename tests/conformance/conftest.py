"""One fixture ``store`` for both engines: every test of this folder runs on each."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from joinder.graph.connect import open_store
from joinder.graph.store import Store
from tests.conformance.facts import VIEW
from tests.servers.fixture import Place, neo4j_locked, neo4j_place, neo4j_uri

__all__ = ["Place", "neo4j_locked", "neo4j_place", "neo4j_uri"]

ENGINES = ["embedded", pytest.param("neo4j", marks=[pytest.mark.neo4j, pytest.mark.xdist_group("neo4j")])]


@pytest.fixture(params=ENGINES)
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], Store]:
    """Give a function that opens the (at first empty) store anew."""
    if request.param == "embedded":
        return lambda: open_store(tmp_path / "graph.lbdb", read_only=False)
    place: Place = request.getfixturevalue("neo4j_uri")
    return lambda: open_store(place.uri, place.user, place.password, read_only=False)


@pytest.fixture
def empty(opened: Callable[[], Store]) -> Iterator[Store]:
    """Give a prepared store with nothing in it."""
    with opened() as store:
        store.prepare()
        yield store


@pytest.fixture
def store(empty: Store) -> Store:
    """Give a store that holds the invented world."""
    empty.replace(VIEW, 7, "ledger-1")
    return empty
