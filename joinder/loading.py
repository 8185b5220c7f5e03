"""The road of a load: read, skip what is known, extract, record, refresh the view, publish."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Protocol

from joinder.errors import ArticleError
from joinder.graph.ledger import Ledger
from joinder.graph.model import Article, Extraction
from joinder.loaders.articles import Failure, ReadArticle, read_articles
from joinder.loaders.metadata import Metadata

_BATCH = 32
_NOTHING_GIVEN = Metadata()


class Extractor(Protocol):
    """What turns articles into extractions; ``version`` changes whenever it would give another."""

    @property
    def version(self) -> str:
        """The version of the extractor and of its pipeline."""

    def extract(self, article: Article) -> Extraction:
        """Extract one article."""

    def stream(self, articles: Iterable[Article]) -> Iterator[Extraction]:
        """Extract many, in their order."""


@dataclass(slots=True)
class Summary:
    """What a load did so far."""

    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    claims: int = 0
    crowds: int = 0
    failed: list[Failure] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    sequence: int = 0


def load(
    inputs: Iterable[str | Path],
    ledger: Ledger,
    extractor: Extractor,
    *,
    metadata: Metadata = _NOTHING_GIVEN,
    publish: Callable[[Ledger], object] | None = None,
    progress: Callable[[Summary], None] | None = None,
    stdin: BinaryIO | None = None,
) -> Summary:
    """Load articles into the ledger and bring the graph up to date.

    An article that cannot be read or extracted is counted, noted in the ledger and passed over. What is recorded
    already, of the same text by the same extractor, is not extracted again.

    Args:
        inputs: paths, folders and ``-`` for standard input.
        ledger: where to record.
        extractor: what reads the claims.
        metadata: what stands over what the articles say of themselves.
        publish: called with the ledger at the end, to bring a graph store up to date.
        progress: called with the summary so far after each article.
        stdin: what ``-`` means; standard input if it is not given.
    """
    summary = Summary()
    tell = progress or (lambda _: None)
    found = read_articles(inputs, metadata=metadata, stdin=stdin)
    for batch in _batches(_fresh(found, ledger, extractor, summary, tell)):
        for read, outcome in _extract(batch, extractor):
            _record(read, outcome, ledger, summary)
            tell(summary)
    summary.sequence = ledger.refresh()
    if publish is not None:
        publish(ledger)
    return summary


def _fresh(
    found: Iterable[ReadArticle | Failure],
    ledger: Ledger,
    extractor: Extractor,
    summary: Summary,
    tell: Callable[[Summary], None],
) -> Iterator[ReadArticle]:
    """Give the articles that must be extracted; count the others."""
    for read in found:
        if isinstance(read, Failure):
            _fail(read, ledger, summary)
        else:
            summary.read += 1
            summary.warnings += [f"{read.input}: {warning}" for warning in read.warnings]
            if not ledger.recorded(read.article, extractor.version):
                yield read
                continue
            summary.unchanged += 1
            ledger.note_input(read.input, "loaded", read.article.id)
        tell(summary)


def _batches(found: Iterator[ReadArticle]) -> Iterator[list[ReadArticle]]:
    while batch := list(islice(found, _BATCH)):
        yield batch


def _extract(batch: list[ReadArticle], extractor: Extractor) -> Iterator[tuple[ReadArticle, Extraction | Failure]]:
    """Extract a batch together; should that fail, each by itself, so that only the article at fault fails."""
    try:
        extracted = list(extractor.stream([read.article for read in batch]))
    except Exception:  # noqa: BLE001 - any failure of the pipeline on anybody's text
        extracted = []
    if len(extracted) == len(batch):
        yield from zip(batch, extracted, strict=True)
        return
    for read in batch:
        try:
            yield read, extractor.extract(read.article)
        except Exception as error:  # noqa: BLE001 - as above
            yield read, Failure(read.input, f"cannot be extracted: {type(error).__name__}: {error}")


def _record(read: ReadArticle, outcome: Extraction | Failure, ledger: Ledger, summary: Summary) -> None:
    """Record one extraction and count it."""
    if isinstance(outcome, Failure):
        _fail(outcome, ledger, summary)
        return
    try:
        state = ledger.record(outcome, read.input)
    except ArticleError as error:
        _fail(Failure(read.input, error.message), ledger, summary)
        return
    if state == "unchanged":
        summary.unchanged += 1
        return
    summary.new += state == "new"
    summary.changed += state == "changed"
    summary.claims += len(outcome.claims)
    summary.crowds += len(outcome.crowds)


def _fail(failure: Failure, ledger: Ledger, summary: Summary) -> None:
    summary.failed.append(failure)
    ledger.note_input(failure.input, "failed", reason=failure.reason)
