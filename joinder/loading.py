"""The road of a load: read, skip what is known, extract, record, refresh the view, publish."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Protocol

from joinder.errors import ArticleError
from joinder.graph.ledger import Ledger, Recorded
from joinder.graph.model import Article, Extraction
from joinder.loaders.articles import Failure, Read, ReadArticle, read_articles
from joinder.loaders.fetching import Fetcher, Unchanged
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


@dataclass(frozen=True, slots=True)
class Correction:
    """What the newer text of an article no longer says, and what it says that the older one did not."""

    input: str
    article: str
    taken: tuple[str, ...]
    added: tuple[str, ...]


@dataclass(slots=True)
class Summary:
    """What a load did so far; ``gated`` counts articles that the extractor's gate refused to parse."""

    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    gated: int = 0
    claims: int = 0
    crowds: int = 0
    failed: list[Failure] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    sequence: int = 0
    interrupted: bool = False


def load(
    inputs: Iterable[str | Path],
    ledger: Ledger,
    extractor: Extractor,
    *,
    metadata: Metadata = _NOTHING_GIVEN,
    publish: Callable[[Ledger], object] | None = None,
    progress: Callable[[Summary], None] | None = None,
    stdin: BinaryIO | None = None,
    fetcher: Fetcher | None = None,
    only: Collection[str] | None = None,
) -> Summary:
    """Load articles into the ledger and bring the graph up to date.

    An article that cannot be read or extracted is counted, noted in the ledger and passed over. What is recorded
    already, of the same text by the same extractor, is not extracted again; so the same load goes on where an
    interrupted one stopped.

    Args:
        inputs: paths, folders, addresses and ``-`` for standard input.
        ledger: where to record.
        extractor: what reads the claims.
        metadata: what stands over what the articles say of themselves.
        publish: called with the ledger at the end, to bring a graph store up to date.
        progress: called with the summary so far after each article.
        stdin: what ``-`` means; standard input if it is not given.
        fetcher: what reads addresses; without one they fail.
        only: names of inputs; all others are passed over.
    """
    summary = Summary()
    tell = progress or (lambda _: None)
    found: Iterable[Read] = read_articles(inputs, metadata=metadata, stdin=stdin, fetcher=fetcher)
    if only is not None:
        found = (read for read in found if read.input in only)
    try:
        for batch in _batches(_fresh(found, ledger, extractor, summary, tell), _batch_size(extractor)):
            for read, outcome in _extract(batch, extractor):
                _record(read, outcome, ledger, summary)
                tell(summary)
        if fetcher is not None:
            fetcher.settle({failure.input for failure in summary.failed})
        summary.sequence = ledger.refresh()
    except KeyboardInterrupt:
        summary.interrupted = True
        return summary
    if publish is not None:
        publish(ledger)
    return summary


def retry(ledger: Ledger, extractor: Extractor, **options: object) -> Summary:
    """Load again what failed: the options are those of ``load``."""
    failed = ledger.inputs("failed")
    sources = list(dict.fromkeys(row.source or row.name for row in failed if row.name != "-"))
    return load(sources, ledger, extractor, only=_Again({row.name for row in failed}, sources), **options)  # type: ignore[arg-type] # passed on as they came


class _Again(set[str]):
    """The names of the inputs to try again; a source's own name stands for whatever is read from it."""

    def __init__(self, names: set[str], sources: Iterable[str]) -> None:
        super().__init__(names | set(sources))


def reextract(
    ledger: Ledger,
    extractor: Extractor,
    *,
    changed: bool = False,
    progress: Callable[[Summary], None] | None = None,
) -> Summary:
    """Extract the articles of the ledger anew from their kept text, all or those that another version read."""
    summary = Summary()
    keys = iter(ledger.article_ids(other_than=extractor.version if changed else None))
    try:
        while part := list(islice(keys, _batch_size(extractor))):
            articles = [article for key in part if (article := ledger.article(key)) is not None]
            summary.read += len(articles)
            for read, outcome in _extract([ReadArticle("", article) for article in articles], extractor):
                _record(read, outcome, ledger, summary)
                if progress is not None:
                    progress(summary)
        summary.sequence = ledger.refresh()
    except KeyboardInterrupt:
        summary.interrupted = True
    return summary


def _fresh(
    found: Iterable[Read],
    ledger: Ledger,
    extractor: Extractor,
    summary: Summary,
    tell: Callable[[Summary], None],
) -> Iterator[ReadArticle]:
    """Give the articles that must be extracted; count the others."""
    for read in found:
        if isinstance(read, Failure):
            _fail(read, ledger, summary)
        elif isinstance(read, Unchanged):
            summary.read += 1
            summary.unchanged += 1
        else:
            summary.read += 1
            summary.warnings += [f"{read.input}: {warning}" for warning in read.warnings]
            known = ledger.recorded(read.article, extractor.version)
            if not known and (read.fetched or not ledger.superseded(read.article)):
                yield read
                continue
            summary.unchanged += 1
            ledger.note_input(read.input, "loaded", read.article.id, source=read.source)
        tell(summary)


def _batch_size(extractor: Extractor) -> int:
    return _BATCH * int(getattr(extractor, "jobs", 1))


def _batches(found: Iterator[ReadArticle], size: int) -> Iterator[list[ReadArticle]]:
    while batch := list(islice(found, size)):
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
            reason = f"cannot be extracted: {type(error).__name__}: {error}"
            yield read, Failure(read.input or read.article.id, reason, read.source)


def _record(read: ReadArticle, outcome: Extraction | Failure, ledger: Ledger, summary: Summary) -> None:
    """Record one extraction and count it."""
    if isinstance(outcome, Failure):
        _fail(outcome, ledger, summary)
        return
    try:
        done = ledger.record_fully(
            outcome, read.input or None, origin=read.source, keep_newer=bool(read.input) and not read.fetched
        )
    except ArticleError as error:
        _fail(Failure(read.input or read.article.id, error.message, read.source), ledger, summary)
        return
    _count(read, outcome, done, summary)


def _count(read: ReadArticle, outcome: Extraction, done: Recorded, summary: Summary) -> None:
    summary.gated += bool(outcome.skipped)
    if done.state in {"unchanged", "older"}:
        summary.unchanged += 1
        return
    summary.new += done.state == "new"
    summary.changed += done.state == "changed"
    summary.claims += len(outcome.claims)
    summary.crowds += len(outcome.crowds)
    if done.taken or done.added:
        summary.corrections.append(Correction(read.input, read.article.id, done.taken, done.added))


def _fail(failure: Failure, ledger: Ledger, summary: Summary) -> None:
    summary.failed.append(failure)
    ledger.note_input(failure.input, "failed", reason=failure.reason, source=failure.source)
