"""``doctor`` and ``rebuild --check``: is everything what it should be."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from joinder import reports
from joinder.commands import inventory, places
from joinder.errors import JoinderError, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from joinder.graph.ledger import Ledger
    from joinder.graph.store import Row

COLUMNS = ("check", "state", "detail")
_SHOWN = 20


def compare(data: Path, graph: str) -> int:
    """Compare the graph with what the ledger says, row for row, and change nothing; give the number of articles.

    Raises:
        StoreError: they differ; the first differences have been listed.
    """
    from joinder.graph.export_view import read_view  # noqa: PLC0415
    from joinder.graph.ledger_check import compare as compared  # noqa: PLC0415
    from joinder.graph.view import build_view  # noqa: PLC0415

    with places.open_ledger(data) as ledger, places.open_graph(data, graph, heal=False) as store:
        contents = ledger.contents()
        found = list(islice(compared(build_view(contents), read_view(store), "the ledger", "the graph"), _SHOWN))
    for line in found:
        reports.say(line)
    if found:
        raise StoreError("the graph is not what the ledger says", "`joinder rebuild` makes it anew")
    return len(contents.articles)


def findings(data: Path, graph: str) -> Iterator[Row]:
    """Look over ledger and graph: one row for each check."""
    try:
        with places.open_ledger(data) as ledger:
            yield from _of_ledger(ledger)
            yield from _of_graph(ledger, data, graph)
    except JoinderError as error:
        yield _row("ledger", "wrong", f"{error.message}; {error.hint or ''}")
    for row in inventory.version_rows():
        yield _row(f"version of {row['what']}", "ok", str(row["value"]))


def _row(check: str, state: str, detail: str) -> Row:
    return {"check": check, "state": state, "detail": detail}


def _of_ledger(ledger: Ledger) -> Iterator[Row]:
    faults = ledger.faults()
    yield from (_row("ledger sound", "wrong", fault) for fault in faults)
    if not faults:
        yield _row("ledger sound", "ok", ledger.location)
    inputs = ledger.inputs()
    read = {row.article for row in inputs if row.state == "loaded"}
    stored = set(ledger.article_ids())
    lost = len(read - stored)
    detail = f"{len(read)} articles read, {len(stored)} stored" + (f", {lost} of those read are not" if lost else "")
    yield _row("articles read and stored", "wrong" if lost else "ok", detail)
    failed = sum(row.state == "failed" for row in inputs)
    yield _row("failed inputs", "look" if failed else "ok", f"{failed} (`joinder articles --failed` lists them)")
    versions = ledger.extractors()
    several = f"{len(versions)} versions: `joinder reextract --changed` makes them one"
    yield _row("extractor", *("look", several) if len(versions) > 1 else ("ok", ", ".join(versions) or "none yet"))


def _of_graph(ledger: Ledger, data: Path, graph: str) -> Iterator[Row]:
    from joinder.queries.run import run  # noqa: PLC0415

    try:
        with places.open_graph(data, graph, heal=False) as store:
            state = store.state()
            counts = run(store, "contents")[0]
    except StoreError as error:
        yield _row("graph reachable", "wrong", f"{error.message}; {error.hint or ''}")
        return
    yield _row("graph reachable", "ok", f"{store.location} ({store.engine})")
    if state is None or state.ledger != ledger.key:
        yield _row("graph up to date", "wrong", "it shows another ledger: `joinder rebuild`")
        return
    if state.sequence != ledger.sequence or ledger.pending():
        articles, rows = ledger.behind(store.location)
        detail = f"it is at {state.sequence}, the ledger at {ledger.sequence} ({articles} articles, {rows} rows behind)"
        yield _row("graph up to date", "wrong", f"{detail}: the next command that writes brings it level")
        return
    yield _row("graph up to date", "ok", f"at {state.sequence}")
    ours = {name: number for name, number in ledger.counts().items() if name in counts}
    unlike = [f"{n} {name} in the ledger, {counts[name]} in the graph" for name, n in ours.items() if counts[name] != n]
    alike = ", ".join(f"{number} {name}" for name, number in ours.items())
    yield _row("counts agree", "wrong" if unlike else "ok", "; ".join(unlike) or alike)
