"""``load``, ``extract`` and ``rebuild``: articles in."""

import sys
from typing import Any

from joinder import reports
from joinder.commands import options, places, progress

CLAIM_COLUMNS = ("article", "subject", "relation", "object", "status", "what", "start", "end", "speaker", "quote")


def load(
    inputs: options.Inputs,
    published: options.Published = None,
    publisher: options.Publisher = None,
    url: options.Url = None,
    pipeline: options.PipelineName = None,
    data: options.Data = options.DEFAULT_DATA,
    graph: options.Graph = "",
) -> None:
    """Load articles into the ledger and the graph.

    They are read, their claims are extracted and recorded, and the graph is brought up to date. Loading the same
    article twice changes nothing. What cannot be read is listed at the end (exit code 3), and the rest is loaded.
    """
    from joinder import loading  # noqa: PLC0415 - spaCy and SQLAlchemy are slow to import
    from joinder.loaders.articles import Metadata  # noqa: PLC0415
    from joinder.loaders.extract import load_extractor  # noqa: PLC0415

    metadata = Metadata(published=published, publisher=publisher, url=url)
    with places.open_ledger(data, create=True) as ledger, places.open_graph(data, graph, write=True) as store:
        with progress.bar(inputs) as advance:
            extractor = load_extractor(pipeline)
            summary = loading.load(
                inputs, ledger, extractor, metadata=metadata, progress=advance, stdin=sys.stdin.buffer
            )
        places.publish(ledger, store)
    progress.summarise(summary)


def extract(
    inputs: options.Inputs,
    form: options.ClaimFormat = options.ClaimForm.TABLE,
    published: options.Published = None,
    publisher: options.Publisher = None,
    url: options.Url = None,
    pipeline: options.PipelineName = None,
) -> None:
    """Print the claims of articles, storing nothing.

    The format jsonl is the exchange format: one object per article, with its entities and crowd claims.
    """
    from joinder.graph import exchange  # noqa: PLC0415
    from joinder.loaders.articles import Failure, Metadata, read_articles  # noqa: PLC0415
    from joinder.loaders.extract import load_extractor  # noqa: PLC0415

    failures: list[Failure] = []
    articles = progress.good(
        read_articles(inputs, stdin=sys.stdin.buffer, metadata=Metadata(published, publisher, url)), failures
    )
    found = load_extractor(pipeline).stream(articles)
    if form is options.ClaimForm.JSONL:
        sys.stdout.writelines(exchange.to_line(extraction) + "\n" for extraction in found)
    else:
        rows = [claim for extraction in found for claim in claim_rows(exchange.to_json(extraction))]
        reports.write(reports.Report(CLAIM_COLUMNS, rows), form)
    progress.tell_failures(failures)


def claim_rows(article: dict[str, Any]) -> list[dict[str, Any]]:
    """Turn an article of the exchange format into one row per claim."""
    return [{"article": article["id"], **claim} for claim in article["claims"]]


def rebuild(data: options.Data = options.DEFAULT_DATA, graph: options.Graph = "") -> None:
    """Write the graph afresh from the ledger."""
    articles = places.rebuild(data, graph)
    reports.say(f"the graph was rebuilt from the ledger ({articles} articles)")
