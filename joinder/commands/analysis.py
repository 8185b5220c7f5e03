"""``top``, ``overlap`` and ``companions``: who is connected to most, and who shares what with whom."""

from typing import Annotated

import typer

from joinder import reports
from joinder.commands import analysis_options as asked
from joinder.commands import analysis_reports, answers, options, places


def top(
    by: Annotated[asked.Measure, typer.Option(help="By what: " + asked.MEASURES)] = asked.Measure.CAMPAIGNS,
    label: options.Participant = None,
    campaign: asked.Campaigns = None,
    since: asked.Since = "",
    until: asked.Until = "",
    status: options.Status = None,
    roll_up: asked.RollUp = False,
    as_of: options.AsOf = "",
    between: options.Between = None,
    min_origins: options.MinOrigins = 1,
    limit: options.Limit = 20,
    methods: asked.Methods = False,
    form: options.Format = options.Form.TABLE,
    data: options.Data = options.DEFAULT_DATA,
    graph: options.Graph = "",
) -> None:
    """Rank the most-connected participants.

    Scores come from claims of joining only, with the status filter that is shown. Ties share a rank (2=). The range is
    that of the rank when any one article, origin or outlet is left out.
    """
    from joinder.commands.analysis_asking import ranked  # noqa: PLC0415 - SciPy is slow to import

    statuses, only = options.statuses(status, ("done",)), options.participant_label(label)
    with places.open_graph(data, graph) as store:
        only_of = asked.counted(store, statuses, as_of, between, min_origins)
        found = asked.memberships(store, statuses, campaign, since, until, roll_up=roll_up, only=only_of)
        rows, outlets, facts, notes = ranked(store, found, by, only, limit or None, data)
    reports.say(f"ranked by {by}, from claims of joining ({options.filter_text(statuses)})")
    analysis_reports.tell([by], facts, notes, show_methods=methods)
    reports.write(analysis_reports.ranking(rows, by, outlets), form)


def overlap(
    one: Annotated[str, typer.Argument(metavar="CAMPAIGN", help="A campaign, to be laid beside another.")] = "",
    other: Annotated[str, typer.Argument(metavar="OTHER", help="The other campaign.")] = "",
    of: Annotated[asked.Of, typer.Option(help="Pairs of what, where no campaigns are named.")] = asked.Of.CAMPAIGNS,
    least: Annotated[int, typer.Option(min=1, help="Only pairs that share so many.")] = 1,
    cap: Annotated[int, typer.Option(min=0, help="Pairs of participants: leave larger campaigns out; 0: none.")] = 0,
    since: asked.Since = "",
    until: asked.Until = "",
    status: options.Status = None,
    roll_up: asked.RollUp = False,
    limit: options.Limit = 30,
    methods: asked.Methods = False,
    form: options.Format = options.Form.TABLE,
    data: options.Data = options.DEFAULT_DATA,
    graph: options.Graph = "",
) -> None:
    """Measure which campaigns share participants.

    Shared, Jaccard, overlap coefficient, and p with q beside what chance would give. With two campaigns: who is in
    both, and who in one only, with the sentences that say so.
    """
    from joinder.commands import analysis_asking  # noqa: PLC0415 - SciPy is slow to import

    with asked.counting(data, graph, status, since, until, roll_up=roll_up) as (store, found):
        if one:
            report, facts, notes = analysis_asking.two_campaigns(store, found, one, other)
        else:
            report, facts, notes = analysis_asking.pairs(store, found, of, least, cap, limit or None)
    analysis_reports.tell(["overlap"], facts, notes, show_methods=methods)
    reports.write(report, form)


def companions(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A person, group, brand or platform.")],
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
    """List who acts with a participant.

    Closest first, by Newman's weight: sharing a small campaign counts more. With the campaigns that they share.
    """
    from joinder.commands.analysis_asking import companions_of  # noqa: PLC0415 - SciPy is slow to import
    from joinder.graph.lookup import find_entity  # noqa: PLC0415

    only = options.participant_label(label)
    with asked.counting(data, graph, status, since, until, roll_up=roll_up) as (store, found):
        who = find_entity(store, name, labels=answers.PARTICIPANTS)
        rows, facts, notes = companions_of(store, found, who, only)
    analysis_reports.tell(["companions"], facts, notes, show_methods=methods)
    reports.write(
        analysis_reports.plain(
            rows[: limit or None], analysis_reports.COMPANIONS, name="participant", id="participant_id"
        ),
        form,
    )
