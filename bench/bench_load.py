"""Claims a second into the ledger and each graph, beside other ways of writing the same claims, in one run.

``python bench/bench_load.py --articles 50000``: deterministic articles of five claims each. A Neo4j server is started
for the run (``--no-neo4j`` leaves it out); ways that are slow by nature are given a slice. Prints a table in Markdown.
"""

import argparse
import contextlib
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from load_making import articles
from load_rivals import empty, fetch_apoc, langchain, limit_embedded, limit_neo4j, naive_embedded, naive_neo4j

from joinder.graph.connect import open_store
from joinder.graph.ledger import Ledger, open_ledger
from joinder.graph.publish import publish

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
Rows = list[tuple[str, str]]
MORE = 100


def record(ledger: Ledger, count: int) -> tuple[int, float, float]:
    """Record articles: number of claims, seconds, and the last tenth's rate over the first's (by CPU time)."""
    claims, tenths, began = 0, [], time.perf_counter()
    last = time.process_time()  # a shared machine's clock would tell of its other users
    for number, news in enumerate(articles(count), 1):
        ledger.record(news)
        claims += len(news.claims)
        if number % max(count // 10, 1) == 0:
            now = time.process_time()
            tenths.append(now - last)
            last = now
    return claims, time.perf_counter() - began, tenths[0] / tenths[-1]


def bring(ledger: Ledger, opened: Callable[[], Any]) -> float:
    """Bring a graph level; give seconds."""
    began = time.perf_counter()
    with opened() as store:
        publish(store, view=ledger.view, changes=ledger.changes, sequence=ledger.sequence, ledger=ledger.key)
    return time.perf_counter() - began


def add(ledger: Ledger, first: int, places: dict[str, Callable[[], Any]]) -> list[tuple[str, float]]:
    """Add some articles more: seconds for the ledger's view and for each graph."""
    for news in articles(MORE, first):
        ledger.record(news)
    began = time.perf_counter()
    ledger.refresh()
    found = [("view", time.perf_counter() - began)]
    return found + [(name, bring(ledger, opened)) for name, opened in places.items()]


def small(folder: Path, places: dict[str, Callable[[], Any]]) -> list[tuple[str, float]]:
    """Add the same number of articles to a graph of as many: what they cost by themselves."""
    with open_ledger(folder / "small.db") as ledger:
        add(ledger, 2_000_000, places)
        return add(ledger, 3_000_000, places)


@contextlib.contextmanager
def server(folder: Path) -> Iterator[Any]:
    """Run a Neo4j server with the procedures that LangChain needs."""
    from tests.servers import neo4j as servers

    home = folder / "neo4j"
    fetch_apoc(home / "plugins")
    started = servers.start(home, auth=True)
    try:
        yield started
    finally:
        started.stop()


def measure(options: argparse.Namespace, folder: Path, place: Any) -> Iterator[tuple[str, str]]:
    """Run everything, one row after the other."""
    embedded: Callable[[], Any] = lambda: open_store(folder / "graph.lbdb", read_only=False)  # noqa: E731
    places: dict[str, Callable[[], Any]] = {"embedded": embedded}
    alone: list[tuple[str, float]] = []
    driver: Any = None
    if place is not None:
        from neo4j import GraphDatabase

        driver = GraphDatabase.driver(place.uri, auth=(place.user, place.password))
        places["Neo4j"] = lambda: open_store(place.uri, place.user, place.password, read_only=False)
        alone = small(folder, {"Neo4j": places["Neo4j"]})
        empty(driver)
    with open_ledger(folder / "ledger.db") as ledger:
        claims, took, steady = record(ledger, options.articles)
        yield "ledger: record", f"{claims / took:,.0f} claims/s ({claims:,} claims)"
        yield "ledger: last tenth's rate over the first's (CPU time)", f"{steady:.0%}"
        began = time.perf_counter()
        ledger.refresh()
        yield "ledger: view from scratch", f"{claims / (time.perf_counter() - began):,.0f} claims/s"
        took = bring(ledger, embedded)
        yield "embedded: joinder", f"{claims / took:,.0f} claims/s ({took:.1f} s)"
        if driver is not None:
            took = bring(ledger, places["Neo4j"])
            yield "Neo4j: joinder", f"{claims / took:,.0f} claims/s ({took:.1f} s)"
        for name, seconds in add(ledger, options.articles, places):
            yield f"{MORE} articles more: {name}", f"{seconds:.2f} s"
        for name, seconds in alone:
            yield f"{MORE} articles to a graph of {MORE}: {name}", f"{seconds:.2f} s"
        yield "memory of all this, at most", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024:,} MB"
        view = ledger.view()
    yield "embedded: MERGE, claim by claim", f"{naive_embedded(folder, view, options.slice):,.0f} claims/s"
    yield "embedded: COPY of rows in memory (the limit)", f"{limit_embedded(folder, view):,.0f} claims/s"
    if driver is None:
        return
    empty(driver)
    yield "Neo4j: MERGE, claim by claim", f"{naive_neo4j(driver, view, options.slice):,.0f} claims/s"
    empty(driver)
    yield "Neo4j: UNWIND … CREATE by 10,000 (the limit)", f"{limit_neo4j(driver, view):,.0f} claims/s"
    empty(driver)
    yield "Neo4j: LangChain's graph writer", f"{langchain(place, view, folder, options.slice):,.0f} claims/s"
    driver.close()


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=50_000)
    parser.add_argument("--slice", type=int, default=2_000, help="claims for the ways that are slow by nature")
    parser.add_argument("--no-neo4j", action="store_true")
    options = parser.parse_args()
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        place = None if options.no_neo4j else stack.enter_context(server(folder))
        print("| what | measured |\n|---|---|", flush=True)
        for name, value in measure(options, folder, place):
            print(f"| {name} | {value} |", flush=True)


if __name__ == "__main__":
    main()
