"""``who``, ``show``, ``query`` and ``queries``: answers out, from the graph alone."""

from typing import Annotated

import typer

from joinder import reports
from joinder.commands import answers, options, places
from joinder.commands.periods import Period, joined, told
from joinder.errors import JoinderError


def who(
    campaign: Annotated[str, typer.Argument(metavar="CAMPAIGN", help="Its name, alias, hashtag or id.")],
    status: options.Status = None,
    as_of: options.AsOf = "",
    between: options.Between = None,
    min_origins: options.MinOrigins = 1,
    form: options.Format = options.Form.TABLE,
    data: options.Data = options.DEFAULT_DATA,
    graph: options.Graph = "",
) -> None:
    """List everyone who joined a campaign.

    Each with status, first day, number of articles, and the best sentence that says so.
    """
    from joinder.queries.run import run  # noqa: PLC0415 - rapidfuzz

    statuses, period = options.statuses(status, ("done", "planned", "ended")), Period(as_of, between, min_origins)
    with places.open_graph(data, graph) as store:
        found = answers.campaign(store, campaign)
        if period:
            rows = joined(store, period, statuses, found["id"])
        else:
            rows = run(store, "who", campaign=found["id"], statuses=statuses)
    counted = "; ".join(filter(None, [options.filter_text(statuses), period.text()]))
    reports.say(f"{found['name']}: {len(rows)} joined ({counted})")
    reports.write(answers.who_report(rows), form)


def show(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="Name, alias, hashtag or id of an entity.")
    ] = None,
    merged_from: Annotated[
        str | None, typer.Option(metavar="ID", help="An id that was merged away, instead of a name.")
    ] = None,
    limit: options.Limit = 100,
    as_of: options.AsOf = "",
    between: options.Between = None,
    min_origins: options.MinOrigins = 1,
    form: options.Format = options.Form.TABLE,
    data: options.Data = options.DEFAULT_DATA,
    graph: options.Graph = "",
) -> None:
    """Show the card of a person, group, brand or campaign.

    What it joined, paused, left and said, and what is said of it: each line with its quote and article.
    """
    from joinder.graph.lookup import find_entity, find_merged  # noqa: PLC0415
    from joinder.queries.run import run  # noqa: PLC0415

    if (name is None) == (merged_from is None):
        raise typer.BadParameter("give a name, or --merged-from and an id that was merged away")
    period = Period(as_of, between, min_origins)
    with places.open_graph(data, graph) as store:
        found = find_merged(store, merged_from) if merged_from else find_entity(store, name or "")
        claims = told(run(store, "entity_card", entity=found["id"]), period)
    if period:
        reports.say(f"{found['name']}: {len(claims)} claims count ({period.text()})")
    answers.print_card(found, claims, form, limit or None)


def query(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[CYPHER] [NAME=VALUE]...", help="The query, and its parameters.")
    ] = None,
    name: Annotated[
        str | None, typer.Option("--name", metavar="QUERY", help="A named query instead of Cypher.")
    ] = None,
    min_origins: options.MinOrigins = 1,
    timeout: Annotated[float, typer.Option(min=0.1, help="Seconds that a query of your own may take.")] = 30.0,
    form: options.Format = options.Form.TABLE,
    data: options.Data = options.DEFAULT_DATA,
    graph: options.Graph = "",
) -> None:
    """Ask in Cypher, or ask a named query.

    Your own Cypher runs read-only and with a time limit. The words after it are its parameters ($name), as are those
    after --name, whose parameters `joinder queries` lists; --min-origins is for those that have min_origins.
    """
    if not words and not name:
        raise JoinderError("there is nothing to ask", "give a query in Cypher, or --name and one of `joinder queries`")
    words = [*(words or []), *([f"min_origins={min_origins}"] if min_origins > 1 else [])]
    with places.open_graph(data, graph) as store:
        answer = answers.named(store, name, words) if name else answers.free(store, words, timeout)
    reports.write(answer, form)


def queries(form: options.Format = options.Form.TABLE) -> None:
    """List the named queries with their parameters.

    Those in brackets may be left out; a list's values are separated by commas.
    """
    reports.write(answers.catalog_report(), form)
