"""A whole store as plain rows, to compare stores with each other and with themselves later."""

import json
from typing import Any

from joinder.graph.schema import schema
from joinder.graph.store import Store


def dump(store: Store) -> dict[str, list[str]]:
    """Read all nodes and edges, sorted; without the node that says which change the store is at."""
    found: dict[str, list[str]] = {}
    for label in schema().nodes:
        if label != "JoinderGraph":
            found[label] = _lines([row["n"] for row in store.read(f"MATCH (n:`{label}`) RETURN n AS n")])
    for kind in schema().edges:
        rows = store.read(f"MATCH (a)-[r:`{kind}`]->(b) RETURN a.id AS source, r AS r, b.id AS target")
        found[kind] = _lines(rows)
    return found


def _lines(rows: list[Any]) -> list[str]:
    return sorted(json.dumps(row, ensure_ascii=False, sort_keys=True) for row in rows)
