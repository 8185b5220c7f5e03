"""Opening a graph store by where it is: a path, or the URL of a Neo4j server."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

from joinder.errors import DamagedGraphError, StoreError

if TYPE_CHECKING:
    from joinder.graph.ladybug_store import LadybugStore
    from joinder.graph.neo4j_store import Neo4jStore

SCHEMES = ("neo4j", "bolt", "neo4j+s", "bolt+s", "neo4j+ssc", "bolt+ssc")


def open_store(
    location: str | Path, user: str | None = None, password: str | None = None, *, read_only: bool = True
) -> "LadybugStore | Neo4jStore":
    """Open the graph at a path (the embedded one) or at ``neo4j://``, ``bolt://``, ``neo4j+s://`` ….

    Args:
        location: the path of a file, or a URL.
        user: the name to log in with, where the server wants one.
        password: its password; it is never shown.
        read_only: whether the graph must be there already. Where it is false, an embedded file may be
            missing or damaged (publishing makes it anew).

    Raises:
        StoreError: it cannot be opened; the hint says what to do.
    """
    scheme = re.match(r"([a-z0-9+]+)://", str(location), re.IGNORECASE)
    if scheme is None:
        return _embedded(Path(location), read_only=read_only)
    if scheme[1].lower() not in SCHEMES:
        raise StoreError(
            f"a graph cannot be at {scheme[1]}://", f"name a path, or one of {', '.join(f'{s}://' for s in SCHEMES)}"
        )
    from joinder.graph.neo4j_store import Neo4jStore  # noqa: PLC0415 - heavy

    store = Neo4jStore(str(location), user, password)
    try:
        store.check(published=read_only)
    except BaseException:
        store.close()
        raise
    return store


def _embedded(path: Path, *, read_only: bool) -> "LadybugStore":
    from joinder.graph.ladybug_store import REBUILD, LadybugStore  # noqa: PLC0415 - heavy
    from joinder.graph.schema import schema  # noqa: PLC0415 - only here

    if path.is_dir():
        raise StoreError(f"the graph {path} is a folder", "name the file of a graph, or the URL of a Neo4j server")
    store = LadybugStore(path)
    if read_only:
        state = store.state()
        if state is None:
            store.close()
            raise StoreError(f"there is no graph at {path} yet", "`joinder load` makes one from articles")
        if state.schema != schema().version:
            store.close()
            raise DamagedGraphError(f"the graph {path} was made by another version of joinder", REBUILD)
    return store
