"""Where the ledger and the graph are, and how a command opens them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from joinder import reports
from joinder.errors import DamagedGraphError, JoinderError, StoreError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from joinder.graph.ladybug_store import LadybugStore
    from joinder.graph.ledger import Ledger
    from joinder.graph.neo4j_store import Neo4jStore

    AnyStore = LadybugStore | Neo4jStore

LEDGER = "ledger.db"
GRAPH = "graph.lbdb"
SERVERS = ("neo4j", "bolt")
"""What a URL of a graph server begins with (``+s`` and ``+ssc`` may follow)."""


def open_ledger(data: Path, *, create: bool = False) -> Ledger:
    """Open the ledger of a data folder, or the database that JOINDER_LEDGER names; with ``create`` it is made.

    Raises:
        StoreError: there is none, or it cannot be used.
    """
    from joinder.graph.ledger import open_ledger as opened  # noqa: PLC0415 - imports SQLAlchemy

    if create:
        try:
            data.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                f"the folder {data} cannot be made: {error.strerror}", "name another with --data, or set JOINDER_DATA"
            ) from error
    return opened(os.environ.get("JOINDER_LEDGER") or data / LEDGER, create=create)


def open_graph(data: Path, graph: str, *, write: bool = False, heal: bool = True) -> AnyStore:
    """Open the graph: the server of ``--graph``, else the embedded one in the data folder.

    A damaged embedded graph is rebuilt from the ledger where there is one (unless ``heal`` is false), and said so:
    it is never the only copy.

    Raises:
        StoreError: it cannot be reached or opened, or there is none yet.
    """
    from joinder.graph.connect import open_store  # noqa: PLC0415 - imports a driver

    user, password = os.environ.get("JOINDER_GRAPH_USER"), os.environ.get("JOINDER_GRAPH_PASSWORD")
    if graph:
        check_url(graph)
        return open_store(graph, user=user, password=password, read_only=not write)
    if write:
        return open_store(data / GRAPH, read_only=False)
    try:
        return open_store(data / GRAPH, read_only=True)
    except DamagedGraphError:
        if not heal or (not (data / LEDGER).exists() and not os.environ.get("JOINDER_LEDGER")):
            raise
        reports.say("the graph is damaged, or of another version: rebuilding it from the ledger")
        rebuild(data, graph)
        return open_store(data / GRAPH, read_only=True)


def articles_named(ledger: Ledger, names: Sequence[str], publisher: str | None) -> list[str]:
    """Find the articles that a user names by address, id or input, and those of a publisher.

    Raises:
        UnknownNameError: a name, or the publisher, has no article.
    """
    from joinder.loaders.metadata import canonical_url  # noqa: PLC0415

    hint = "`joinder articles` lists what was loaded"
    found: dict[str, None] = {}
    for name in names:
        keys = ledger.find(name, *filter(None, [canonical_url(name)]))
        if not keys:
            raise UnknownNameError(f"no article is called {name}", hint)
        found |= dict.fromkeys(keys)
    if publisher is not None:
        keys = ledger.of_publisher(publisher)
        if not keys:
            raise UnknownNameError(f"no article is from {publisher}", hint)
        found |= dict.fromkeys(keys)
    if not names and publisher is None:
        raise JoinderError("nothing was named", "name an address, an id or an input, or a --publisher")
    return list(found)


def check_url(graph: str) -> None:
    """Refuse a graph URL that no store answers to.

    Raises:
        StoreError: its scheme is not one of a graph server.
    """
    scheme = graph.partition("://")[0]
    if "://" not in graph or scheme.split("+")[0] not in SERVERS:
        shown = scheme + "://…" if "://" in graph else graph
        raise StoreError(f"{shown} is not the URL of a graph server", "use neo4j://HOST:7687 or bolt://HOST:7687")


def publish(ledger: Ledger, store: AnyStore) -> None:
    """Bring a graph up to date with a ledger, the cheapest way that its engine knows, one process at a time."""
    from joinder.graph.publish import publish as published  # noqa: PLC0415

    with ledger.publishing():
        sequence = ledger.refresh()
        done = published(store, view=ledger.view, changes=ledger.changes, sequence=sequence, ledger=ledger.key)
        ledger.note_published(store.location, sequence)
    if done == "rebuilt":
        reports.say(f"the graph {store.location} was damaged: rebuilt from the ledger")


def rebuild(data: Path, graph: str) -> int:
    """Write the whole graph afresh from the ledger, over whatever is there; return the number of articles."""
    from joinder.graph.publish import rebuild as rebuilt  # noqa: PLC0415

    with open_ledger(data) as ledger, open_graph(data, graph, write=True) as store, ledger.publishing():
        ledger.refresh(whole=True)
        whole = ledger.changes(0)
        rebuilt(store, view=whole.upserts, sequence=whole.sequence, ledger=ledger.key)
        ledger.note_published(store.location, whole.sequence)
        return len(ledger.article_ids())
