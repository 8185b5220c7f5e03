"""``import``, ``validate``, ``sparql`` and ``site``: the graph as linked data."""

from pathlib import Path
from typing import Annotated, Any

import typer

from joinder import reports
from joinder.commands import options, places
from joinder.errors import JoinderError, StoreError

Base = Annotated[
    str | None, typer.Option(metavar="URI", help="What the IRIs of RDF begin with: where you publish them.")
]


def import_graph(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="What `joinder export` wrote, in any format of RDF.")],
    data: options.Data = options.DEFAULT_DATA,
    graph: options.Graph = "",
) -> None:
    """Read an RDF export back into an empty graph.

    The graph is equal to the one that was exported. Articles' texts are not in an export, so there is no ledger: a
    later `joinder load` into the same folder starts one, and its graph takes this one's place.
    """
    from joinder.graph.identity import digest  # noqa: PLC0415
    from joinder.graph.publish import rebuild  # noqa: PLC0415
    from joinder.graph.rdf.read import read_file  # noqa: PLC0415 - pyoxigraph

    if not graph and (data / places.LEDGER).exists():
        raise StoreError(f"{data} has a ledger already", "name an empty folder with --data")
    view = read_file(path)
    if not graph:
        data.mkdir(parents=True, exist_ok=True)
    with places.open_graph(data, graph, write=True) as store:
        if store.state() is not None:
            raise StoreError(f"the graph {store.location} is not empty", "name an empty folder with --data")
        rebuild(store, view=view, sequence=1, ledger=f"import-{digest(*view.articles, *view.claims)}")
    reports.say(f"read {len(view.entities)} entities, {len(view.articles)} articles, {len(view.claims)} claims")


import_graph.__name__ = "import"  # the command's name, which Python keeps for itself


def validate(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="An export in any format of RDF.")],
    form: options.Format = options.Form.TABLE,
) -> None:
    """Check an RDF export: syntax, literals, and our SHACL shapes.

    Everything that is wrong is listed with the claim that it is about; then the exit code is 1. It needs pySHACL:
    pip install 'joinder[validate]'.
    """
    from joinder.graph.rdf import check  # noqa: PLC0415 - pyoxigraph, rdflib and pySHACL

    found = check.check(path)
    if found or form is not options.Form.TABLE:
        reports.write(reports.Report(check.COLUMNS, found, brief=check.COLUMNS[:4]), form)
    if found:
        raise JoinderError(f"{path} has {len(found)} violation{'s' if len(found) > 1 else ''}")
    reports.say(f"{path} conforms")


def sparql(
    query: Annotated[str | None, typer.Argument(metavar="QUERY", help="SPARQL 1.1; our prefixes are known.")] = None,
    file: Annotated[Path | None, typer.Option(metavar="FILE", help="A file that holds the query.")] = None,
    source: Annotated[
        Path | None, typer.Option("--from", metavar="FILE", help="Ask this file of RDF instead of the graph.")
    ] = None,
    base: Base = None,
    form: options.Format = options.Form.TABLE,
    data: options.Data = options.DEFAULT_DATA,
    graph: options.Graph = "",
) -> None:
    """Ask the RDF export in SPARQL, without a server.

    Prefixes such as v:, id:, claim:, schema: and prov: are known. Each article is a named graph, and all of them
    together are the default graph. CONSTRUCT and DESCRIBE print Turtle.
    """
    from joinder.graph.rdf import ask, pages, stream, terms  # noqa: PLC0415 - pyoxigraph
    from joinder.graph.rdf.addresses import checked_base  # noqa: PLC0415

    text = _query(query, file)
    if source is not None:
        held = ask.from_file(source)
        home = checked_base(base or ask.base_of(held) or terms.BASE)
    else:
        home = checked_base(base or terms.BASE)
        with places.open_graph(data, graph) as store:
            held = ask.from_pages(pages.StorePages(store), stream.Options(home))
    _print(ask.ask(held, text, home), form)


def _print(answer: tuple[tuple[str, ...], list[dict[str, Any]]] | str, form: options.Form) -> None:
    """Print rows as a report, and Turtle as it is."""
    if isinstance(answer, str):
        typer.echo(answer, nl=False)
    else:
        reports.write(reports.Report(*answer), form)


def _query(query: str | None, file: Path | None) -> str:
    """Take the query from the command's words or from a file."""
    if file is not None:
        try:
            return file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise JoinderError(f"cannot read {file}", "name a file that holds a query") from error
    if not query:
        raise JoinderError("there is nothing to ask", "give a query, or --file")
    return query
