"""``influence``, ``bridges``, ``camps``, ``promises`` and ``contradictions``: what lies behind the ranking."""

from enum import StrEnum
from typing import Annotated

import typer

from joinder import reports
from joinder.commands import analysis_options as asked
from joinder.commands import analysis_reports, options, places


class Show(StrEnum):
    """What ``influence`` shows where no campaign is named."""

    LEADS = "leads"
    PAIRS = "pairs"
    GROWTH = "growth"


ByReport = Annotated[
    bool,
    typer.Option("--by-report", help="Where no claim gives a day, take the day of its first report."),
]


def influence(
    campaign: Annotated[str, typer.Argument(metavar="CAMPAIGN", help="Only this one, in its order.")] = "",
    show: Annotated[Show, typer.Option(help="Who is early; who joined after whom; or how fast.")] = Show.LEADS,
    by_report: ByReport = False,
    window: Annotated[int, typer.Option(min=0, metavar="DAYS", help="Pairs: at most so far apart; 0: any.")] = 0,
    since: asked.Since = "",
    until: asked.Until = "",
    status: options.Status = None,
    roll_up: asked.RollUp = False,
    limit: options.Limit = 20,
    methods: asked.Methods = False,
    form: options.Format = options.Form.TABLE,
    data: options.Data = options.DEFAULT_DATA,
    graph: options.Graph = "",
) -> None:
    """Tell who joined earlier, and who followed.

    Beside what shuffled dates would give. With a campaign: its participants in the order of joining, and how fast it
    grew. Joined earlier, never caused.
    """
    from joinder.commands.analysis_finding import influence_of  # noqa: PLC0415 - SciPy is slow to import

    with asked.counting(data, graph, status, since, until, roll_up=roll_up) as (store, found):
        report, names, facts, notes = influence_of(store, found, campaign, show, window, by_report, limit or None)
    analysis_reports.tell(names, facts, notes, show_methods=methods)
    reports.write(report, form)


def bridges(
    label: options.Participant = None,
    since: asked.Since = "",
    until: asked.Until = "",
    status: options.Status = None,
    roll_up: asked.RollUp = False,
    limit: options.Limit = 20,
    methods: asked.Methods = False,
    form: options.Format = options.Form.TABLE,
    data: options.Data = options.DEFAULT_DATA,
    graph: options.Graph = "",
) -> None:
    """Rank who links camps of campaigns.

    By betweenness, among those who joined campaigns of two camps or more; with participation and constraint.
    """
    from joinder.commands.analysis_finding import bridges_of  # noqa: PLC0415 - SciPy is slow to import

    only = options.participant_label(label)
    with asked.counting(data, graph, status, since, until, roll_up=roll_up) as (store, found):
        report, facts, notes = bridges_of(store, found, only, limit or None)
    analysis_reports.tell(["bridges", "camps"], facts, notes, show_methods=methods)
    reports.write(report, form)


def camps(
    since: asked.Since = "",
    until: asked.Until = "",
    status: options.Status = None,
    roll_up: asked.RollUp = False,
    limit: options.Limit = 20,
    methods: asked.Methods = False,
    form: options.Format = options.Form.TABLE,
    data: options.Data = options.DEFAULT_DATA,
    graph: options.Graph = "",
) -> None:
    """Find camps of participants and campaigns.

    Communities by Barber's modularity, each with its stability over several seeds.
    """
    from joinder.commands.analysis_finding import camps_of  # noqa: PLC0415 - SciPy is slow to import

    with asked.counting(data, graph, status, since, until, roll_up=roll_up) as (store, found):
        report, facts, notes = camps_of(store, found, limit or None)
    analysis_reports.tell(["camps"], facts, notes, show_methods=methods)
    reports.write(report, form)


def promises(
    overdue: Annotated[
        str, typer.Option(metavar="DATE", help="Only open ones that were due before this day, month or year.")
    ] = "",
    limit: options.Limit = 100,
    methods: asked.Methods = False,
    form: options.Format = options.Form.TABLE,
    data: options.Data = options.DEFAULT_DATA,
    graph: options.Graph = "",
) -> None:
    """List what was planned, and what became of it.

    Broken (later declined), open (never reported done) or kept, each with the sentences that say so.
    """
    from joinder.graph.measures.promises import counts  # noqa: PLC0415
    from joinder.graph.measures.promises import promises as read  # noqa: PLC0415

    asked.check_date(overdue, "--overdue")
    with places.open_graph(data, graph) as store:
        rows = read(store, overdue)
    note = f"{counts(rows)}; no report is no proof: open means that no article here says it was done"
    analysis_reports.tell(["promises"], (), [note], show_methods=methods)
    reports.write(analysis_reports.plain(rows[: limit or None], analysis_reports.PROMISES), form)


def contradictions(
    limit: options.Limit = 100,
    methods: asked.Methods = False,
    form: options.Format = options.Form.TABLE,
    data: options.Data = options.DEFAULT_DATA,
    graph: options.Graph = "",
) -> None:
    """List claims that disagree, side by side.

    On whether, on when, and on which side one stands; with quotes, dates and speakers, those of one day first.
    """
    from joinder.graph.measures.contradictions import contradictions as read  # noqa: PLC0415

    with places.open_graph(data, graph) as store:
        rows = read(store)
    note = f"{len(rows)} disagreements; where reports are days apart, the later one may simply be news"
    analysis_reports.tell(["contradictions"], (), [note], show_methods=methods)
    reports.write(analysis_reports.plain(rows[: limit or None], analysis_reports.CONTRADICTIONS), form)
