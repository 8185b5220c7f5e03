"""Values as engines give them, to the plain shapes that every store promises (see ``store.Store``)."""

from collections.abc import Mapping
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from joinder.graph.schema import schema


def node(label: str, properties: Mapping[str, Any]) -> dict[str, Any]:
    """Shape a node: its label and its own properties, in the schema's order."""
    known = schema().nodes.get(label, ())
    return {"_label": label} | {name: plain(properties.get(name)) for name, _ in known}


def relationship(kind: str, properties: Mapping[str, Any]) -> dict[str, Any]:
    """Shape a relationship: its type and its own properties, in the schema's order."""
    found = schema().edges.get(kind)
    return {"_type": kind} | {name: plain(properties.get(name)) for name, _ in (found.properties if found else ())}


def plain(value: Any) -> Any:
    """Shape a simple value: whole decimals to integers, dates to ISO text."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return value


def from_ladybug(value: Any) -> Any:
    """Shape a value from Ladybug, which gives nodes, relationships and paths as dicts with keys such as ``_ID``."""
    if isinstance(value, list):
        return [from_ladybug(v) for v in value]
    if not isinstance(value, dict):
        return plain(value)
    if "_SRC" in value and "_LABEL" in value:
        return relationship(value["_LABEL"], value)
    if "_ID" in value and "_LABEL" in value:
        return node(value["_LABEL"], value)
    if value.keys() == {"_NODES", "_RELS"}:
        return {
            "nodes": [from_ladybug(v) for v in value["_NODES"]],
            "relationships": [from_ladybug(v) for v in value["_RELS"]],
        }
    return {key: from_ladybug(value[key]) for key in sorted(value)}


def from_neo4j(value: Any) -> Any:
    """Shape a value from the Neo4j driver; its graph types are told by attributes, so as not to import it here."""
    if isinstance(value, list):
        return [from_neo4j(v) for v in value]
    if isinstance(value, dict):
        return {key: from_neo4j(value[key]) for key in sorted(value)}
    if hasattr(value, "relationships") and hasattr(value, "nodes"):
        return {
            "nodes": [from_neo4j(v) for v in value.nodes],
            "relationships": [from_neo4j(v) for v in value.relationships],
        }
    if hasattr(value, "labels"):
        known = [label for label in value.labels if label in schema().nodes]
        return node((known or sorted(value.labels) or [""])[0], dict(value))
    if hasattr(value, "nodes") and hasattr(value, "type"):
        return relationship(value.type, dict(value))
    if hasattr(value, "iso_format"):
        return value.iso_format()
    return plain(value)


def column(values: list[Any]) -> Any:
    """Make one NumPy array of a column: numbers and truth values by their own type, all else objects."""
    import numpy as np  # noqa: PLC0415 - heavy

    kinds = {type(v) for v in values}
    if kinds and (kinds <= {float, int} or kinds == {bool}):
        return np.array(values)
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array
