"""``articles``, ``forget``, ``publish`` and ``doctor``: what the ledger holds, and keeping it right."""

import os
from typing import Annotated

import typer

from joinder import reports
from joinder.commands import options, places
from joinder.errors import JoinderError

COLUMNS = ("input", "state", "article", "title", "published", "claims", "crowds", "extractor", "reason")


def articles(
    failed: Annotated[bool, typer.Option("--failed", help="Only what could not be loaded.")] = False,
    form: options.Format = options.Form.TABLE,
    data: options.Data = options.DEFAULT_DATA,
) -> None:
    """List what was loaded.

    Each input with its article, state (loaded, failed, forgotten), reason, counts, and the version of the extractor.
    """
    import dataclasses  # noqa: PLC0415

    with places.open_ledger(data) as ledger:
        rows = [dataclasses.asdict(row) for row in ledger.listed("failed" if failed else None)]
    brief = ("input", "state", "article", "published", "claims", "crowds", "reason")
    reports.write(reports.Report(COLUMNS, rows, brief=brief), form)


def forget(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[URL|ID|INPUT]...", help="Articles: address, id or input.")
    ] = None,
    publisher: Annotated[str | None, typer.Option(metavar="NAME", help="All articles of this publisher.")] = None,
    wait: options.Wait = 30.0,
    data: options.Data = options.DEFAULT_DATA,
    graph: options.Graph = "",
) -> None:
    """Take articles back, with exactly what only they said.

    The graph is then as if they had never been loaded. Loading them again brings them back.
    """
    from joinder.commands.running import level  # noqa: PLC0415

    with places.open_ledger(data) as ledger:
        wanted = places.articles_named(ledger, names or [], publisher)
        gone = ledger.forget_all(wanted)
        level(ledger, data, graph, wait)
    reports.say(f"forgotten: {', '.join(gone)}" if len(gone) <= 10 else f"forgotten: {len(gone)} articles")


def publish(
    target: Annotated[str, typer.Argument(metavar="URL", help="neo4j://HOST, bolt://HOST, or the path of a file.")],
    data: options.Data = options.DEFAULT_DATA,
) -> None:
    """Copy the whole graph into another store.

    What is there already is not written again, so that an interrupted copy goes on; at the end all is read back and
    compared.
    """
    from joinder.graph.connect import open_store  # noqa: PLC0415
    from joinder.graph.transfer import transfer  # noqa: PLC0415

    user, password = os.environ.get("JOINDER_GRAPH_USER"), os.environ.get("JOINDER_GRAPH_PASSWORD")
    with (
        places.open_ledger(data) as ledger,
        open_store(target, user, password, read_only=False) as store,
        ledger.publishing(),
    ):
        ledger.refresh()
        whole = ledger.changes(0)
        written = transfer(store, whole.upserts, whole.sequence, ledger.key)
        ledger.note_published(store.location, whole.sequence)
    reports.say(f"{store.location} holds the whole graph ({written} rows written, all compared)")


def doctor(
    form: options.Format = options.Form.TABLE,
    data: options.Data = options.DEFAULT_DATA,
    graph: options.Graph = "",
) -> None:
    """Look whether all is well.

    Is the ledger sound, the graph reachable and up to date, do the counts agree, is every article that was read stored?
    Exit code 1 where something is wrong.
    """
    from joinder.commands import checking  # noqa: PLC0415

    rows = list(checking.findings(data, graph))
    reports.write(reports.Report(checking.COLUMNS, rows), form)
    if any(row["state"] == "wrong" for row in rows):
        raise JoinderError("something is wrong", "the rows marked wrong say what, and what to do")
