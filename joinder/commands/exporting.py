"""``export`` and ``info``: the graph as a file, and what there is."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from joinder import reports
from joinder.commands import inventory, options, places


class Network(StrEnum):
    """Which network of joinings is exported."""

    TWO_MODE = "two-mode"
    PARTICIPANTS = "participants"
    CAMPAIGNS = "campaigns"


NETWORKS = (".gexf", ".net", ".dl")
"""Suffixes that only a network can have."""


def export(
    path: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="By suffix: .ttl .nt .nq .trig .jsonld .rdf .graphml .csv .gexf .net .dl"),
    ],
    base: Annotated[
        str | None, typer.Option(metavar="URI", help="What the IRIs of RDF begin with: where you publish them.")
    ] = None,
    zipped: Annotated[
        bool, typer.Option("--gzip", help="Compress the file (a name that ends with .gz does it too).")
    ] = False,
    no_quotes: Annotated[
        bool, typer.Option("--no-quotes", help="RDF: only the places and hashes of quotes, not their text.")
    ] = False,
    min_origins: Annotated[
        int, typer.Option(min=1, metavar="N", help="RDF: only claims that N independent stories make.")
    ] = 1,
    rdf12: Annotated[
        bool, typer.Option("--rdf12", help="RDF: claims also as reifiers of their triples, as RDF 1.2 has them.")
    ] = False,
    network: Annotated[
        Network | None, typer.Option("--network", help="Only who joined what (done), whole or projected on one side.")
    ] = None,
    data: options.Data = options.DEFAULT_DATA,
    graph: options.Graph = "",
) -> None:
    """Write the graph to a file, by its suffix.

    .ttl is Turtle, .nt N-Triples, .nq N-Quads and .trig TriG (both with a graph per article), .jsonld JSON-LD, .rdf
    RDF/XML, .graphml GraphML; .csv has one line per direct edge. .gexf (Gephi), .net (Pajek) and .dl (UCINET) hold
    the network of joinings, as do .graphml and .csv with --network.
    """
    if network or path.suffix.lower() in NETWORKS:
        export_network(path, network or Network.TWO_MODE, data, graph)
        return
    from joinder.graph import export_files, export_view  # noqa: PLC0415 - PyArrow is slow to import
    from joinder.graph.rdf import pages, stream, terms  # noqa: PLC0415

    suffix = export_files.suffix_of(path)
    path = path.with_name(path.name + ".gz") if zipped and path.suffix.lower() != ".gz" else path
    wanted = stream.Options(base or terms.BASE, not no_quotes, min_origins, rdf12)
    with places.open_graph(data, graph) as store:
        if suffix in export_files.TABLES:
            export_files.export(export_view.read_view(store), path)
        else:
            export_files.export_rdf(pages.StorePages(store), path, wanted)
    reports.say(f"wrote {path}")


def export_network(path: Path, network: Network, data: Path, graph: str) -> None:
    """Write who joined what as a network."""
    from joinder.graph import export_network, projection  # noqa: PLC0415 - SciPy and NetworkX are slow to import

    with places.open_graph(data, graph) as store:
        found = projection.memberships(store, claims=True)
    two_mode = network is Network.TWO_MODE
    made = export_network.two_mode(found) if two_mode else export_network.one_mode(
        found, campaigns=network is Network.CAMPAIGNS
    )  # fmt: skip
    for written in export_network.write(made, path):
        reports.say(f"wrote {written}: {made.number_of_nodes()} nodes, {made.number_of_edges()} edges")


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
