"""``load``, ``retry``, ``reextract``, ``extract`` and ``rebuild``: articles in."""

import sys
from typing import Annotated, Any

import typer

from joinder import reports
from joinder.commands import options, places, progress, running

CLAIM_COLUMNS = ("article", "subject", "relation", "object", "status", "what", "start", "end", "speaker", "quote")


def load(
    inputs: options.Inputs,
    published: options.Published = None,
    publisher: options.Publisher = None,
    url: options.Url = None,
    jobs: options.Jobs = 1,
    wait: options.Wait = 30.0,
    allow_private: options.AllowPrivate = False,
    log_format: options.LogFormat = options.Log.TEXT,
    pipeline: options.PipelineName = None,
    no_gate: options.NoGate = False,
    data: options.Data = options.DEFAULT_DATA,
    graph: options.Graph = "",
) -> None:
    """Load articles into the ledger and the graph.

    They are read, their claims are extracted and recorded, and the graph is brought up to date. Loading the same
    article twice changes nothing, so an interrupted load goes on where it stopped. A newer text of a known article
    replaces its claims. What cannot be read is listed at the end (exit code 3), and the rest is loaded.
    """
    from joinder import loading  # noqa: PLC0415 - spaCy and SQLAlchemy are slow to import
    from joinder.loaders.articles import Metadata  # noqa: PLC0415

    metadata = Metadata(published=published, publisher=publisher, url=url)
    running.check_graph(data, graph)
    with places.open_ledger(data, create=True) as ledger, running.extracting(pipeline, jobs, no_gate) as extractor:
        fetcher = running.fetcher(ledger, allow_private=allow_private)
        with progress.watching(lambda: progress.count(inputs), log_format) as advance:
            summary = loading.load(
                inputs, ledger, extractor, metadata=metadata, stdin=sys.stdin.buffer, fetcher=fetcher,
                progress=running.following(ledger, data, graph, advance),
            )  # fmt: skip
        running.finish(ledger, summary, data, graph, wait, log_format)


def retry(
    jobs: options.Jobs = 1,
    wait: options.Wait = 30.0,
    allow_private: options.AllowPrivate = False,
    log_format: options.LogFormat = options.Log.TEXT,
    pipeline: options.PipelineName = None,
    no_gate: options.NoGate = False,
    data: options.Data = options.DEFAULT_DATA,
    graph: options.Graph = "",
) -> None:
    """Load again what failed.

    Files and addresses are read again, of those that hold many articles only the ones that failed. What came by
    standard input cannot be read again.
    """
    from joinder import loading  # noqa: PLC0415

    with places.open_ledger(data) as ledger, running.extracting(pipeline, jobs, no_gate) as extractor:
        fetcher = running.fetcher(ledger, allow_private=allow_private)
        with progress.watching(lambda: len(ledger.inputs("failed")), log_format) as advance:
            follow = running.following(ledger, data, graph, advance)
            summary = loading.retry(ledger, extractor, fetcher=fetcher, progress=follow)
        running.finish(ledger, summary, data, graph, wait, log_format)


def reextract(
    changed: Annotated[
        bool, typer.Option("--changed", help="Only articles that another version of the extractor read.")
    ] = False,
    jobs: options.Jobs = 1,
    wait: options.Wait = 30.0,
    log_format: options.LogFormat = options.Log.TEXT,
    pipeline: options.PipelineName = None,
    no_gate: options.NoGate = False,
    data: options.Data = options.DEFAULT_DATA,
    graph: options.Graph = "",
) -> None:
    """Extract the articles anew from their kept text.

    For after a change of frames, word lists or model: nothing is fetched or read from files.
    """
    from joinder import loading  # noqa: PLC0415

    with places.open_ledger(data) as ledger, running.extracting(pipeline, jobs, no_gate) as extractor:
        other_than = extractor.version if changed else None
        with progress.watching(lambda: len(ledger.article_ids(other_than=other_than)), log_format) as advance:
            follow = running.following(ledger, data, graph, advance)
            summary = loading.reextract(ledger, extractor, changed=changed, progress=follow)
        running.finish(ledger, summary, data, graph, wait, log_format)


def extract(
    inputs: options.Inputs,
    form: options.ClaimFormat = options.ClaimForm.TABLE,
    published: options.Published = None,
    publisher: options.Publisher = None,
    url: options.Url = None,
    pipeline: options.PipelineName = None,
    gate: options.ThroughGate = False,
) -> None:
    """Print the claims of articles, storing nothing.

    Every article is read, unless --gate asks to pass over those that by their words tell of no campaign, as load does.
    The format jsonl is the exchange format: one object per article, with its entities and crowd claims.
    """
    from joinder.graph import exchange  # noqa: PLC0415
    from joinder.loaders.articles import Failure, Metadata, read_articles  # noqa: PLC0415

    failures: list[Failure] = []
    articles = progress.good(
        read_articles(inputs, stdin=sys.stdin.buffer, metadata=Metadata(published, publisher, url)), failures
    )
    found = running.loader(pipeline, gate=gate)().stream(articles)
    if form is options.ClaimForm.JSONL:
        sys.stdout.writelines(exchange.to_line(extraction) + "\n" for extraction in found)
    else:
        rows = [claim for extraction in found for claim in claim_rows(exchange.to_json(extraction))]
        reports.write(reports.Report(CLAIM_COLUMNS, rows), form)
    progress.tell_failures(failures)


def claim_rows(article: dict[str, Any]) -> list[dict[str, Any]]:
    """Turn an article of the exchange format into one row per claim."""
    return [{"article": article["id"], **claim} for claim in article["claims"]]


def rebuild(
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing: compare the graph with the ledger, row for row.")
    ] = False,
    data: options.Data = options.DEFAULT_DATA,
    graph: options.Graph = "",
) -> None:
    """Write the graph afresh from the ledger.

    With --check nothing is written: exit code 1, and the rows that differ, where the graph is not what the ledger says.
    """
    if check:
        from joinder.commands import checking  # noqa: PLC0415

        articles = checking.compare(data, graph)
        reports.say(f"the graph is what the ledger says, row for row ({articles} articles)")
        return
    articles = places.rebuild(data, graph)
    reports.say(f"the graph was rebuilt from the ledger ({articles} articles)")
