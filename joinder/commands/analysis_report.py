"""``report``: one self-contained page."""

from pathlib import Path
from typing import Annotated

import typer

from joinder import reports
from joinder.commands import analysis_options as asked
from joinder.commands import answers, options


def report(
    campaign: Annotated[str, typer.Argument(metavar="CAMPAIGN", help="Only this one; else everything.")] = "",
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="Where the page is written.")] = Path(
        "report.html"
    ),
    since: asked.Since = "",
    until: asked.Until = "",
    status: options.Status = None,
    roll_up: asked.RollUp = False,
    data: options.Data = options.DEFAULT_DATA,
    graph: options.Graph = "",
) -> None:
    """Write one self-contained page.

    Tables, network picture, growth curve, overlap matrix, methods and what it all rests on; no request goes out.
    """
    from joinder.commands.analysis_duplicates import open_pairs  # noqa: PLC0415
    from joinder.graph.export_files import written  # noqa: PLC0415 - RDFLib is slow to import
    from joinder.queries.run import run  # noqa: PLC0415 - rapidfuzz
    from joinder.report.page import page  # noqa: PLC0415 - Matplotlib is slow to import

    with asked.counting(data, graph, status, since, until, roll_up=roll_up) as (store, found):
        which = answers.campaign(store, campaign) if campaign else None
        statuses = list(found.filters.statuses)
        said = run(store, "who", campaign=which["id"], statuses=statuses) if which else []
        text = page(store, found, which, list(map(answers.sourced, said)), lambda top: open_pairs(data, store, top))
    with written(output) as file:
        file.write(text.encode("utf-8"))
    reports.say(f"wrote {output}")
