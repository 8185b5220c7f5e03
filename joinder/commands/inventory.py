"""What ``info`` tells of the ledger, the graph and the versions."""

from __future__ import annotations

import os
import platform
from importlib import metadata
from typing import TYPE_CHECKING, Any

from joinder import __version__
from joinder.commands import places

if TYPE_CHECKING:
    from pathlib import Path

    from joinder.graph.store import Row

PACKAGES = ("spacy", "ladybug", "neo4j", "networkx", "rdflib", "SQLAlchemy")


def _row(what: str, value: Any) -> Row:
    return {"what": what, "value": value}


def ledger_rows(data: Path) -> list[Row]:
    """Tell where the ledger is and what it holds."""
    path = data / places.LEDGER
    if not path.exists() and not os.environ.get("JOINDER_LEDGER"):
        return [_row("ledger", f"none yet at {path}")]
    with places.open_ledger(data) as ledger:
        counts = [_row(f"ledger {name}", number) for name, number in ledger.counts().items()]
        extractors = [_row("extractor", f"{name} ({n} articles)") for name, n in ledger.extractors().items()]
        return [_row("ledger", ledger.location), _row("ledger sequence", ledger.sequence), *counts, *extractors]


def graph_rows(data: Path, graph: str) -> list[Row]:
    """Tell where the graph is and what it holds."""
    from joinder.queries.run import run  # noqa: PLC0415

    if not graph and not (data / places.GRAPH).exists():
        return [_row("graph", f"none yet at {data / places.GRAPH}")]
    with places.open_graph(data, graph) as store:
        state = store.state()
        if state is None:
            return [_row("graph", f"{store.location} ({store.engine}), empty")]
        counts = [_row(f"graph {name}", number) for name, number in run(store, "contents")[0].items()]
        return [
            _row("graph", f"{store.location} ({store.engine})"),
            _row("graph sequence", state.sequence),
            *counts,
        ]


def version_rows() -> list[Row]:
    """Tell the versions of joinder, Python, the spaCy pipeline and the libraries."""
    from joinder.loaders.parsing import installed_pipelines  # noqa: PLC0415

    pipelines = [f"{name} {metadata.version(name)}" for name in installed_pipelines()]
    return [
        _row("joinder", __version__),
        _row("Python", platform.python_version()),
        _row("spaCy pipelines", ", ".join(pipelines) or "none"),
        *(_row(name, metadata.version(name)) for name in PACKAGES),
    ]
