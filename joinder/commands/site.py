"""``site``: the graph as a folder of pages for any static host."""

from pathlib import Path
from typing import Annotated

import typer

from joinder import reports
from joinder.commands import options, places
from joinder.errors import JoinderError

TITLE = "Who joined what"
PREVIEW = "site"
"""Folder within the data folder, for ``--serve`` without a folder."""


def site(
    out: Annotated[
        Path | None, typer.Argument(metavar="FOLDER", help="A new or empty folder, or one that this command wrote.")
    ] = None,
    base: Annotated[
        str | None, typer.Option(metavar="URI", help="Where you publish it: all addresses begin so.")
    ] = None,
    title: Annotated[str, typer.Option(metavar="TEXT", help="What the site is called.")] = TITLE,
    licence: Annotated[
        str,
        typer.Option("--license", metavar="ID", help="Licence of the data: an SPDX id such as CC-BY-4.0, or a URL."),
    ] = "",
    serve: Annotated[
        bool, typer.Option("--serve", help="Then show it on this machine, with content negotiation, until Ctrl-C.")
    ] = False,
    port: Annotated[int, typer.Option(min=0, max=65535, metavar="N", help="Where --serve listens; 0: any.")] = 8018,
    data: options.Data = options.DEFAULT_DATA,
    graph: options.Graph = "",
) -> None:
    """Write the graph as a site of linked data that any static host can serve.

    There is a page per entity, article and claim, each with Turtle and JSON-LD beside it; a front page with search,
    lists, the vocabulary, the data set's description and dumps. A second time only what changed is written.
    With --serve, folder, base and license may be left out: then it is a preview.
    """
    from joinder.site.serving import serve as serving  # noqa: PLC0415 - Jinja and the writers of RDF

    if not serve:
        _write(_needed(out, licence), base, title, licence, data, graph)
        return
    folder = out or data / PREVIEW
    folder.mkdir(parents=True, exist_ok=True)
    with serving(folder, port) as server:
        _write(folder, base or server.address, title, licence or "CC-BY-4.0", data, graph)
        reports.say(f"{server.address} shows it until Ctrl-C")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            reports.say("done")


def _needed(out: Path | None, licence: str) -> Path:
    """Make sure that a site that may be published has what it needs."""
    if out is None:
        raise JoinderError("no folder is named", "joinder site FOLDER --base URI --license CC-BY-4.0, or --serve")
    if not licence:
        raise JoinderError("the site needs a licence", "choose one, such as --license CC-BY-4.0 or CC0-1.0")
    return out


def _write(out: Path, base: str | None, title: str, licence: str, data: Path, graph: str) -> None:
    """Write the site and say what was done."""
    from joinder.graph.rdf.terms import BASE  # noqa: PLC0415
    from joinder.site.build import build  # noqa: PLC0415
    from joinder.site.templates import Settings  # noqa: PLC0415

    settings = Settings.checked(base or BASE, title, licence)
    with places.open_graph(data, graph) as store:
        done = build(store, out, settings)
    counts = f"{done.written} written, {done.unchanged} unchanged, {done.removed} removed"
    reports.say(f"{out} has {done.pages} pages; files: {counts}")
    if base is None:
        reports.say(f"its addresses begin with {BASE}, a name for examples: give --base before you publish it")
