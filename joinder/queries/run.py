"""Running a named query on a store."""

from typing import Any

from joinder.graph.identity import fold
from joinder.graph.store import Row, Store
from joinder.queries.catalog import named


def run(store: Store, name: str, /, **parameters: Any) -> list[Row]:
    """Run a named query; its rows are of one graph, also where that is changed while they are read.

    Raises:
        UnknownNameError: there is no query of this name.
        JoinderError: a parameter is unknown, missing or of another type; the store has not been asked then.
    """
    query = named(name)
    bound = query.bind(parameters, fold)
    return store.steady(lambda: store.read(query.text(store.engine), **bound))
