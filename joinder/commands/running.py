"""What the commands that load share: an extractor, a fetcher, and bringing the graph level at the end."""

from __future__ import annotations

import contextlib
import time
from functools import partial
from typing import TYPE_CHECKING

import typer

from joinder.commands import options, places, progress
from joinder.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from joinder.graph.ledger import Ledger
    from joinder.loaders import extract
    from joinder.loaders.fetching import Fetcher
    from joinder.loading import Extractor, Summary

INTERRUPTED = 130
"""The exit code after Ctrl-C, as shells have it."""

STEP = 5_000
"""How much is loaded (an article counts as five claims) before a graph server is brought level: far from too much for
one transaction."""

_BETWEEN = 0.5
#: What a store says of a server that is away or just coming up; anything else is not mended by waiting.
_AWAY = ("cannot be reached", " failed: ")


@contextlib.contextmanager
def extracting(pipeline: str | None, jobs: int, no_gate: bool) -> Iterator[Extractor]:
    """Give an extractor: in this process, or in several."""
    make = loader(pipeline, gate=not no_gate)
    if jobs == 1:
        yield make()
        return
    from joinder.workers import Workers  # noqa: PLC0415

    with Workers(make, jobs) as workers:
        yield workers


def loader(pipeline: str | None, *, gate: bool) -> Callable[[], extract.Extractor]:
    """Give what loads an extractor, in whichever process it is called."""
    from joinder.loaders import extract  # noqa: PLC0415 - spaCy is slow to import

    return partial(extract.load_extractor, pipeline, gate=gate)


def fetcher(ledger: Ledger, *, allow_private: bool) -> Fetcher:
    """Give what fetches addresses, with the ledger's memory of earlier visits."""
    from joinder.loaders.fetching import Fetcher  # noqa: PLC0415

    return Fetcher(visits=ledger.visits(), allow_private=allow_private)


def check_graph(data: Path, graph: str) -> None:
    """Find out, before hours of reading, what no waiting would mend: a wrong URL or password, somebody else's database.

    Raises:
        StoreError: the graph could not be written even if its server answers.
    """
    if not graph:
        return
    try:
        places.open_graph(data, graph, write=True).close()
    except StoreError as error:
        if not any(words in error.message for words in _AWAY):
            raise


def following(
    ledger: Ledger, data: Path, graph: str, advance: Callable[[Summary], None] | None
) -> Callable[[Summary], None] | None:
    """Bring a graph server level now and then while a load goes on; ``advance`` is called as before.

    A reader so sees one whole graph after the other, and no change grows too large for one transaction. A server that
    is away is left for the end. The embedded graph is written whole, and therefore once, at the end.
    """
    if not graph:
        return advance
    done = 0

    def follow(summary: Summary) -> None:
        nonlocal done
        if advance is not None:
            advance(summary)
        loaded = 5 * (summary.new + summary.changed) + summary.claims + summary.crowds
        if loaded - done >= STEP:
            done = loaded
            with contextlib.suppress(StoreError), places.open_graph(data, graph, write=True) as store:
                places.publish(ledger, store)

    return follow


def finish(ledger: Ledger, summary: Summary, data: Path, graph: str, wait: float, form: options.Log) -> None:
    """Bring the graph level, and say what was done.

    Raises:
        StoreError: the graph stays behind; what was done has been said, and the ledger is complete.
        Exit: some articles were skipped (3), or the load was interrupted (130).
    """
    try:
        if not summary.interrupted:
            level(ledger, data, graph, wait)
    except KeyboardInterrupt:
        summary.interrupted = True
    except StoreError:
        progress.summarise(summary, form)
        raise
    progress.summarise(summary, form)
    if summary.interrupted:
        raise typer.Exit(INTERRUPTED)
    if summary.failed:
        raise typer.Exit(progress.SKIPPED)


def level(ledger: Ledger, data: Path, graph: str, wait: float) -> None:
    """Bring the graph level with the ledger, waiting for a server that is away.

    Raises:
        StoreError: it cannot be; the message says how far behind the graph is.
    """
    ledger.refresh()
    until = time.monotonic() + wait
    while True:
        try:
            with places.open_graph(data, graph, write=True) as store:
                places.publish(ledger, store)
        except StoreError as error:
            if not graph:
                raise
            away = any(words in error.message for words in _AWAY)
            if not away or time.monotonic() > until:
                raise _behind(ledger, graph, error) from error
            time.sleep(_BETWEEN)
        else:
            return


def _behind(ledger: Ledger, graph: str, error: StoreError) -> StoreError:
    """Say how far behind a graph is."""
    import re  # noqa: PLC0415

    articles, rows = ledger.behind(re.sub(r"//[^@/]*@", "//", graph))
    hint = f"{error.hint or ''}; the next command that writes, or `joinder rebuild`, brings the graph level".lstrip(
        "; "
    )
    return StoreError(f"{error.message}: the graph is {articles} articles ({rows} rows) behind the ledger", hint)
