"""``export`` and ``info``: the graph as a file, and what there is."""

from pathlib import Path
from typing import Annotated

import typer

from joinder import reports
from joinder.commands import inventory, options, places


def export(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="The file: .ttl, .nt, .jsonld, .graphml or .csv.")],
    base: Annotated[
        str | None, typer.Option(metavar="URI", help="What the IRIs of RDF begin with: where you publish them.")
    ] = None,
    data: options.Data = options.DEFAULT_DATA,
    graph: options.Graph = "",
) -> None:
    """Write the graph to a file, by its suffix.

    .ttl is Turtle, .nt N-Triples, .jsonld JSON-LD, .graphml GraphML; .csv has one line per direct edge.
    """
    from joinder.graph import export_files, export_view  # noqa: PLC0415 - RDFLib and NetworkX are slow to import

    export_files.check_suffix(path)
    with places.open_graph(data, graph) as store:
        view = export_view.read_view(store)
    export_files.export(view, path, base)
    reports.say(f"wrote {path}: {len(view.entities)} entities, {len(view.claims)} claims, {len(view.edges)} edges")


def info(
    form: options.Format = options.Form.TABLE,
    data: options.Data = options.DEFAULT_DATA,
    graph: options.Graph = "",
) -> None:
    """Say what is in use: ledger, graph, versions.

    With how much is in each, and whether the graph is up to date with the ledger.
    """
    rows = [*inventory.ledger_rows(data), *inventory.graph_rows(data, graph), *inventory.version_rows()]
    reports.write(reports.Report(("what", "value"), rows), form)
