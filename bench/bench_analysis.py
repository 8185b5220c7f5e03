"""How long influence and overlap take, beside NetworkX and igraph, on one graph; with the memory of each.

20,000 participants, 500 campaigns, 50,000 memberships, one letter of 5,000; then 1,000,000 memberships.
Each figure comes from a process of its own. ``make bench-analysis``; ``--quick`` leaves the million out.
"""

import argparse
import multiprocessing as mp
import queue
import resource
import tempfile
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np

from joinder.graph.connect import open_store
from joinder.graph.measures import (
    betweenness,
    bridges,
    camps,
    companions,
    growth,
    influence,
    overlap,
    ranking,
    scores,
    timing,
)
from joinder.graph.measures.memberships import Memberships, Side
from joinder.graph.model import EdgeRow, EntityRow, View
from joinder.graph.projection import memberships

MINUTE = 60.0
HEAD = "| what | computing | memory | result |\n|---|---|---|---|"


def invented(people: int, campaigns: int, joinings: int, letter: int, seed: int = 0) -> Memberships:
    """Draw memberships: sizes of campaigns and degrees of participants are skewed, and one letter is big."""
    rng = np.random.default_rng(seed)
    chance = 1 / np.arange(1, campaigns) ** 0.6
    signed = rng.choice(people, letter, replace=False)
    others = np.setdiff1d(np.arange(people), signed)  # whoever is not in the letter joined something else
    rows = [signed, others]
    columns = [np.zeros(letter, dtype=np.int64), 1 + rng.choice(campaigns - 1, len(others), p=chance / chance.sum())]
    weight = rng.pareto(2.0, people) + 0.2
    need = joinings - people
    while need > 0:
        rows.append(rng.choice(people, need, p=weight / weight.sum()))
        columns.append(1 + rng.choice(campaigns - 1, need, p=chance / chance.sum()))
        keys = np.unique(np.concatenate(rows) * campaigns + np.concatenate(columns))
        rows, columns = [keys // campaigns], [keys % campaigns]
        need = joinings - len(keys)
    row, column = rows[0], columns[0]
    blank = ("",) * len(row)
    # A campaign grows over some weeks; one joining in five has no date.
    began, later = rng.integers(0, 3_000, campaigns), rng.exponential(20, len(row)).astype(int)
    calendar = [date.fromordinal(735_000 + i).isoformat() for i in range(4_000)]
    told = rng.random(len(row)) < 0.8
    days = tuple(
        calendar[min(b + o, 3_999)] if t else ""
        for b, o, t in zip(began[column].tolist(), later.tolist(), told.tolist(), strict=True)
    )

    def side(kind: str, count: int) -> Side:
        names = tuple(f"{kind}{i:07}" for i in range(count))
        return Side(names, names, ("Person",) * count, (1,) * count)

    one = (1,) * len(row)
    found = Memberships(side("p", people), side("c", campaigns), row, column, days, blank, days, one)
    return found.keep(np.ones(len(row), dtype=bool))


def first(found: Memberships, people: int) -> Memberships:
    """Keep the joinings of the first so many participants."""
    return found.keep(found.rows < people)


def measured(work: Callable[[], Any], limit: float = 15 * MINUTE) -> tuple[float, float, Any]:
    """Run something in a process of its own: seconds of computing, peak memory in MB, what it told (NaN: too long).

    Seconds are those that a processor spent on it: on a machine that does other things, too, they stay the same.
    """
    out: Any = mp.get_context("fork").Queue()

    def run() -> None:
        before = time.process_time()
        resource.setrlimit(resource.RLIMIT_CPU, (int(before + limit) + 1, int(before + limit) + 2))
        told = work()
        out.put((time.process_time() - before, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, told))

    process = mp.get_context("fork").Process(target=run)
    process.start()
    while process.is_alive():
        try:
            return out.get(timeout=5)  # type: ignore[no-any-return] # what run put there
        except queue.Empty:
            continue
    try:
        return out.get(timeout=1)  # type: ignore[no-any-return]
    except queue.Empty:
        return float("nan"), float("nan"), f"not within {limit:.0f} s"


def row(what: str, seconds: float, memory: float, told: Any = "") -> None:
    """Print one line of the table."""
    print(f"| {what} | {seconds:.2f} s | {memory:.0f} MB | {told} |", flush=True)


def size(found: Memberships) -> str:
    """Say how large a graph is."""
    sides = f"{len(found.participants):,} participants, {len(found.campaigns):,} campaigns"
    return f"{len(found):,} memberships, {sides}, {overlap.pairs_to_make(found.sizes):,} pairs"


def projections(found: Memberships) -> None:
    """Compare overlap and companions with NetworkX's projection on growing graphs, up to what it does in a minute."""
    for people in (2_500, 5_000, 10_000, 20_000):
        part = first(found, people)
        graph, ids = part.graph(), part.participants.ids
        pairs = overlap.pairs_to_make(part.sizes)
        theirs = measured(lambda: nx.bipartite.weighted_projected_graph(graph, ids).number_of_edges(), MINUTE)  # noqa: B023
        row(f"NetworkX's projection, {len(ids):,} participants, {pairs:,} pairs", *theirs)
        ours: dict[str, Callable[[], Any]] = {
            "every pair, with Newman's weight": lambda: len(overlap.project(part.matrix, least=1)),  # noqa: B023
            "`overlap --of participants`, p and q": lambda: len(overlap.participants(part, limit=30)[0]),  # noqa: B023
            "`overlap` of campaigns, p and q": lambda: len(overlap.campaigns(part, limit=30)),  # noqa: B023
            "`companions` of the most active": lambda: len(companions.companions(part, most_active(part))),  # noqa: B023
        }
        for what, work in ours.items():
            seconds, memory, told = measured(work)
            row(f"ours: {what}", seconds, memory, f"{told:,}; {theirs[0] / seconds:.0f} x as fast")
        if np.isnan(theirs[0]):
            break


def most_active(found: Memberships) -> str:
    """Give who joined most."""
    return found.participants.ids[int(found.degrees.argmax())]


def measures(found: Memberships) -> None:
    """Time PageRank and betweenness, beside the others."""
    graph = found.graph()
    row("PageRank: ours", *measured(lambda: f"{scores.pagerank(found).sum():.6f}"))
    row("PageRank: NetworkX", *measured(lambda: f"{sum(nx.pagerank(graph, tol=1e-10).values()):.6f}"))
    row("betweenness: ours", *measured(lambda: _sources(betweenness.betweenness(found))))
    row("betweenness: ours, exact", *measured(lambda: _sources(betweenness.betweenness(found, work=10**12))))
    draws = 100
    row(f"betweenness: NetworkX, {draws} of {len(graph):,} sources", *measured(
        lambda: len(nx.betweenness_centrality(graph, k=draws, seed=0))))  # fmt: skip
    igraph_rows(found)


def _sources(done: betweenness.Betweenness) -> str:
    return f"{done.sources:,} sources" if done.sources else f"exact, largest {done.raw.max():,.0f}"


def igraph_rows(found: Memberships) -> None:
    """Time the same with igraph, where it is installed."""
    try:
        import igraph
    except ImportError:
        print("igraph is not installed: its lines are left out (pip install igraph)")
        return
    n = len(found.participants)
    graph = igraph.Graph(n + len(found.campaigns), list(zip(found.rows.tolist(), (found.columns + n).tolist())))  # noqa: B905
    row("PageRank: igraph", *measured(lambda: f"{sum(graph.pagerank()):.6f}"))
    row("betweenness: igraph, exact", *measured(lambda: f"largest {max(graph.betweenness(range(n))):,.0f}"))


def million() -> None:
    """Time a million memberships: everything within 4 GB."""
    found = invented(300_000, 5_000, 1_000_000, 20_000)
    when = timing.times(found)
    print(f"\n{size(found)}\n\n{HEAD}")
    work: dict[str, Callable[[], Any]] = {
        "`overlap` of campaigns, p and q, 30 rows": lambda: len(overlap.campaigns(found, limit=30)),
        "`overlap --of participants`, W >= 2, p and q, 30 rows": lambda: len(overlap.participants(found, limit=30)[0]),
        "`companions` of the most active": lambda: f"{len(companions.companions(found, most_active(found))):,}",
        "`influence`": lambda: f"{len(influence.leads(found, when)):,}",
        "`influence --show growth`": lambda: f"{len(growth.growth(found, when)):,}",
        "`influence --show pairs`, 20 rows": lambda: len(influence.followings(found, when, limit=20)[0]),
        **{f"`top --by {name}`": partial(ranking.rank, found, name, limit=20) for name in ranking.MEASURES},
        "`camps`": lambda: f"{len(camps.camps(found, camps.partition(found)))} camps",
        "`bridges`, 20 rows": lambda: len(bridges.bridges(found, camps.partition(found), limit=20)[0]),
    }
    for what, done in work.items():
        seconds, memory, told = measured(done)
        row(what, seconds, memory, told[0].id if isinstance(told, list) else told)


def reading(found: Memberships, neo4j: str) -> None:
    """Time reading the graph out of the stores."""
    with tempfile.TemporaryDirectory() as folder:
        places = {"embedded": str(Path(folder) / "graph"), **({"Neo4j": neo4j} if neo4j else {})}
        for name, place in places.items():
            with open_store(place, read_only=False) as store:
                store.prepare()
                store.replace(as_view(found), 1, "bench")
                start, spent = time.perf_counter(), time.process_time()
                read = memberships(store)
                seconds, spent = time.perf_counter() - start, time.process_time() - spent
            told = f"{len(read) / seconds:,.0f} edges a second (by the clock: {seconds:.2f} s)"
            row(f"reading memberships out of the store: {name}", spent, 0, told)


def as_view(found: Memberships) -> View:
    """Make what a ledger would publish."""
    sides = (found.participants, "Person"), (found.campaigns, "Campaign")
    entities = [EntityRow(i, label, i, (), (i,), 1, 1) for side, label in sides for i in side.ids]
    rest = "done", "", "", "", 1, 1, "", "", ("k",)
    people, groups = found.participants.ids, found.campaigns.ids
    ends = zip(found.rows.tolist(), found.columns.tolist(), strict=True)
    edges = [EdgeRow(f"e{i:07}", people[r], "JOINED", groups[c], *rest) for i, (r, c) in enumerate(ends)]
    return View(entities=tuple(sorted(entities)), edges=tuple(edges))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="leave the million memberships out")
    parser.add_argument("--neo4j", default="", help="an EMPTY database, to read from: what is written there stays")
    options = parser.parse_args()
    found = invented(20_000, 500, 50_000, 5_000)
    print(f"{size(found)}; NetworkX {nx.__version__}\n\n{HEAD}")
    projections(found)
    reading(found, options.neo4j)
    measures(found)
    if not options.quick:
        million()


if __name__ == "__main__":
    main()
