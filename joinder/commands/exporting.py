"""``export`` and ``info``: the graph as a file, and what there is."""

from pathlib import Path
from typing import Annotated

import typer

from joinder import reports
from joinder.commands import inventory, options, places


def export(
    path: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="The file: .ttl, .nt, .nq, .trig, .jsonld, .rdf, .graphml or .csv."),
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
    data: options.Data = options.DEFAULT_DATA,
    graph: options.Graph = "",
) -> None:
    """Write the graph to a file, by its suffix.

    .ttl is Turtle, .nt N-Triples, .nq N-Quads and .trig TriG (both with a graph per article), .jsonld JSON-LD, .rdf
    RDF/XML, .graphml GraphML; .csv has one line per direct edge.
    """
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
